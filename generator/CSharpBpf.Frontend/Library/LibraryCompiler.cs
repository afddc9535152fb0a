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
        LibrarySource? source = assembly.Project is null ? LibrarySource.Find(symbol) : null;
        if (source is null && assembly.Project is null)
        {
            return;
        }

        List<ReferencedAssembly> dependencies = Dependencies(assembly);
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
        else if (LibraryTrees.Parse(source, out string? fault, cancellation) is { } trees)
        {
            library = CSharpCompilation.Create(symbol.Identity.Name, trees, references, LibraryOptions());
        }
        else
        {
            Diagnostics.Add(Diagnostic.Create(DiagnosticTable.LibrarySourceUnusable, Location.None, symbol.Identity.Name, fault));
            return;
        }

        MetadataReferenceProperties properties = assembly.Reference.Properties;
        assembly.Reference = library.ToMetadataReference(properties.Aliases, properties.EmbedInteropTypes);
    }

    // In the order of the user's references, so that equal sets compile equally.
    private List<ReferencedAssembly> Dependencies(ReferencedAssembly assembly)
    {
        HashSet<ReferencedAssembly> found = [];
        Stack<ReferencedAssembly> open = new([assembly]);
        while (open.Count > 0)
        {
            foreach (AssemblyIdentity identity in open.Pop().Symbol!.Modules.First().ReferencedAssemblies)
            {
                if (byName.TryGetValue(identity.Name, out ReferencedAssembly? dependency) && dependency != assembly && found.Add(dependency))
                {
                    open.Push(dependency);
                }
            }
        }

        return [.. assemblies.Where(found.Contains)];
    }

    private CSharpCompilationOptions LibraryOptions() => new(
        OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Disable,
        assemblyIdentityComparer: user.Options.AssemblyIdentityComparer);

    private sealed class ReferencedAssembly(MetadataReference reference, IAssemblySymbol? symbol)
    {
        /// <summary>What stands for it: first what the user's project gives, then the library's compilation.</summary>
        public MetadataReference Reference { get; set; } = reference;

        public IAssemblySymbol? Symbol { get; } = symbol;

        public CSharpCompilation? Project { get; init; }

        public bool IsDone { get; set; }
    }
}
