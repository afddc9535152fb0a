using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Frontend;
using CSharpBpf.Frontend.Library;
using CSharpBpf.Frontend.Model;
using CSharpBpf.Frontend.Pipeline;
using CSharpBpf.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>A generated class, compiled as a project that references the package compiles it: one generator run, one assembly.</summary>
internal sealed class FuzzClass
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    // Without optimisation: what .NET's JIT makes of optimised code differed twice from what C# says, where the virtual machine and the kernel were right.
    private static readonly CSharpCompilationOptions Options =
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Debug, allowUnsafe: true, concurrentBuild: false);

    // The project that each class is the only file of. One for all: references are read, and the library's source is bound, once.
    private static readonly Lazy<CSharpCompilation> Project = new(static () => CSharpCompilation.Create(
        "Generated",
        [],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static path => path.Length > 0).Select(static path => MetadataReference.CreateFromFile(path)),
        Options));

    private readonly Type? type;

    private FuzzClass(ImmutableArray<Diagnostic> bpf, IReadOnlyList<Diagnostic> csharp, byte[]? image, Stream? assembly, string className)
    {
        BpfDiagnostics = bpf;
        CSharpErrors = csharp;
        Image = image;
        if (assembly is not null)
        {
            type = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(assembly).GetTypes().First(t => t.Name == className);
        }
    }

    public ImmutableArray<Diagnostic> BpfDiagnostics { get; }

    /// <summary>Not empty means that the generator of sources is wrong, or the skeleton is.</summary>
    public IReadOnlyList<Diagnostic> CSharpErrors { get; }

    /// <summary>The ELF image; null if there are diagnostics.</summary>
    public byte[]? Image { get; }

    public static FuzzClass Compile(FuzzSource source)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source.Text, ParseOptions, source.ClassName + ".cs");
        CSharpCompilation compilation = Project.Value.AddSyntaxTrees(tree);

        // With the diagnostics that the analyzer would report; the generator takes what is remembered of it.
        CompiledObject compiled = FuzzStages.Measure("C# to ELF", () => CompilationMemo.GetOrCompile(ObjectClosureFinder.Find(compilation, source.Target.Options, default).Single(), out _, default));
        Compilation complete = FuzzStages.Measure("generator", () => Generate(compilation, source.Target));
        MemoryStream assembly = new();
        EmitResult emitted = FuzzStages.Measure("C# to IL", () => complete.Emit(assembly));
        assembly.Position = 0;
        return new FuzzClass(compiled.Diagnostics, [.. emitted.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)], compiled.Image, emitted.Success ? assembly : null, source.ClassName);
    }

    private static Compilation Generate(CSharpCompilation compilation, FuzzTarget target)
    {
        CSharpGeneratorDriver.Create([new BpfGenerator().AsSourceGenerator()], parseOptions: ParseOptions, optionsProvider: target)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
        return complete;
    }

    /// <summary>The class's IR as the front end makes it and behind the passes: for people who look into a difference.</summary>
    public static string PrintIr(FuzzSource source)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source.Text, ParseOptions, source.ClassName + ".cs");
        CSharpCompilation compilation = LibraryBinding.Get(Project.Value, default).With([tree]);
        List<Diagnostic> diagnostics = [];
        INamedTypeSymbol type = (INamedTypeSymbol)compilation.GetSymbolsWithName(source.ClassName, SymbolFilter.Type).Single();
        ObjectModel model = ObjectModelBuilder.Build(type, BpfSymbols.TryCreate(compilation)!, compilation, diagnostics, source.Target.Options, default);
        if (BpfObjectCompiler.Lower(model, compilation, source.Target.Options).Module is not { } module)
        {
            return "The front end made no IR.";
        }

        string lowered = IrPrinter.Print(module, withLocations: true);
        new PassRunner(module).RunAll();
        return $"{lowered}\n; behind the passes\n\n{IrPrinter.Print(module, withLocations: true)}";
    }

    /// <summary>A new object of the class.</summary>
    public BpfObject Create() => (BpfObject)Activator.CreateInstance(type!, BindingFlags.DoNotWrapExceptions | BindingFlags.Instance | BindingFlags.Public, null, null, null)!;
}
