using System.Collections.Generic;

namespace CSharpBpf.Btf;

/// <summary>One member of a structure or union.</summary>
/// <param name="Name">The name; empty for an anonymous structure or union.</param>
/// <param name="TypeId">The member's type.</param>
/// <param name="BitOffset">The offset from the start of the aggregate, in bits.</param>
/// <param name="BitfieldSize">The width in bits when the member is a bitfield, 0 otherwise.</param>
public readonly record struct BtfMember(string Name, int TypeId, int BitOffset, int BitfieldSize = 0);

/// <summary>A structure (BTF_KIND_STRUCT).</summary>
/// <param name="Name">The tag; empty when anonymous.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Members">The members, in declaration order.</param>
public sealed record BtfStruct(string Name, int Size, IReadOnlyList<BtfMember> Members) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Struct;

    /// <summary>Compares all content.</summary>
    public bool Equals(BtfStruct? other) =>
        other is not null && Name == other.Name && Size == other.Size && Sequence.Equal(Members, other.Members);

    /// <inheritdoc/>
    public override int GetHashCode() => Sequence.Hash(Members, (Kind, Name, Size).GetHashCode());
}

/// <summary>A union (BTF_KIND_UNION).</summary>
/// <param name="Name">The tag; empty when anonymous.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Members">The members, in declaration order.</param>
public sealed record BtfUnion(string Name, int Size, IReadOnlyList<BtfMember> Members) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Union;

    /// <summary>Compares all content.</summary>
    public bool Equals(BtfUnion? other) =>
        other is not null && Name == other.Name && Size == other.Size && Sequence.Equal(Members, other.Members);

    /// <inheritdoc/>
    public override int GetHashCode() => Sequence.Hash(Members, (Kind, Name, Size).GetHashCode());
}
