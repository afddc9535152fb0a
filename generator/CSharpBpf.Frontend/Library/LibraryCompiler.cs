using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using CSharpBpf.Frontend.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpBpf.Frontend.Library;

/// <summary>
/// Compiles the libraries of one set of references in the order of their dependencies. A library's compilation gets exactly the references that its
/// assembly names, directly or through others: then the C# compiler gives the user's code the library's own symbols, whose declarations and
/// bodies agree; a reference too many and it gives copies (retargeted symbols) that do not.
/// </summary>
internal sealed class LibraryCompiler
{
    private readonly CSharpCompilation user;
    private readonly CancellationToken cancellation;
    private readonly List<ReferencedAssembly> assemblies = [];
    private readonly Dictionary<string, ReferencedAssembly> byName = new(StringComparer.Ordinal);

    public LibraryCompiler(CSharpCompilation user, CancellationToken cancellation)
    {
        this.user = user;
        this.cancellation = cancellation;
        foreach (MetadataReference reference in user.ExternalReferences)
        {
            cancellation.ThrowIfCancellationRequested();
            ReferencedAssembly assembly = Describe(reference);
            assemblies.Add(assembly);
            if (assembly.Symbol is { } symbol)
            {
                byName[symbol.Identity.Name] = assembly;
            }
        }
    }

    public List<Diagnostic> Diagnostics { get; } = [];

    /// <summary>The references, in their order, with libraries as compilations.</summary>
    public List<MetadataReference> Bind()
    {
        foreach (ReferencedAssembly assembly in assemblies)
        {
            Compile(assembly);
        }

        return [.. assemblies.Select(static assembly => assembly.Reference)];
    }

    // In an IDE a project reference is a compilation: its trees are the source, newer than any assembly.
    private ReferencedAssembly Describe(MetadataReference reference) => new(reference, user.GetAssemblyOrModuleSymbol(reference) as IAssemblySymbol)
    {
        Project = (reference as CompilationReference)?.Compilation as CSharpCompilation,
    };

    private void Compile(ReferencedAssembly assembly)
    {
        if (assembly.IsDone || assembly.Symbol is not { } symbol)
        {
            return;
        }

        assembly.IsDone = true;
        LibrarySource? source = assembly.Project is null ? assembly.Source : null;
        if (source is null && assembly.Project is null)
        {
            return;
        }

        string? fault = null;
        LibraryContents? contents = source is null ? null : LibraryTrees.Parse(source, out fault, cancellation);
        List<ReferencedAssembly> dependencies = Dependencies(assembly, contents?.Record.References ?? []);
        foreach (ReferencedAssembly dependency in dependencies)
        {
            Compile(dependency);
        }

        List<MetadataReference> references = [.. dependencies.Select(static dependency => dependency.Reference)];
        CSharpCompilation library;
        if (source is null)
        {
            library = assembly.Project!.WithReferences(references);
        }
        else if (contents is not null)
        {
            library = CSharpCompilation.Create(symbol.Identity.Name, contents.Trees, references, LibraryOptions(source));
            new CarriedLibrary(Describe(symbol.Identity.Name, symbol.Identity.Version), contents.Record, Differences(contents.Record)).Remember(library);
        }
        else
        {
            Diagnostics.Add(Diagnostic.Create(DiagnosticTable.LibrarySourceUnusable, Location.None, symbol.Identity.Name, fault));
            return;
        }

        MetadataReferenceProperties properties = assembly.Reference.Properties;
        assembly.Reference = library.ToMetadataReference(properties.Aliases, properties.EmbedInteropTypes);
    }

    // In the order of the user's references, so that equal sets compile equally. The assembly does not name those of which it took nothing but constants.
    private List<ReferencedAssembly> Dependencies(ReferencedAssembly assembly, IReadOnlyList<RecordedReference> recorded)
    {
        HashSet<ReferencedAssembly> found = [];
        Stack<ReferencedAssembly> open = new();

        void Add(string name)
        {
            if (byName.TryGetValue(name, out ReferencedAssembly? dependency) && dependency != assembly && found.Add(dependency))
            {
                open.Push(dependency);
            }
        }

        foreach (string name in recorded.Select(static reference => reference.Name).Concat(Names(assembly)))
        {
            Add(name);
        }

        while (open.Count > 0)
        {
            foreach (string name in Names(open.Pop()))
            {
                Add(name);
            }
        }

        return [.. assemblies.Where(found.Contains)];
    }

    private static IEnumerable<string> Names(ReferencedAssembly assembly) => assembly.Symbol!.Modules.First().ReferencedAssemblies.Select(static identity => identity.Name);

    private List<string> Differences(LibraryRecord record)
    {
        List<string> differences = [];
        foreach (RecordedReference built in record.References.Where(static reference => !ExternalUses.IsFramework(reference.Name)))
        {
            ReferencedAssembly? here = byName.TryGetValue(built.Name, out ReferencedAssembly? found) ? found : null;
            string version = here?.Symbol!.Identity.Version.ToString() ?? "";
            if (here is null)
            {
                differences.Add($"it was built with {Describe(built.Name, built.Version)}, which is not referenced");
            }
            else if (version != built.Version)
            {
                differences.Add($"it was built with {Describe(built.Name, built.Version)}, and {Describe(built.Name, version)} is referenced");
            }
            else if ((here.Source?.ContentHash ?? "") != built.ContentHash)
            {
                differences.Add($"it was built with other source of {Describe(built.Name, built.Version)} than is referenced");
            }
        }

        return differences;
    }

    private static string Describe(string name, object version) => $"{name} {version}";

    private CSharpCompilationOptions LibraryOptions(LibrarySource source) => new(
        OutputKind.DynamicallyLinkedLibrary,
        checkOverflow: source.ChecksOverflow,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Disable,
        assemblyIdentityComparer: user.Options.AssemblyIdentityComparer);

    private sealed class ReferencedAssembly(MetadataReference reference, IAssemblySymbol? symbol)
    {
        private readonly Lazy<LibrarySource?> source = new(() => symbol is null ? null : LibrarySource.Find(symbol));

        /// <summary>What stands for it: first what the user's project gives, then the library's compilation.</summary>
        public MetadataReference Reference { get; set; } = reference;

        public IAssemblySymbol? Symbol { get; } = symbol;

        public CSharpCompilation? Project { get; init; }

        /// <summary>The source that it carries.</summary>
        public LibrarySource? Source => source.Value;

        public bool IsDone { get; set; }
    }
}
