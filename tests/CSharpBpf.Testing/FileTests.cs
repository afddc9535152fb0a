using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace CSharpBpf.Testing;

/// <summary>
/// Tests that are files, under tests/filetests/AREA. A file has its input, a line "// expected", and the output that the input must give.
/// With BLESS=1 in the environment the output is written into the file instead of compared. Every file under tests/filetests must be of
/// an area and with an ending that <see cref="Areas"/> lists, or <see cref="UnlistedFiles"/> names it.
/// </summary>
public static class FileTests
{
    private const string ExpectedLine = "// expected";

    /// <summary>The ending of each area's files.</summary>
    public static readonly IReadOnlyDictionary<string, string> Areas = new Dictionary<string, string>
    {
        ["clang"] = ".c",
        ["ir"] = ".bpfir",
        ["passes"] = ".bpfir",
        ["safety"] = ".bpfir",
        ["csharp"] = ".cs",
        ["codegen"] = ".bpfir",
        ["vm"] = ".data",
    };

    /// <summary>The path of one of an area's files, for tools that read it themselves.</summary>
    public static string PathOf(string area, string name) => Path.Combine(Root, area, name);

    private static string Root => Path.Combine(RepositoryRoot(), "tests", "filetests");

    /// <summary>The names of an area's files, for MemberData.</summary>
    public static TheoryData<string> Names(string area)
    {
        var names = new TheoryData<string>();
        string directory = Path.Combine(Root, area);
        foreach (string path in Directory.EnumerateFiles(directory, "*" + Areas[area], SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            names.Add(Path.GetRelativePath(directory, path).Replace('\\', '/'));
        }

        return names;
    }

    /// <summary>Files that no area's tests would run.</summary>
    public static IReadOnlyList<string> UnlistedFiles() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !Areas.TryGetValue(path.Split('/')[0], out string? ending) || !path.EndsWith(ending, StringComparison.Ordinal))];

    /// <summary>The text of one file, for areas whose files have another shape.</summary>
    public static string Read(string area, string name) => File.ReadAllText(Path.Combine(Root, area, name)).Replace("\r\n", "\n");

    /// <summary>Runs one file: gives its input to <paramref name="run"/> and compares or blesses what comes back.</summary>
    public static void Check(string area, string name, Func<string, string> run)
    {
        string path = Path.Combine(Root, area, name);
        string text = File.ReadAllText(path).Replace("\r\n", "\n");
        int separator = text.IndexOf("\n" + ExpectedLine + "\n", StringComparison.Ordinal);
        string input = separator < 0 ? text : text[..(separator + 1)];
        string actual = run(input).TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("BLESS") == "1")
        {
            File.WriteAllText(path, input.TrimEnd('\n') + "\n" + ExpectedLine + "\n" + actual);
            return;
        }

        Assert.True(separator >= 0, $"{path} has no expected output: run the test with BLESS=1 and read what it wrote.");
        Assert.Equal(text[(separator + ExpectedLine.Length + 2)..], actual);
    }

    /// <summary>The input of a file.</summary>
    public static string Source(string area, string name)
    {
        string text = File.ReadAllText(Path.Combine(Root, area, name)).Replace("\r\n", "\n");
        int separator = text.IndexOf("\n" + ExpectedLine + "\n", StringComparison.Ordinal);
        return separator < 0 ? text : text[..(separator + 1)];
    }

    /// <summary>The words after "// KEY:" in the input, separated by commas.</summary>
    public static IReadOnlyList<string> Directive(string input, string key)
    {
        string start = "// " + key + ":";
        foreach (string line in input.Split('\n'))
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line[start.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            }
        }

        return [];
    }

    /// <summary>The directory of the solution, above the test assembly.</summary>
    public static string RepositoryRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "CSharpBpf.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException("CSharpBpf.sln is in no directory above " + AppContext.BaseDirectory);
    }
}
