using System.Collections.Generic;

namespace CSharpBpf.Btf;

/// <summary>One BTF type (kernel Documentation/bpf/btf.rst). Types are values: two with the same content are equal.</summary>
/// <param name="Name">The type's name; empty for an anonymous type.</param>
public abstract record BtfType(string Name)
{
    /// <summary>The type's BTF_KIND_*.</summary>
    public abstract BtfKind Kind { get; }
}

/// <summary>How an integer's bits are read (BTF_INT_*).</summary>
[System.Flags]
public enum BtfIntEncoding
{
    /// <summary>An unsigned integer.</summary>
    None = 0,

    /// <summary>A two's-complement integer.</summary>
    Signed = 1,

    /// <summary>A character.</summary>
    Char = 2,

    /// <summary>A Boolean.</summary>
    Bool = 4,
}

/// <summary>An integer (BTF_KIND_INT).</summary>
/// <param name="Name">The name; the kernel refuses an anonymous integer.</param>
/// <param name="Size">The size in bytes: 1, 2, 4, 8 or 16.</param>
/// <param name="Encoding">How the bits are read.</param>
/// <param name="Bits">The number of value bits, usually 8 times <paramref name="Size"/>.</param>
/// <param name="BitOffset">The first value bit; 0 except in old-style bitfields.</param>
public sealed record BtfInt(string Name, int Size, BtfIntEncoding Encoding, int Bits, int BitOffset = 0) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Int;
}

/// <summary>A floating point number (BTF_KIND_FLOAT).</summary>
/// <param name="Name">The name.</param>
/// <param name="Size">The size in bytes: 2, 4, 8, 12 or 16.</param>
public sealed record BtfFloat(string Name, int Size) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Float;
}

/// <summary>An array (BTF_KIND_ARRAY).</summary>
/// <param name="ElementTypeId">The element type.</param>
/// <param name="IndexTypeId">The index type, an integer; it carries no information but must exist.</param>
/// <param name="Count">The number of elements.</param>
public sealed record BtfArray(int ElementTypeId, int IndexTypeId, int Count) : BtfType("")
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Array;
}

/// <summary>A structure or union declared without its members (BTF_KIND_FWD).</summary>
/// <param name="Name">The name.</param>
/// <param name="IsUnion">True for a union.</param>
public sealed record BtfForward(string Name, bool IsUnion = false) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Forward;
}

/// <summary>One enumerator.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; for an unsigned 64-bit enumeration, its bit pattern.</param>
public readonly record struct BtfEnumValue(string Name, long Value);

/// <summary>An enumeration with 32-bit enumerators (BTF_KIND_ENUM).</summary>
/// <param name="Name">The name.</param>
/// <param name="Size">The storage size in bytes: 1, 2, 4 or 8.</param>
/// <param name="IsSigned">True when enumerators are signed (kind_flag, kernel 6.0).</param>
/// <param name="Values">The enumerators.</param>
public sealed record BtfEnum(string Name, int Size, bool IsSigned, IReadOnlyList<BtfEnumValue> Values) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Enum;

    /// <summary>Compares all content.</summary>
    public bool Equals(BtfEnum? other) =>
        other is not null && Name == other.Name && Size == other.Size && IsSigned == other.IsSigned && Sequence.Equal(Values, other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Sequence.Hash(Values, (Kind, Name, Size, IsSigned).GetHashCode());
}

/// <summary>An enumeration with 64-bit enumerators (BTF_KIND_ENUM64).</summary>
/// <param name="Name">The name.</param>
/// <param name="Size">The storage size in bytes: 1, 2, 4 or 8.</param>
/// <param name="IsSigned">True when enumerators are signed.</param>
/// <param name="Values">The enumerators.</param>
public sealed record BtfEnum64(string Name, int Size, bool IsSigned, IReadOnlyList<BtfEnumValue> Values) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Enum64;

    /// <summary>Compares all content.</summary>
    public bool Equals(BtfEnum64? other) =>
        other is not null && Name == other.Name && Size == other.Size && IsSigned == other.IsSigned && Sequence.Equal(Values, other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Sequence.Hash(Values, (Kind, Name, Size, IsSigned).GetHashCode());
}
