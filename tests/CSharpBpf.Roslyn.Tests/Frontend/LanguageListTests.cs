using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Subset;
using CSharpBpf.Testing;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Frontend;

public sealed class LanguageListTests
{
    // Of Roslyn 5: what with(...) of a collection expression refers to, which C# 14 does not have.
    private const string CollectionExpressionElementsPlaceholder = "CollectionExpressionElementsPlaceholder";

    public static TheoryData<string> FileNames => [.. LanguageFeatureTable.All.Select(static f => f.FileTest).OfType<string>().Distinct()];

    public static TheoryData<string> Ids => [.. LanguageFeatureTable.All.Select(static f => f.DiagnosticId).OfType<string>().Distinct()];

    /// <summary>docs/language.md is written from the tables; BLESS=1 rewrites it.</summary>
    [Fact]
    public void The_list_in_the_documentation_is_the_table()
    {
        string list = Features() + Operations();
        string path = Path.Combine(FileTests.RepositoryRoot(), "docs", "language.md");
        if (Environment.GetEnvironmentVariable("BLESS") == "1")
        {
            File.WriteAllText(path, list);
        }

        Assert.Equal(list, File.ReadAllText(path));
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void A_supported_feature_has_its_file_test(string file) => Assert.True(File.Exists(FileTests.PathOf("csharp", file)), file);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rejected_feature_has_its_diagnostic(string id) => Assert.Equal(id, DiagnosticTable.Get(id).Id);

    [Fact]
    public void A_feature_is_listed_once_and_is_supported_or_rejected()
    {
        Assert.Equal(LanguageFeatureTable.All.Count, LanguageFeatureTable.All.Select(static f => (f.Group, f.Name)).Distinct().Count());
        Assert.All(LanguageFeatureTable.All, static f => Assert.True((f.FileTest is null) == (f.Since is null) && (f.FileTest is null) != (f.DiagnosticId is null), f.Name));
    }

    [Fact]
    public void Every_operation_kind_has_a_rule()
    {
        IEnumerable<OperationKind> kinds = typeof(OperationKind).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(static f => f.Name != CollectionExpressionElementsPlaceholder && f.GetCustomAttribute<ObsoleteAttribute>() is null)
            .Select(static f => (OperationKind)f.GetValue(null)!);
        Assert.All(kinds, static k => Assert.True(OperationRuleTable.All.ContainsKey(k) != OperationRuleTable.IsNeverLowered(k), k.ToString()));
    }

    private static string Features()
    {
        StringBuilder list = new("# The C# of BPF code\n\nWritten from `LanguageFeatureTable` and `OperationRuleTable` by a test.\n\nA feature that is supported has a file test in `tests/filetests/csharp`, which runs as plain C#, in the virtual machine and in the kernel, with equal results.\n");
        foreach (IGrouping<string, LanguageFeature> group in LanguageFeatureTable.All.GroupBy(static f => f.Group))
        {
            list.Append($"\n## {group.Key}\n\n| feature | since | shown by | rejected with |\n|---|---|---|---|\n");
            foreach (LanguageFeature feature in group)
            {
                string test = feature.FileTest is { } file ? $"[{file}](../tests/filetests/csharp/{file})" : "";
                list.Append($"| {feature.Name.Replace("|", "\\|")} | {feature.Since} | {test} | {Link(feature.DiagnosticId)} |\n");
            }
        }

        return list.ToString();
    }

    private static string Operations()
    {
        StringBuilder list = new("\n## Roslyn's operation kinds\n\nA kind that is lowered may still be rejected for its types.\n\n| kind | |\n|---|---|\n");
        foreach (KeyValuePair<OperationKind, DiagnosticDescriptor?> rule in OperationRuleTable.All.OrderBy(static r => r.Key.ToString(), StringComparer.Ordinal))
        {
            list.Append($"| {rule.Key} | {(rule.Value is { } row ? Link(row.Id) : "lowered")} |\n");
        }

        return list.ToString();
    }

    private static string Link(string? id) => id is null ? "" : $"[{id}](diagnostics/{id}.md)";
}
