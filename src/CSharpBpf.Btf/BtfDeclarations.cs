using System.Collections.Generic;

namespace CSharpBpf.Btf;

/// <summary>Who sees a function (BTF_FUNC_*).</summary>
public enum BtfFunctionLinkage
{
    /// <summary>Only its object; the verifier follows calls into it.</summary>
    Static = 0,

    /// <summary>Everyone; the verifier checks it once, by its prototype.</summary>
    Global = 1,

    /// <summary>Defined elsewhere: a kfunc.</summary>
    Extern = 2,
}

/// <summary>Who sees a variable (BTF_VAR_*).</summary>
public enum BtfVariableLinkage
{
    /// <summary>Only its object.</summary>
    Static = 0,

    /// <summary>Everyone (BTF_VAR_GLOBAL_ALLOCATED).</summary>
    Global = 1,

    /// <summary>Defined elsewhere: a ksym or a Kconfig value.</summary>
    Extern = 2,
}

/// <summary>One parameter of a prototype.</summary>
/// <param name="Name">The name. The kernel refuses a function whose parameters have none.</param>
/// <param name="TypeId">The type. A last parameter with no name and type 0 means variable arguments.</param>
public readonly record struct BtfParameter(string Name, int TypeId);

/// <summary>A function's signature (BTF_KIND_FUNC_PROTO).</summary>
/// <param name="ReturnTypeId">What it returns; 0 for void.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record BtfFunctionPrototype(int ReturnTypeId, IReadOnlyList<BtfParameter> Parameters) : BtfType("")
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.FunctionPrototype;

    /// <summary>Compares all content.</summary>
    public bool Equals(BtfFunctionPrototype? other) =>
        other is not null && ReturnTypeId == other.ReturnTypeId && Sequence.Equal(Parameters, other.Parameters);

    /// <inheritdoc/>
    public override int GetHashCode() => Sequence.Hash(Parameters, (Kind, ReturnTypeId).GetHashCode());
}

/// <summary>A function (BTF_KIND_FUNC).</summary>
/// <param name="Name">The name.</param>
/// <param name="PrototypeId">The id of its <see cref="BtfFunctionPrototype"/>.</param>
/// <param name="Linkage">Who sees it.</param>
public sealed record BtfFunction(string Name, int PrototypeId, BtfFunctionLinkage Linkage) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Function;
}

/// <summary>A global variable (BTF_KIND_VAR).</summary>
/// <param name="Name">The name.</param>
/// <param name="TypeId">The type.</param>
/// <param name="Linkage">Who sees it.</param>
public sealed record BtfVariable(string Name, int TypeId, BtfVariableLinkage Linkage) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.Variable;
}

/// <summary>Where a variable lies in its section.</summary>
/// <param name="TypeId">The id of the <see cref="BtfVariable"/>, or of an extern <see cref="BtfFunction"/> in <c>.ksyms</c>.</param>
/// <param name="Offset">The offset in bytes.</param>
/// <param name="Size">The size in bytes.</param>
public readonly record struct BtfSectionVariable(int TypeId, int Offset, int Size);

/// <summary>An ELF data section (BTF_KIND_DATASEC).</summary>
/// <param name="Name">The section's name, with its dot.</param>
/// <param name="Size">The size in bytes; the kernel refuses 0.</param>
/// <param name="Variables">The variables, ascending by offset and not overlapping.</param>
public sealed record BtfDataSection(string Name, int Size, IReadOnlyList<BtfSectionVariable> Variables) : BtfType(Name)
{
    /// <inheritdoc/>
    public override BtfKind Kind => BtfKind.DataSection;

    /// <summary>Compares all content.</summary>
    public bool Equals(BtfDataSection? other) =>
        other is not null && Name == other.Name && Size == other.Size && Sequence.Equal(Variables, other.Variables);

    /// <inheritdoc/>
    public override int GetHashCode() => Sequence.Hash(Variables, (Kind, Name, Size).GetHashCode());
}
