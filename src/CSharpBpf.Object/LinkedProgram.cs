using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Object;

/// <summary>
/// A program with every subprogram it calls behind it, as the kernel and the virtual machine take it: calls and callback addresses hold their
/// final distances (BPF_PSEUDO_CALL, BPF_PSEUDO_FUNC); only maps, globals and CO-RE places are open, because they depend on where the program goes.
/// </summary>
public sealed class LinkedProgram
{
    /// <summary>The blueprint that was linked: name, type, expected attach type.</summary>
    public required ProgramSpec Program { get; init; }

    /// <summary>The instructions of the program, then of its subprograms.</summary>
    public required IReadOnlyList<Instruction> Instructions { get; init; }

    /// <summary>How many 8-byte slots the instructions take.</summary>
    public required int SlotCount { get; init; }

    /// <summary>The functions, ascending by slot; the first is the program, at slot 0.</summary>
    public required IReadOnlyList<LinkedFunction> Functions { get; init; }

    /// <summary>
    /// The open places, ascending by slot, of kind <see cref="RelocationKind.Map"/> (symbol: the map), <see cref="RelocationKind.Data"/>
    /// (symbol: the data section; addend: the offset in it) and <see cref="RelocationKind.KernelFunction"/> (symbol: its name). Slots count from the start of the linked program. The instruction is an lddw, or
    /// a call, with immediate 0 and the source that says what belongs there: MapFd for a map, MapValue for data, Kfunc for a kernel function.
    /// </summary>
    public IReadOnlyList<Relocation> Relocations { get; init; } = [];

    /// <summary>The open CO-RE places, ascending by slot; slots count from the start of the linked program.</summary>
    public IReadOnlyList<CoreRelocation> CoreRelocations { get; init; } = [];

    /// <summary>
    /// Source positions, strictly ascending by slot; slots count from the start of the linked program. Empty, or every function has one at its
    /// first slot, as the kernel demands.
    /// </summary>
    public IReadOnlyList<LineInfo> Lines { get; init; } = [];

    /// <summary>True when every function has a BTF_KIND_FUNC: the kernel takes func_info for all functions or for none.</summary>
    public bool HasFunctionInfo
    {
        get
        {
            foreach (LinkedFunction function in Functions)
            {
                if (function.BtfFunctionId == 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}

/// <summary>Where a function begins in a linked program.</summary>
/// <param name="Name">The symbol name.</param>
/// <param name="Slot">Its first 8-byte slot.</param>
/// <param name="SlotCount">How many slots it takes.</param>
/// <param name="BtfFunctionId">The id of its BTF_KIND_FUNC; 0 when there is none.</param>
public readonly record struct LinkedFunction(string Name, int Slot, int SlotCount, int BtfFunctionId);
