using System;
using System.IO;
using CSharpBpf.Object;

namespace CSharpBpf.Cli.Commands;

/// <summary>Reads an object file and its programs by name.</summary>
internal static class ObjectFile
{
    public static ObjectSpec Read(FileInfo file)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{file}: {e.Message}", ExitCodes.Usage);
        }

        try
        {
            return ObjectReader.Read(bytes, Path.GetFileName(file.Name));
        }
        catch (ObjectFormatException e)
        {
            throw new CliException($"{file}: {e.Message}");
        }
    }

    /// <summary>The program of a name, or the only one.</summary>
    public static ProgramSpec FindProgram(ObjectSpec spec, string? name)
    {
        if (name is null && spec.Programs.Count == 1)
        {
            return spec.Programs[0];
        }

        foreach (ProgramSpec program in spec.Programs)
        {
            if (program.Name == name)
            {
                return program;
            }
        }

        string all = spec.Programs.Count == 0 ? "none" : string.Join(", ", System.Linq.Enumerable.Select(spec.Programs, program => program.Name));
        throw new CliException(
            name is null ? $"{spec.Name} has several programs; say which with --program: {all}." : $"{spec.Name} has no program '{name}'. It has: {all}.",
            ExitCodes.Usage);
    }
}
