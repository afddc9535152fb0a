using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CSharpBpf.Frontend.Library;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Library;

/// <summary>Source that travels in assemblies: what is packed comes out, what was tampered with does not, and programs can call it.</summary>
public sealed class LibrarySourceTests
{
    private const string LibraryText = """
        #if EXTRA
        namespace Lib;

        public static class Policy
        {
            public static bool IsLong(this uint length) => length > Limit.Value;
        }

        internal static class Limit
        {
            public const uint Value = 100;
        }
        #endif
        """;

    private const string UserText = """
        using CSharpBpf;
        using Lib;

        public sealed partial class User : BpfObject
        {
            [XdpProgram] public XdpAction Decide(XdpContext ctx) => ctx.PacketLength.IsLong() ? XdpAction.Drop : XdpAction.Pass;
        }
        """;

    [Fact]
    public void What_is_packed_comes_out()
    {
        LibrarySource source = LibrarySource.Pack(LibraryProject(), CancellationToken.None);
        Assert.Equal("EXTRA", source.Defines);
        Assert.Equal("14.0", source.LanguageVersion);
        SyntaxTree tree = Assert.Single(source.Parse(out string? fault, CancellationToken.None)!.Trees);
        Assert.Null(fault);
        Assert.Equal("/Lib/Policy.cs", tree.FilePath);
        Assert.Equal(LibraryText, tree.ToString());
        Assert.Equal(source, LibrarySource.Pack(LibraryProject(), CancellationToken.None));
    }

    [Theory]
    [InlineData("hash", "content hash")]
    [InlineData("payload", "damaged")]
    [InlineData("version", "C# 99")]
    public void What_was_tampered_with_is_refused(string part, string reason)
    {
        LibrarySource source = LibrarySource.Pack(LibraryProject(), CancellationToken.None);
        LibrarySource changed = part switch
        {
            "hash" => source with { ContentHash = new string('0', 64) },
            "payload" => source with { Payload = source.Payload[..20] + "!" },
            _ => source with { LanguageVersion = "99" },
        };
        Assert.Null(changed.Parse(out string? fault, CancellationToken.None));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_calls_a_library_that_carries_its_source()
    {
        MetadataReference library = EmitLibrary(static text => text);
        (_, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(TestProject.Create(UserText).AddReferences(library));
        Assert.Empty(diagnostics);
    }

    [Fact]
    public async Task A_library_whose_source_was_tampered_with_is_an_error_at_the_class()
    {
        MetadataReference library = EmitLibrary(static text => text.Replace("BpfLibrarySource(\n    \"", "BpfLibrarySource(\n    \"00", StringComparison.Ordinal));
        (_, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(TestProject.Create(UserText).AddReferences(library));
        Assert.Equal(["BPF0001", "BPF0022"], diagnostics.Select(static diagnostic => diagnostic.Id));
        Assert.All(diagnostics, static diagnostic => Assert.True(diagnostic.Location.IsInSource));
    }

    [Fact]
    public async Task Libraries_with_equal_names_are_told_apart_by_extern_aliases()
    {
        static MetadataReference Emit(string name, string key, uint number) =>
            TestLibrary.Emit(name, "1.0.0.0", $$"""namespace Common; public struct Key { public {{key}} A; } public static class Util { public static uint F(uint x) => x + {{number}}; }""", []).WithAliases([name]);

        (Compilation output, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(TestProject.Create("""
            extern alias left;
            extern alias right;
            using CSharpBpf;
            public sealed partial class User : BpfObject
            {
                [BpfMap(MaxEntries = 4)] public partial HashMap<left::Common.Key, right::Common.Key> Entries { get; }
                [XdpProgram] public XdpAction Run(XdpContext ctx)
                {
                    var key = new left::Common.Key { A = left::Common.Util.F((uint)ctx.PacketLength) };
                    return Entries.TryGetValue(key, out right::Common.Key value) ? (XdpAction)right::Common.Util.F((uint)value.A) : XdpAction.Pass;
                }
            }
            """).AddReferences(Emit("left", "uint", 10), Emit("right", "ulong", 20)));
        Assert.Empty(diagnostics);
        Assert.Empty(output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public async Task A_project_reference_of_an_editor_is_used_as_it_is()
    {
        CSharpCompilation project = TestProject.Create(UserText).AddReferences(LibraryProject().ToMetadataReference());
        (_, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(project);
        Assert.Empty(diagnostics);
    }

    [Fact]
    public void A_library_gives_its_own_symbols_and_no_copies()
    {
        CSharpCompilation project = TestProject.Create(TestProject.UdpFilter);
        LibraryBinding binding = LibraryBinding.Get(project, CancellationToken.None);
        Assert.Same(binding, LibraryBinding.Get(project.RemoveAllSyntaxTrees(), CancellationToken.None));
        CSharpCompilation bound = binding.With(project.SyntaxTrees);
        CSharpCompilation library = (CSharpCompilation)bound.References.OfType<CompilationReference>().Single().Compilation;
        Assert.Empty(library.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.Equal(library.Assembly, bound.GetTypeByMetadataName("CSharpBpf.XdpContext")!.ContainingAssembly, SymbolEqualityComparer.Default);
    }

    private static CSharpCompilation LibraryProject()
    {
        CSharpParseOptions options = TestProject.ParseOptions.WithPreprocessorSymbols("EXTRA");
        return TestProject.Create().WithAssemblyName("Lib").AddSyntaxTrees(CSharpSyntaxTree.ParseText(LibraryText, options, "/Lib/Policy.cs", System.Text.Encoding.UTF8));
    }

    private static MetadataReference EmitLibrary(Func<string, string> edit)
    {
        CSharpCompilation project = LibraryProject();
        SyntaxTree attribute = TestLibrary.Attribute(project);
        SyntaxTree edited = attribute.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(edit(attribute.ToString()), System.Text.Encoding.UTF8));
        return TestLibrary.ToReference(project.AddSyntaxTrees(edited));
    }
}
