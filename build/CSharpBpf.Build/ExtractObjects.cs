using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CSharpBpf.Build;

/// <summary>Copies the BPF objects of a compiled assembly into files, leaving files alone that have the right contents already.</summary>
public sealed class ExtractObjects : Task
{
    /// <summary>The compiled assembly.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>Where the files go.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The files, written or already there.</summary>
    [Output]
    public ITaskItem[] Objects { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            List<ITaskItem> files = [];
            HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
            foreach (ObjectImage image in ObjectImageReader.Read(File.ReadAllBytes(Assembly)))
            {
                if (!names.Add(image.FileName))
                {
                    Log.LogError($"Two BPF classes of '{Assembly}' have the object file '{image.FileName}': rename one of them.");
                    continue;
                }

                string path = Path.Combine(OutputDirectory, image.FileName);
                if (!File.Exists(path) || !File.ReadAllBytes(path).SequenceEqual(image.Contents))
                {
                    Directory.CreateDirectory(OutputDirectory);
                    File.WriteAllBytes(path, image.Contents);
                    Log.LogMessage(MessageImportance.Normal, $"{image.FileName} -> {path}");
                }

                files.Add(new TaskItem(path));
            }

            Objects = [.. files];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            Log.LogError($"The BPF objects of '{Assembly}' cannot be copied to '{OutputDirectory}': {e.Message}");
        }

        return !Log.HasLoggedErrors;
    }
}
