using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CSharpBpf.Build;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Library;

/// <summary>Code of other source generators, which the compiler of BPF classes does not see: never an empty object without a word.</summary>
public sealed class UnseenSourceTests
{
    private const string Generated = "namespace Generated { public static class Info { public const uint Max = 100; public static uint F(uint x) => x + Max; } }";

    [Theory]
    [InlineData("Generated.Info.Max")]
    [InlineData("Generated.Info.F(x)")]
    public async Task What_another_generator_writes_is_an_error_at_its_use(string use)
    {
        (Compilation output, ImmutableArray<Diagnostic> diagnostics) = await BuildAsync(TestProject.Create(User(use)), new OtherGenerator());
        Assert.Empty(output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Diagnostic diagnostic = Assert.Single(diagnostics);
        Assert.Equal("BPF0027", diagnostic.Id);
        Assert.StartsWith("Generated", diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_analyzers_the_build_task_refuses_the_empty_object()
    {
        (Compilation output, _) = await BuildAsync(TestProject.Create(User("Generated.Info.Max")), new OtherGenerator());
        using MemoryStream assembly = new();
        Assert.True(output.Emit(assembly).Success);
        Assert.Contains("'User.bpf.o' was not compiled", Assert.Throws<BadImageFormatException>(() => ObjectImageReader.Read(assembly.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_is_the_C_sharp_compilers_to_report()
    {
        (Compilation output, ImmutableArray<Diagnostic> diagnostics) = await BuildAsync(TestProject.Create(User("Generated.Info.Mux")), new OtherGenerator());
        Assert.Equal("CS0117", Assert.Single(output.GetDiagnostics(), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Id);
        Assert.Empty(diagnostics);
    }

    [Fact]
    public async Task In_a_library_it_is_an_error_for_those_who_use_the_library()
    {
        CSharpCompilation project = TestProject.Create(("/Policy/Source.cs", "namespace Policy; public static class Rules { public static uint Limit(uint x) => x + Generated.Info.Max; }")).WithAssemblyName("Policy");
        MetadataReference library = TestLibrary.ToReference(project.AddSyntaxTrees(TestLibrary.Attribute(project), TestProject.Parse(Generated, "/Policy/Generated.cs")));
        (_, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(TestProject.Create(User("Policy.Rules.Limit(x)")).AddReferences(library));
        Diagnostic diagnostic = Assert.Single(diagnostics, static diagnostic => diagnostic.Id != "BPF0001");
        Assert.Equal("BPF0025", diagnostic.Id);
        Assert.Contains("CS0103", diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Contains("other source generators", diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    private static string User(string use) => $$"""
        using CSharpBpf;
        public sealed partial class User : BpfObject
        {
            [XdpProgram] public XdpAction Run(XdpContext ctx) { uint x = (uint)ctx.PacketLength; return (XdpAction)({{use}}); }
        }
        """;

    private static async Task<(Compilation Output, ImmutableArray<Diagnostic> Diagnostics)> BuildAsync(CSharpCompilation project, IIncrementalGenerator other)
    {
        TestProject.Driver().AddGenerators([other.AsSourceGenerator()]).RunGeneratorsAndUpdateCompilation(project, out Compilation output, out ImmutableArray<Diagnostic> generated);
        return (output, [.. generated, .. await TestProject.AnalyzeAsync(output)]);
    }

    private sealed class OtherGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(context.CompilationProvider, static (output, _) => output.AddSource("Info.g.cs", Generated));
    }
}
