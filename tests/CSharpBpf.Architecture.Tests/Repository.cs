using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace CSharpBpf.Architecture.Tests;

/// <summary>The files of the checkout that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotSources = ["bin", "obj", "artifacts", ".git"];

    /// <summary>The directory of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration that the tests were built in, as directories under bin are named.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>All files of the checkout with one of the endings, as paths from the root, without what builds make.</summary>
    public static IEnumerable<string> Files(params string[] endings) =>
        FilesUnder(new DirectoryInfo(Root))
            .Where(file => endings.Any(ending => file.Name.EndsWith(ending, StringComparison.Ordinal)))
            .Select(static file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The value of a property that a project file sets itself.</summary>
    public static string? Property(string projectFile, string name) => XDocument.Load(projectFile).Descendants(name).FirstOrDefault()?.Value;

    private static IEnumerable<FileInfo> FilesUnder(DirectoryInfo directory) =>
        directory.EnumerateFiles().Concat(directory.EnumerateDirectories().Where(static child => !NotSources.Contains(child.Name)).SelectMany(FilesUnder));

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "CSharpBpf.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"No CSharpBpf.sln above {AppContext.BaseDirectory}: these tests read the checkout that they were built from.");
    }
}
