using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpBpf.Frontend.Library;

/// <summary>
/// A project's references with every BPF library in them replaced by a compilation of the source it carries. Made once per set of references.
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
        LibraryCompiler compiler = new(compilation, cancellation);

        // What may be null is the C# compiler's business; here its analysis would cost more than binding and say nothing.
        empty = CSharpCompilation.Create(assemblyName, [], compiler.Bind(), options.WithNullableContextOptions(NullableContextOptions.Disable));
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
}
