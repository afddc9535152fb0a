using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>An alloca whose every use is understood, with the byte ranges its uses touch.</summary>
internal sealed class SlicedAlloca(IrInstruction alloca)
{
    public IrInstruction Alloca { get; } = alloca;

    /// <summary>Loads and stores at known offsets.</summary>
    public List<(IrInstruction Instruction, int Offset)> Accesses { get; } = [];

    /// <summary>Copies from and to this alloca, and zeroings, at known offsets.</summary>
    public List<(IrInstruction Instruction, int Offset)> Blocks { get; } = [];

    /// <summary>Byte ranges [start, end) that are accessed as one piece.</summary>
    public HashSet<(int Start, int End)> Ranges { get; } = [];

    /// <summary>Disjoint, sorted; made of overlapping ranges.</summary>
    public List<Slice> Slices { get; } = [];

    /// <summary>The slices that have a byte in [start, end), in order.</summary>
    public IEnumerable<Slice> SlicesIn(int start, int end)
    {
        int low = 0;
        int high = Slices.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Slices[middle].End <= start)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        for (; low < Slices.Count && Slices[low].Start < end; low++)
        {
            yield return Slices[low];
        }
    }
}
