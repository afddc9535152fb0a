using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf.Frontend.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpBpf.Frontend.Library;

/// <summary>
/// A project's references with every BPF library in them replaced by a compilation of the source it carries. A library that the host already
/// gives as a compilation (project references in an IDE) is used as it is.
/// </summary>
public sealed class LibraryBinding
{
    // By the reference to an assembly that carries source, so that a binding lives no longer than the references it is made of.
    private static readonly ConditionalWeakTable<MetadataReference, List<LibraryBinding>> Cache = new();
    private const int MaximumBindingsPerReference = 4;

    private readonly ImmutableArray<MetadataReference> original;
    private readonly CSharpCompilationOptions options;
    private readonly string? assemblyName;
    private readonly CSharpCompilation empty;

    private LibraryBinding(CSharpCompilation compilation, ImmutableArray<MetadataReference> original, CancellationToken cancellation)
    {
        this.original = original;
        options = compilation.Options;
        assemblyName = compilation.AssemblyName;
        LibraryCompiler compiler = new(compilation, original, cancellation);
        empty = CSharpCompilation.Create(assemblyName, [], compiler.Bind(), options);
        Diagnostics = compiler.Diagnostics;
    }

    /// <summary>Why a library's source cannot be used.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The binding of a compilation's references; the same object for the same references.</summary>
    /// <param name="compilation">A compilation of the user's project: its references, options and name count, its trees do not.</param>
    public static LibraryBinding Get(CSharpCompilation compilation, CancellationToken cancellation)
    {
        ImmutableArray<MetadataReference> references = compilation.ExternalReferences;
        MetadataReference? key = references.LastOrDefault(static reference => reference is PortableExecutableReference) ?? references.LastOrDefault();
        if (key is null)
        {
            return new LibraryBinding(compilation, references, cancellation);
        }

        List<LibraryBinding> bindings = Cache.GetOrCreateValue(key);
        lock (bindings)
        {
            foreach (LibraryBinding binding in bindings)
            {
                if (binding.assemblyName == compilation.AssemblyName && binding.original.SequenceEqual(references) && binding.options.Equals(compilation.Options))
                {
                    return binding;
                }
            }

            LibraryBinding made = new(compilation, references, cancellation);
            if (bindings.Count == MaximumBindingsPerReference)
            {
                bindings.RemoveAt(0);
            }

            bindings.Add(made);
            return made;
        }
    }

    /// <summary>The given trees of the user's project bound against the libraries' source.</summary>
    public CSharpCompilation With(IEnumerable<SyntaxTree> trees) => empty.AddSyntaxTrees(trees);

    /// <summary>Compiles the libraries of one set of references in the order of their dependencies.</summary>
    private sealed class LibraryCompiler(CSharpCompilation user, ImmutableArray<MetadataReference> references, CancellationToken cancellation)
    {
        private readonly Dictionary<string, MetadataReference> replacements = new(StringComparer.Ordinal);
        private readonly Dictionary<string, (PortableExecutableReference Reference, IAssemblySymbol Assembly, LibrarySource Source)> carriers = new(StringComparer.Ordinal);

        public List<Diagnostic> Diagnostics { get; } = [];

        public List<MetadataReference> Bind()
        {
            foreach (MetadataReference reference in references)
            {
                cancellation.ThrowIfCancellationRequested();
                if (reference is PortableExecutableReference file
                    && user.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly
                    && LibrarySource.Find(assembly) is { } source)
                {
                    carriers[assembly.Identity.Name] = (file, assembly, source);
                }
            }

            foreach (string name in carriers.Keys.OrderBy(static name => name, StringComparer.Ordinal))
            {
                Compile(name);
            }

            return Replaced(except: null);
        }

        private void Compile(string name)
        {
            var (reference, assembly, source) = carriers[name];
            if (replacements.ContainsKey(name))
            {
                return;
            }

            // Until it is compiled, the library stands for itself: dependencies between assemblies have no cycles, but a forged file might.
            replacements.Add(name, reference);
            foreach (AssemblyIdentity dependency in assembly.Modules.First().ReferencedAssemblies)
            {
                if (carriers.ContainsKey(dependency.Name))
                {
                    Compile(dependency.Name);
                }
            }

            if (LibraryTrees.Parse(source, out string? fault, cancellation) is not { } trees)
            {
                Diagnostics.Add(Diagnostic.Create(DiagnosticTable.LibrarySourceUnusable, Location.None, name, fault));
                return;
            }

            CSharpCompilationOptions libraryOptions = new(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable,
                metadataImportOptions: MetadataImportOptions.Internal,
                assemblyIdentityComparer: user.Options.AssemblyIdentityComparer);
            CSharpCompilation library = CSharpCompilation.Create(name, trees, Replaced(except: name), libraryOptions);
            replacements[name] = library.ToMetadataReference(reference.Properties.Aliases, reference.Properties.EmbedInteropTypes);
        }

        private List<MetadataReference> Replaced(string? except)
        {
            List<MetadataReference> result = new(references.Length);
            foreach (MetadataReference reference in references)
            {
                string? name = CarrierName(reference);
                if (name is null)
                {
                    result.Add(reference);
                }
                else if (name != except)
                {
                    result.Add(replacements.TryGetValue(name, out MetadataReference? replacement) ? replacement : reference);
                }
            }

            return result;
        }

        private string? CarrierName(MetadataReference reference)
        {
            foreach (var carrier in carriers)
            {
                if (ReferenceEquals(carrier.Value.Reference, reference))
                {
                    return carrier.Key;
                }
            }

            return null;
        }
    }
}
