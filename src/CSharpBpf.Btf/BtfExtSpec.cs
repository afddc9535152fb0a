using System.Collections.Generic;

namespace CSharpBpf.Btf;

/// <summary>What a .BTF.ext section says about instructions. It leans on the types and strings of the .BTF section beside it.</summary>
public sealed class BtfExtSpec
{
    /// <summary>Functions, by ELF section.</summary>
    public IReadOnlyList<BtfExtSection<BtfFunctionInfo>> Functions { get; init; } = [];

    /// <summary>Source positions, by ELF section.</summary>
    public IReadOnlyList<BtfExtSection<BtfLineInfo>> Lines { get; init; } = [];

    /// <summary>CO-RE relocations, by ELF section.</summary>
    public IReadOnlyList<BtfExtSection<BtfCoreRelocation>> CoreRelocations { get; init; } = [];
}

/// <summary>The records about one ELF section.</summary>
/// <typeparam name="T">The kind of record.</typeparam>
/// <param name="SectionName">The ELF section's name.</param>
/// <param name="Records">The records, ascending by instruction offset.</param>
public sealed record BtfExtSection<T>(string SectionName, IReadOnlyList<T> Records)
    where T : struct
{
    /// <summary>Compares all content.</summary>
    public bool Equals(BtfExtSection<T>? other) =>
        other is not null && SectionName == other.SectionName && Sequence.Equal(Records, other.Records);

    /// <inheritdoc/>
    public override int GetHashCode() => Sequence.Hash(Records, SectionName.GetHashCode());
}

/// <summary>Where a function begins (struct bpf_func_info).</summary>
/// <param name="InstructionOffset">The offset in the ELF section, in bytes.</param>
/// <param name="TypeId">The id of its <see cref="BtfFunction"/>.</param>
public readonly record struct BtfFunctionInfo(int InstructionOffset, int TypeId);

/// <summary>The source position of an instruction (struct bpf_line_info).</summary>
/// <param name="InstructionOffset">The offset in the ELF section, in bytes.</param>
/// <param name="FileName">The source file.</param>
/// <param name="Text">The text of the line.</param>
/// <param name="Line">The line, from 1; the format holds 22 bits.</param>
/// <param name="Column">The column, from 1; the format holds 10 bits and a larger one is written as 1023.</param>
public readonly record struct BtfLineInfo(int InstructionOffset, string FileName, string Text, int Line, int Column);

/// <summary>A CO-RE relocation (struct bpf_core_relo).</summary>
/// <param name="InstructionOffset">The offset in the ELF section, in bytes.</param>
/// <param name="TypeId">The local type the access starts at.</param>
/// <param name="Access">The access string.</param>
/// <param name="Kind">The enum bpf_core_relo_kind.</param>
public readonly record struct BtfCoreRelocation(int InstructionOffset, int TypeId, string Access, int Kind);
