using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Compiler;

public sealed class PassFileTests
{
    public static TheoryData<string> Files => FileTests.Names("passes");

    /// <summary>"// passes: a, b" runs these passes, "// passes: all" the whole pipeline; the output is the module, or the diagnostics.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void File(string name) => FileTests.Check("passes", name, input =>
    {
        IrModule module = IrParser.Parse(input);
        Assert.Empty(IrVerifier.Verify(module));
        var runner = new PassRunner(module, new PassRunnerOptions { Verify = true });
        IReadOnlyList<string> passes = FileTests.Directive(input, "passes");
        Assert.NotEmpty(passes);
        IReadOnlyList<CompilerDiagnostic> diagnostics = [];
        foreach (string pass in passes)
        {
            diagnostics = pass == "all" ? runner.RunAll() : runner.Run(pass);
        }

        return diagnostics.Count > 0
            ? string.Join('\n', diagnostics.Select(Diagnostics.Text))
            : string.Join('\n', module.Functions.Select(IrPrinter.Print));
    });

    [Fact]
    public void PassesRunInTheOrderThatTheTableDemands()
    {
        string[] sequence = [.. PassTable.Stages.SelectMany(stage => stage.Passes).Select(pass => pass.Name)];
        foreach (PassOrder order in PassTable.Orders)
        {
            int first = Array.IndexOf(sequence, order.First);
            int second = Array.IndexOf(sequence, order.Second);
            Assert.True(first >= 0 && second >= 0, $"{order.First} or {order.Second} is no pass");
            Assert.True(first < second, $"{order.First} must come before {order.Second}: {order.Reason}");
        }
    }

    [Fact]
    public void EachPassHasARowInTheDocumentation()
    {
        string[] rows = System.IO.File.ReadAllLines(System.IO.Path.Combine(FileTests.RepositoryRoot(), "docs", "passes.md"));
        IEnumerable<string> documented = rows.Where(row => row.StartsWith("| ", StringComparison.Ordinal)).Select(row => row.Split('|')[1].Trim()).Where(name => name != "pass");
        IEnumerable<string> passes = PassTable.Stages.SelectMany(stage => stage.Passes).Select(pass => pass.Name).Prepend(PassTable.Inline).Distinct();
        Assert.Equal(passes.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void APassIsOneObjectWhereverItRuns()
    {
        foreach (IGrouping<string, Pass> passes in PassTable.Stages.SelectMany(stage => stage.Passes).GroupBy(pass => pass.Name))
        {
            Assert.Single(passes.Distinct());
        }
    }

    [Fact]
    public void AnUnknownPassIsRefused() => Assert.Throws<ArgumentException>(() => new PassRunner(new IrModule("M")).Run("no-such-pass"));
}

internal static class Diagnostics
{
    public static string Text(CompilerDiagnostic diagnostic) =>
        $"{diagnostic.Id} {(diagnostic.Location is { } at ? $"{at.Line}:{at.Column}" : "-")} {string.Join(", ", diagnostic.Arguments)}".TrimEnd();
}
