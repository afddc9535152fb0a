using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Library;

/// <summary>A library (Policy) was built with one version of another (Limits), and the project references a second, or none.</summary>
public sealed class LibrarySkewTests
{
    private const string Limits = """
        namespace Limits;
        public static class Limit
        {
            public const uint Value = 100;
            public static uint Above(ulong x) => (uint)x + 1;
            public static uint Default(uint x, uint y = 3) => x + y;
        }
        public struct Pair { public uint X; public uint Y; }
        """;

    private const string Policy = """
        using Limits;
        namespace Policy;
        public static class Rules
        {
            public const uint Twice = Limit.Value * 2;
            public static uint Calls(uint x) => Limit.Above(x);
            public static uint Constant(uint x) => x > Limit.Value ? 1u : 0;
            public static uint OwnConstant(uint x) => x > Twice ? 1u : 0;
            public static uint DefaultArgument(uint x) => Limit.Default(x);
            public static uint Struct(uint x) { var pair = new Pair { X = x, Y = 2 }; return pair.X + pair.Y; }
        }
        """;

    private static readonly MetadataReference Limits1 = TestLibrary.Emit("Limits", "1.0.0.0", Limits, []);
    private static readonly MetadataReference PolicyWith1 = TestLibrary.Emit("Policy", "1.5.0.0", Policy, [Limits1]);

    [Theory]
    [InlineData("Rules.Calls(x)")]
    [InlineData("Rules.Constant(x)")]
    [InlineData("Rules.OwnConstant(x)")]
    [InlineData("Rules.DefaultArgument(x)")]
    [InlineData("Rules.Struct(x)")]
    [InlineData("Rules.Twice")]
    public async Task With_what_it_was_built_with_a_library_compiles(string use) => Assert.Empty(await BuildAsync(use, PolicyWith1, Limits1));

    [Fact]
    public async Task A_library_that_takes_only_constants_from_another_compiles()
    {
        MetadataReference policy = TestLibrary.Emit("Policy", "1.0.0.0", "namespace Policy; public static class Rules { public static uint Constant(uint x) => x > Limits.Limit.Value ? 1u : 0; }", [Limits1]);
        Assert.Empty(await BuildAsync("Rules.Constant(x)", policy, Limits1));
    }

    [Theory]
    [InlineData("Rules.Calls(x)", "Above(ulong x)", "Above(ulong x, ulong y)", "CS7036")]
    [InlineData("Rules.Struct(x)", "public uint Y;", "", "CS0117")]
    public async Task What_does_not_bind_is_an_error_that_names_both_versions(string use, string old, string changed, string error)
    {
        Diagnostic diagnostic = await SingleAsync(use, PolicyWith1, NewLimits(old, changed));
        Assert.Equal("BPF0025", diagnostic.Id);
        Assert.All(["Policy 1.5.0.0", error, "/Policy/Source.cs(", "Limits 1.0.0.0", "Limits 2.0.0.0"], part => Assert.Contains(part, diagnostic.GetMessage(), StringComparison.Ordinal));
        Assert.Equal(use, Text(diagnostic));
    }

    [Fact]
    public async Task A_missing_dependency_is_an_error()
    {
        Diagnostic diagnostic = await SingleAsync("Rules.Calls(x)", PolicyWith1);
        Assert.Equal("BPF0025", diagnostic.Id);
        Assert.Contains("Limits 1.0.0.0, which is not referenced", diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rules.Constant(x)", "Value = 100", "Value = 200", "Value = 100")]
    [InlineData("Rules.OwnConstant(x)", "Value = 100", "Value = 200", "Twice = 200")]
    [InlineData("Rules.Twice", "Value = 100", "Value = 200", "Value = 100")]
    [InlineData("Rules.DefaultArgument(x)", "y = 3", "y = 4", "default 3")]
    [InlineData("Rules.Calls(x)", "public static uint Above", "public static uint Above(uint x) => x; public static uint Above", "Above(ulong)")]
    public async Task What_binds_to_something_else_is_an_error(string use, string old, string changed, string built)
    {
        Diagnostic diagnostic = await SingleAsync(use, PolicyWith1, NewLimits(old, changed));
        Assert.Equal("BPF0026", diagnostic.Id);
        Assert.All(["Policy 1.5.0.0", built, "Limits 1.0.0.0", "Limits 2.0.0.0"], part => Assert.Contains(part, diagnostic.GetMessage(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Equal_versions_with_other_source_or_without_any_are_told_apart_too()
    {
        MetadataReference sameVersion = TestLibrary.Emit("Limits", "1.0.0.0", Limits.Replace("100", "200", StringComparison.Ordinal), []);
        Diagnostic diagnostic = await SingleAsync("Rules.Constant(x)", PolicyWith1, sameVersion);
        Assert.Contains("other source of Limits 1.0.0.0", diagnostic.GetMessage(), StringComparison.Ordinal);

        MetadataReference plain1 = TestLibrary.Emit("Limits", "1.0.0.0", Limits, [], isPlain: true);
        MetadataReference plain2 = TestLibrary.Emit("Limits", "2.0.0.0", Limits.Replace("100", "200", StringComparison.Ordinal), [], isPlain: true);
        MetadataReference policy = TestLibrary.Emit("Policy", "1.5.0.0", Policy, [plain1]);
        Assert.Empty(await BuildAsync("Rules.Constant(x)", policy, plain1));
        Assert.Equal("BPF0026", (await SingleAsync("Rules.Constant(x)", policy, plain2)).Id);
    }

    [Theory]
    [InlineData("Rules.Constant(x)", "public static uint Above", "public static uint New() => 0; public static uint Above")]
    [InlineData("Rules.Calls(x)", "Value = 100", "Value = 200")]
    [InlineData("Rules.Calls(x)", "(uint)x + 1", "(uint)x + 2")]
    public async Task A_difference_that_changes_nothing_for_the_program_is_none(string use, string old, string changed) =>
        Assert.Empty(await BuildAsync(use, PolicyWith1, NewLimits(old, changed)));

    [Fact]
    public async Task A_library_is_checked_for_what_another_library_takes_from_it()
    {
        MetadataReference third = TestLibrary.Emit("Third", "1.0.0.0", "namespace Third; public static class Uses { public static uint Twice(uint x) => x > Policy.Rules.Twice ? 1u : 0; }", [PolicyWith1, Limits1]);
        Assert.Empty(await BuildAsync("Third.Uses.Twice(x)", PolicyWith1, Limits1, third));
        Assert.Equal("BPF0026", (await SingleAsync("Third.Uses.Twice(x)", PolicyWith1, NewLimits("Value = 100", "Value = 200"), third)).Id);
    }

    [Fact]
    public async Task Arithmetic_is_checked_as_in_the_library()
    {
        const string text = "namespace Policy; public static class Rules { public static uint Add(uint x) => x + 0xFFFFFFF0; }";
        Assert.Empty(await BuildAsync("Rules.Add(x)", TestLibrary.Emit("Policy", "1.0.0.0", text, [])));
        Diagnostic diagnostic = await SingleAsync("Rules.Add(x)", TestLibrary.Emit("Policy", "1.0.0.0", text, [], checksOverflow: true));
        Assert.Contains("may overflow", diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    private static MetadataReference NewLimits(string old, string changed)
    {
        Assert.Contains(old, Limits, StringComparison.Ordinal);
        return TestLibrary.Emit("Limits", "2.0.0.0", Limits.Replace(old, changed, StringComparison.Ordinal), []);
    }

    private static string Text(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);

    private static async Task<Diagnostic> SingleAsync(string use, params MetadataReference[] references)
    {
        ImmutableArray<Diagnostic> diagnostics = await BuildAsync(use, references);
        Assert.Single(diagnostics, static diagnostic => diagnostic.Id == "BPF0001");
        return Assert.Single(diagnostics, static diagnostic => diagnostic.Id != "BPF0001");
    }

    private static async Task<ImmutableArray<Diagnostic>> BuildAsync(string use, params MetadataReference[] references)
    {
        CSharpCompilation project = TestProject.Create($$"""
            using CSharpBpf;
            using Policy;
            public sealed partial class User : BpfObject
            {
                [XdpProgram] public XdpAction Run(XdpContext ctx) { uint x = (uint)ctx.PacketLength; return (XdpAction)({{use}}); }
            }
            """).AddReferences(references);
        (Compilation output, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(project);
        Assert.Empty(output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return diagnostics;
    }
}
