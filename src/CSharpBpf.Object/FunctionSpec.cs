using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Object;

/// <summary>A run of instructions with one entry: a program's body or a subprogram.</summary>
public sealed class FunctionSpec
{
    /// <summary>The symbol name.</summary>
    public required string Name { get; init; }

    /// <summary>The instructions; jump offsets count 8-byte slots.</summary>
    public required IReadOnlyList<Instruction> Instructions { get; init; }

    /// <summary>Places that need the address of a map, a global or a function.</summary>
    public IReadOnlyList<Relocation> Relocations { get; init; } = [];

    /// <summary>Places that depend on a kernel type's layout, ascending by slot.</summary>
    public IReadOnlyList<CoreRelocation> CoreRelocations { get; init; } = [];

    /// <summary>The id of the function's BTF_KIND_FUNC; 0 when there is none.</summary>
    public int BtfFunctionId { get; init; }

    /// <summary>Source positions, ascending by slot.</summary>
    public IReadOnlyList<LineInfo> Lines { get; init; } = [];

    /// <summary>True for a symbol other objects may see (STB_GLOBAL); false for a static subprogram.</summary>
    public bool IsGlobal { get; init; } = true;
}

/// <summary>The C# position of an instruction, as <c>.BTF.ext</c> line_info carries it.</summary>
/// <param name="Slot">The 8-byte slot, from the start of the function.</param>
/// <param name="FileName">The source file's path as the compiler was told it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Text">The text of the line.</param>
public readonly record struct LineInfo(int Slot, string FileName, int Line, int Column, string Text);

/// <summary>What a relocation asks for.</summary>
public enum RelocationKind
{
    /// <summary>lddw gets the map (R_BPF_64_64 against a symbol of <c>.maps</c>).</summary>
    Map,

    /// <summary>lddw gets the address of a global: the section's map and the offset in it (R_BPF_64_64 against a data section's symbol).</summary>
    Data,

    /// <summary>call gets a subprogram's distance (R_BPF_64_32 against a function's symbol).</summary>
    Call,

    /// <summary>lddw gets a subprogram's address, for callbacks (R_BPF_64_64 against a function's symbol).</summary>
    Function,

    /// <summary>call gets the id of a kernel function, which the kernel's BTF tells (R_BPF_64_32 against an undefined symbol, an extern function in the BTF section .ksyms).</summary>
    KernelFunction,
}

/// <summary>One place to fix up before the kernel sees the code.</summary>
/// <param name="Slot">The 8-byte slot of the instruction, from the start of the function.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="Symbol">The name of the map, variable or function.</param>
/// <param name="Addend">Bytes to add to the symbol's address; only for <see cref="RelocationKind.Data"/>.</param>
public readonly record struct Relocation(int Slot, RelocationKind Kind, string Symbol, int Addend);
