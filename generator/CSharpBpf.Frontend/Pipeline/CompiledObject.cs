using System.Collections.Immutable;
using System.Linq;
using CSharpBpf.Frontend.Model;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Pipeline;

/// <summary>What a BPF class compiled to. Holds syntax trees (in locations), but no symbols and no compilation.</summary>
/// <param name="ClassName">The class, as messages name it.</param>
/// <param name="FileName">The name of the object file.</param>
/// <param name="Skeleton">What the generated part is written from; null if the class is no BPF class or cannot have another part.</param>
/// <param name="Image">The ELF image; null if there are errors.</param>
/// <param name="Diagnostics">What is wrong, at places in the closure's trees, or at none.</param>
/// <param name="CSharpError">The code that does not bind, if that is why there is no image; see <see cref="UnseenSource"/>.</param>
/// <param name="ClassLocation">The class's name in its declaration.</param>
public sealed record CompiledObject(
    string ClassName,
    string FileName,
    ObjectSkeleton? Skeleton,
    byte[]? Image,
    ImmutableArray<Diagnostic> Diagnostics,
    Location? CSharpError,
    Location? ClassLocation)
{
    /// <summary>The name is that of some other type called BpfObject's descendant.</summary>
    public static CompiledObject NotBpf { get; } = new("", "", null, null, [], null, null);

    /// <summary>How many errors kept the object from being built. Zero without an image means that the C# compiler reports what is wrong.</summary>
    public int ErrorCount => Diagnostics.Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
