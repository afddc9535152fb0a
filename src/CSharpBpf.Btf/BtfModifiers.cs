namespace CSharpBpf.Btf;

/// <summary>A pointer (BTF_KIND_PTR).</summary>
/// <param name="TypeId">What it points to; 0 for <c>void *</c>.</param>
public sealed record BtfPointer(int TypeId) : BtfType("")
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Pointer;
}

/// <summary>Another name for a type (BTF_KIND_TYPEDEF).</summary>
/// <param name="Name">The name.</param>
/// <param name="TypeId">The type it stands for.</param>
public sealed record BtfTypedef(string Name, int TypeId) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Typedef;
}

/// <summary>A volatile type (BTF_KIND_VOLATILE).</summary>
/// <param name="TypeId">The type it qualifies.</param>
public sealed record BtfVolatile(int TypeId) : BtfType("")
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Volatile;
}

/// <summary>A constant type (BTF_KIND_CONST).</summary>
/// <param name="TypeId">The type it qualifies.</param>
public sealed record BtfConst(int TypeId) : BtfType("")
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Const;
}

/// <summary>A restrict-qualified pointer (BTF_KIND_RESTRICT).</summary>
/// <param name="TypeId">The type it qualifies.</param>
public sealed record BtfRestrict(int TypeId) : BtfType("")
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Restrict;
}

/// <summary>A tag on a type (BTF_KIND_TYPE_TAG), such as <c>user</c>, <c>percpu</c> or <c>kptr</c>.</summary>
/// <param name="Name">The tag's text.</param>
/// <param name="TypeId">The type it marks.</param>
/// <param name="IsAttribute">True when the text is a whole compiler attribute and not a tag (kind_flag, kernel 6.15).</param>
public sealed record BtfTypeTag(string Name, int TypeId, bool IsAttribute = false) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.TypeTag;
}

/// <summary>A tag on a declaration (BTF_KIND_DECL_TAG): a structure, union, function, variable or typedef, or one member or parameter of it.</summary>
/// <param name="Name">The tag's text.</param>
/// <param name="TypeId">The declaration it marks.</param>
/// <param name="ComponentIndex">The member or parameter, from 0; -1 for the declaration itself.</param>
/// <param name="IsAttribute">True when the text is a whole compiler attribute and not a tag (kind_flag, kernel 6.15).</param>
public sealed record BtfDeclTag(string Name, int TypeId, int ComponentIndex = -1, bool IsAttribute = false) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.DeclTag;
}
