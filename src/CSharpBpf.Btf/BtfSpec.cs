using System.Collections.Generic;

namespace CSharpBpf.Btf;

/// <summary>A set of BTF types. Id 0 is void and not in the list; the type with id n is <c>Types[n - 1]</c>.</summary>
public sealed class BtfSpec
{
    /// <summary>The types, by id - 1.</summary>
    public required IReadOnlyList<BtfType> Types { get; init; }
}
