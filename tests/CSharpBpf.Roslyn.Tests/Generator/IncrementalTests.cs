using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using CSharpBpf.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Xunit.Abstractions;

namespace CSharpBpf.Roslyn.Tests.Generator;

/// <summary>What the pipeline does again after an edit: as little as the edit allows.</summary>
public sealed class IncrementalTests(ITestOutputHelper log)
{
    private const string Pass = """
        namespace Demo;

        public sealed partial class Passer : CSharpBpf.BpfObject
        {
            [CSharpBpf.XdpProgram]
            public CSharpBpf.XdpAction Decide(CSharpBpf.XdpContext ctx) => Policy.Decide(ctx.PacketLength);
        }
        """;

    private const string Policy = """
        namespace Demo;

        internal static class Policy
        {
            public static CSharpBpf.XdpAction Decide(uint length) => length > 64 ? CSharpBpf.XdpAction.Pass : CSharpBpf.XdpAction.Drop;
        }
        """;

    private const string Unrelated = "namespace Demo; public static class Program { public static int Answer() => 42; }";

    private static CSharpCompilation Project => TestProject.Create(("/Demo/UdpFilter.cs", TestProject.UdpFilter), ("/Demo/Passer.cs", Pass), ("/Demo/Policy.cs", Policy), ("/Demo/Program.cs", Unrelated));

    [Fact]
    public void An_edit_in_an_unrelated_file_compiles_nothing()
    {
        ImmutableDictionary<string, ImmutableArray<IncrementalStepRunReason>> steps = Edit("/Demo/Program.cs", "42", "43");
        Assert.All(steps[TrackingNames.Closures], static reason => Assert.Contains(reason, Same));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached], steps[TrackingNames.Compiled].ToArray());
        Assert.All(steps[Outputs], static reason => Assert.Contains(reason, Same));
    }

    [Fact]
    public void An_edit_in_a_class_compiles_that_class_only()
    {
        ImmutableDictionary<string, ImmutableArray<IncrementalStepRunReason>> steps = Edit("/Demo/UdpFilter.cs", "5001", "5002");
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], steps[TrackingNames.Compiled].Order().ToArray());
        Assert.Equal(1, steps[TrackingNames.Images].Count(static reason => reason == IncrementalStepRunReason.Modified));
        Assert.DoesNotContain(IncrementalStepRunReason.Modified, steps[TrackingNames.Skeletons]);
    }

    [Fact]
    public void A_comment_that_moves_no_line_compiles_once_and_changes_no_output()
    {
        ImmutableDictionary<string, ImmutableArray<IncrementalStepRunReason>> steps = Edit("/Demo/Passer.cs", "namespace Demo;", "namespace Demo; // a comment");
        Assert.Equal(1, steps[TrackingNames.Compiled].Count(static reason => reason == IncrementalStepRunReason.Modified));
        Assert.DoesNotContain(IncrementalStepRunReason.Modified, steps[TrackingNames.Images]);
        Assert.All(steps[Outputs], static reason => Assert.Contains(reason, Same));
    }

    [Fact]
    public void An_edit_in_a_helper_compiles_the_classes_that_use_it()
    {
        ImmutableDictionary<string, ImmutableArray<IncrementalStepRunReason>> steps = Edit("/Demo/Policy.cs", "64", "128");
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], steps[TrackingNames.Compiled].Order().ToArray());
        Assert.Equal(1, steps[TrackingNames.Images].Count(static reason => reason == IncrementalStepRunReason.Modified));
    }

    [Fact]
    public void In_a_project_of_200_files_an_unrelated_edit_compiles_nothing()
    {
        CSharpCompilation project = Project.AddSyntaxTrees(Enumerable.Range(0, 200).Select(static i => TestProject.Parse(
            $"namespace Demo.N{i}; public class C{i} {{ public int F(int x) {{ int sum = {i}; for (int j = 0; j < x; j++) sum += j * x; return sum; }} }}", $"/Demo/C{i}.cs")));
        GeneratorDriver driver = TestProject.Driver().RunGenerators(project);
        for (int edit = 0; edit < 10; edit++)
        {
            project = Replace(project, "/Demo/C7.cs", "return sum;", "return sum ;");
            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(project);
            log.WriteLine($"edit {edit}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.00} ms");
            project = Replace(project, "/Demo/C7.cs", "return sum ;", "return sum;");
            driver = driver.RunGenerators(project);
            Assert.All(Reasons(driver.GetRunResult().Results.Single().TrackedSteps[TrackingNames.Compiled]), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        }
    }

    [Fact]
    public void The_order_of_files_does_not_change_the_output()
    {
        CSharpCompilation project = Project;
        CSharpCompilation shuffled = project.RemoveAllSyntaxTrees().AddSyntaxTrees(project.SyntaxTrees.Reverse());
        Assert.Equal(Sources(project), Sources(shuffled));
    }

    [Fact]
    public void Compiling_again_gives_the_same_output() => Assert.Equal(Sources(Project), Sources(Project));

    [Fact]
    public void An_old_compilation_is_not_kept()
    {
        (GeneratorDriver driver, WeakReference old) = RunTwice();
        for (int i = 0; i < 10 && old.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(old.IsAlive);
        GC.KeepAlive(driver);
    }

    private const string Outputs = "outputs";

    private static readonly IncrementalStepRunReason[] Same = [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference Old) RunTwice()
    {
        CSharpCompilation project = Project;
        GeneratorDriver driver = TestProject.Driver().RunGenerators(project);
        CSharpCompilation edited = Replace(project, "/Demo/Program.cs", "42", "43");
        return (driver.RunGenerators(edited), new WeakReference(project));
    }

    private static ImmutableDictionary<string, ImmutableArray<IncrementalStepRunReason>> Edit(string path, string from, string to)
    {
        CSharpCompilation project = Project;
        GeneratorDriver driver = TestProject.Driver().RunGenerators(project);
        Assert.Empty(driver.GetRunResult().Diagnostics);
        GeneratorRunResult result = driver.RunGenerators(Replace(project, path, from, to)).GetRunResult().Results.Single();
        return result.TrackedSteps.ToImmutableDictionary(static step => step.Key, static step => Reasons(step.Value))
            .Add(Outputs, [.. result.TrackedOutputSteps.Values.SelectMany(static steps => Reasons(steps))]);
    }

    private static ImmutableArray<IncrementalStepRunReason> Reasons(ImmutableArray<IncrementalGeneratorRunStep> steps) =>
        [.. steps.SelectMany(static step => step.Outputs).Select(static output => output.Reason)];

    private static CSharpCompilation Replace(CSharpCompilation project, string path, string from, string to)
    {
        SyntaxTree tree = project.SyntaxTrees.Single(tree => tree.FilePath == path);
        string text = tree.ToString();
        Assert.Contains(from, text, StringComparison.Ordinal);
        return project.ReplaceSyntaxTree(tree, TestProject.Parse(text.Replace(from, to, StringComparison.Ordinal), path));
    }

    private static IEnumerable<string> Sources(CSharpCompilation project) =>
        TestProject.Driver().RunGenerators(project).GetRunResult().GeneratedTrees.Select(static tree => tree.ToString());
}
