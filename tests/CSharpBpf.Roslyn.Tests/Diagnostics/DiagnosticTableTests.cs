using System;
using System.IO;
using System.Linq;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Testing;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Diagnostics;

/// <summary>Every diagnostic has its page and its line in the release file, and these have their diagnostic.</summary>
public sealed class DiagnosticTableTests
{
    private static string Pages => Path.Combine(FileTests.RepositoryRoot(), "docs", "diagnostics");

    public static TheoryData<string> Ids => [.. DiagnosticTable.All.Select(static row => row.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_says_problem_reason_and_fix(string id)
    {
        string path = Path.Combine(Pages, id + ".md");
        Assert.True(File.Exists(path), $"{path} is missing.");
        string page = File.ReadAllText(path);
        Assert.StartsWith($"# {id}: {DiagnosticTable.Get(id).Title}\n", page, StringComparison.Ordinal);
        Assert.All(["## Problem", "## Why", "## Fix"], heading => Assert.Contains(heading + "\n", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_has_a_diagnostic() => Assert.Equal(
        DiagnosticTable.All.Select(static row => row.Id).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Pages, "BPF*.md").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void The_release_file_lists_every_diagnostic()
    {
        string directory = Path.Combine(FileTests.RepositoryRoot(), "generator", "CSharpBpf.Frontend");
        string releases = File.ReadAllText(Path.Combine(directory, "AnalyzerReleases.Unshipped.md")) + File.ReadAllText(Path.Combine(directory, "AnalyzerReleases.Shipped.md"));
        Assert.All(DiagnosticTable.All, row => Assert.Contains($"{row.Id} | {row.Category} | {row.DefaultSeverity} | ", releases, StringComparison.Ordinal));
    }

    [Fact]
    public void An_error_or_warning_says_more_than_its_title() =>
        Assert.All(DiagnosticTable.All, static row => Assert.True(row.DefaultSeverity == DiagnosticSeverity.Info || row.MessageFormat.ToString().Length > row.Title.ToString().Length));
}
