using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace CSharpBpf.Architecture.Tests;

/// <summary>The rules of CONTRIBUTING.md that a machine can check.</summary>
public sealed class HouseRuleTests
{
    private const int LineLimit = 400;

    /// <summary>Files that are one list, as long as what they list: the kernel's helpers, and the instruction set in one switch.</summary>
    private static readonly string[] Lists = ["src/CSharpBpf.Isa/Kernel/HelperId.cs", "src/CSharpBpf.Vm/Interpretation/Interpreter.cs"];

    [Fact]
    public void Files_are_short_unless_they_are_tables()
    {
        // Files under tests/filetests are inputs of tests, not parts of the house.
        string[] tooLong = [.. Repository.Files(".cs")
            .Where(static path => !path.StartsWith("tests/filetests/", StringComparison.Ordinal) && !Path.GetFileName(path).Contains("Table", StringComparison.Ordinal) && !Lists.Contains(path))
            .Select(static path => (Path: path, Lines: Repository.Lines(path).Length))
            .Where(static file => file.Lines > LineLimit)
            .Select(static file => $"{file.Path}: {file.Lines} lines")];
        Assert.Equal([], tooLong);
    }

    [Theory]
    [InlineData(@"^\s*#region\b", "a region hides that a file holds more than one idea")]
    [InlineData(@"//.*\b(TO" + "DO|FIX" + "ME|HA" + "CK)\\b", "what is left to do belongs in an issue")]
    [InlineData(@"\bNot" + "ImplementedException\\b", "a stub passes for an implementation")]
    public void No_source_has(string pattern, string because)
    {
        Regex regex = new(pattern);
        List<string> found = [];
        foreach (string path in Repository.Files(".cs"))
        {
            string[] lines = Repository.Lines(path);
            for (int i = 0; i < lines.Length; i++)
            {
                if (regex.IsMatch(lines[i]))
                {
                    found.Add($"{path}:{i + 1}: {lines[i].Trim()} ({because})");
                }
            }
        }

        Assert.Equal([], found);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        // Projects under tests/filetests are inputs of tests, not parts of the build.
        string solution = Repository.Text("CSharpBpf.sln").Replace('\\', '/');
        string[] missing = [.. Repository.Files(".csproj")
            .Where(path => !path.StartsWith("tests/filetests/", StringComparison.Ordinal) && !solution.Contains($"\"{path}\"", StringComparison.Ordinal))];
        Assert.Equal([], missing);
    }

    [Fact]
    public void Package_versions_stand_in_one_place()
    {
        string[] withVersion = [.. Repository.Files(".csproj", ".props", ".targets")
            .Where(static path => path != "Directory.Packages.props" && Regex.IsMatch(Repository.Text(path), @"<PackageReference[^>]*\sVersion\s*="))];
        Assert.Equal([], withVersion);
    }

    [Fact]
    public void Sources_are_found_at_all() => Assert.True(Repository.Files(".cs").Count() > 50);
}
