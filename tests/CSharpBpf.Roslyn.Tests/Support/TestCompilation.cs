using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Frontend;
using CSharpBpf.Frontend.Library;
using CSharpBpf.Frontend.Model;
using CSharpBpf.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Support;

/// <summary>Compiles test sources as a project that references CSharpBpf would be compiled, for .NET and to IR.</summary>
internal sealed class TestCompilation
{
    private const string LibraryName = "CSharpBpf.Library";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);
    private static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly Lazy<IReadOnlyList<PortableExecutableReference>> PlatformReferences = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))]);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> SourceReferences = new(() =>
    {
        IEnumerable<SyntaxTree> trees = Directory.EnumerateFiles(Path.Combine(FileTests.RepositoryRoot(), "src", LibraryName), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar))
            .Order(StringComparer.Ordinal)
            .Select(static path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), ParseOptions, "/_/src/" + LibraryName + "/" + Path.GetFileName(path)));
        MetadataReference[] others = [.. PlatformReferences.Value.Where(static r => !IsLibrary(r))];
        return [.. others, CSharpCompilation.Create(LibraryName, trees, others, Options).ToMetadataReference()];
    });

    public TestCompilation(string source)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source, ParseOptions, "Test.cs");
        Plain = CSharpCompilation.Create("Test", [tree, CSharpSyntaxTree.ParseText(Skeleton(tree), ParseOptions, "Skeleton.cs")], PlatformReferences.Value, Options);
        Bpf = CSharpCompilation.Create("Test", [tree], SourceReferences.Value, Options);
    }

    /// <summary>What it is compiled for.</summary>
    public CompilerOptions Target { get; init; } = new();

    /// <summary>With the members that the generator would write, against the assemblies.</summary>
    public CSharpCompilation Plain { get; }

    /// <summary>As the front end sees it, with the library as source.</summary>
    public CSharpCompilation Bpf { get; }

    public ObjectModel Model(List<Diagnostic> diagnostics)
    {
        var symbols = BpfSymbols.TryCreate(Bpf)!;
        INamedTypeSymbol type = Bpf.SyntaxTrees.SelectMany(t => t.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Select(c => Bpf.GetSemanticModel(t).GetDeclaredSymbol(c)!)).First(symbols.IsBpfClass);
        return ObjectModelBuilder.Build(type, symbols, Bpf, diagnostics, Target);
    }

    /// <summary>The IR, or what the front end has to say.</summary>
    public LoweringResult Lower()
    {
        var diagnostics = new List<Diagnostic>();
        ObjectModel model = Model(diagnostics);
        Assert.Empty(diagnostics);
        return BpfObjectCompiler.Lower(model, Bpf, Target);
    }

    private static bool IsLibrary(PortableExecutableReference reference) => Path.GetFileNameWithoutExtension(reference.FilePath) == LibraryName;

    // The generated part in short: tests of the front end must be able to fail without the generator. The image is set before the first use.
    private static string Skeleton(SyntaxTree tree)
    {
        ClassDeclarationSyntax type = tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().First(static c => c.BaseList?.ToString().Contains("BpfObject", StringComparison.Ordinal) == true);
        List<PropertyDeclarationSyntax> properties = [.. type.Members.OfType<PropertyDeclarationSyntax>()];
        List<PropertyDeclarationSyntax> maps = [.. properties.Where(static p => HasAttribute(p, "BpfMap"))];
        List<PropertyDeclarationSyntax> globals = [.. properties.Where(static p => HasAttribute(p, "BpfGlobal"))];
        List<PropertyDeclarationSyntax> constants = [.. properties.Where(static p => HasAttribute(p, "BpfConst"))];
        List<MethodDeclarationSyntax> programs = [.. type.Members.OfType<MethodDeclarationSyntax>().Where(static m => HasAttribute(m, "XdpProgram") || HasAttribute(m, "TcClassifier"))];
        string[] members =
        [
            "public static byte[] Image = [];",
            $"private static readonly BpfObjectDefinition definition = new(\"Test\", static () => Image, [{string.Join(", ", maps.Select(static m => $"new(\"{m.Identifier}\", static b => new {m.Type}(b))"))}], [{string.Join(", ", globals.Select(static g => $"\"{g.Identifier}\""))}]);",
            "protected override BpfObjectDefinition Definition => definition;",
            $"protected override void WriteConstants(BpfConstantWriter writer) {{ {string.Concat(constants.Select(static c => $"writer.Write(\"{c.Identifier}\", {c.Identifier});"))} }}",
            $"protected override System.Delegate GetProgramMethod(string name) => name switch {{ {string.Concat(programs.Select(static p => $"\"{p.Identifier}\" => (System.Func<{p.ParameterList.Parameters[0].Type}, {p.ReturnType}>){p.Identifier}, "))}_ => null! }};",
            .. maps.Select(static (m, i) => $"{m.Modifiers} {m.Type} {m.Identifier} => GetMap<{m.Type}>({i});"),
            .. globals.Select(static (g, i) => $"{g.Modifiers} {g.Type} {g.Identifier} => ref GetGlobal<{((RefTypeSyntax)g.Type).Type}>({i});"),
        ];
        return $"{tree.GetCompilationUnitRoot().Usings}\n{type.Modifiers} class {type.Identifier}\n{{\n{string.Join("\n", members)}\n}}\n";
    }

    private static bool HasAttribute(MemberDeclarationSyntax member, string name) =>
        member.AttributeLists.SelectMany(static l => l.Attributes).Any(a => a.Name.ToString() == name);
}
