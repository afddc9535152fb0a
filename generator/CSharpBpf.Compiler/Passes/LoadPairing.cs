using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Makes one load of two of neighbouring bytes, in the place of the later one. Both stand in one block, so all bytes are proven to be there, and between
/// them nothing may write those of the earlier one.
/// </summary>
internal static class LoadPairing
{
    /// <summary>The wide load; null if the two are not such loads, or if one of them is needed alone as well.</summary>
    public static IrInstruction? TryPair(IrValue low, IrValue high, MemoryAccess wide, UseLists uses)
    {
        if (low == high || low is not IrInstruction { Op: IrOp.Load, IsVolatile: false } a || high is not IrInstruction { Op: IrOp.Load, IsVolatile: false } b || a.Block != b.Block
            || a.Access is MemoryAccess.Pointer || uses.Of(a).Count != 1 || uses.Of(b).Count != 1)
        {
            return null;
        }

        MemoryRange first = MemoryRange.Of(a);
        MemoryRange second = MemoryRange.Of(b);
        if (first.Root != second.Root || first.End != second.Offset || first.Size != second.Size || first.Size * 2 != wide.Size() || first.Root.Type == IrType.StackPointer)
        {
            return null;
        }

        List<IrInstruction> instructions = a.Block!.Instructions;
        int from = instructions.IndexOf(a);
        int to = instructions.IndexOf(b);
        MemoryRange early = from < to ? first : second;
        (from, to) = (Math.Min(from, to), Math.Max(from, to));
        if (MayBeWritten(early, instructions, from, to))
        {
            return null;
        }

        IrInstruction load = IrEdit.Create(IrOp.Load, wide == MemoryAccess.U64 ? IrType.I64 : IrType.I32, a.Location, first.Root);
        load.Access = wide;
        load.Offset = (int)first.Offset;
        load.Block = a.Block;
        instructions.Insert(to + 1, load);
        return load;
    }

    /// <summary>Whether an instruction between two of a block may write some of the bytes.</summary>
    public static bool MayBeWritten(MemoryRange range, List<IrInstruction> instructions, int from, int to)
    {
        for (int i = from + 1; i < to; i++)
        {
            if (MayWrite(instructions[i], range))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the instruction may read or write some of the bytes.</summary>
    public static bool Touches(IrInstruction instruction, MemoryRange range) => instruction.Op switch
    {
        IrOp.Load when !instruction.IsVolatile => MemoryRange.Of(instruction).MayOverlap(range),
        IrOp.ContextLoad => false,
        IrOp.CallHelper or IrOp.Call => !CallEffects.LeavesMemoryAlone(instruction),
        _ => MayWrite(instruction, range) || instruction.Op.Info().Has(IrOpTraits.ReadsMemory),
    };

    /// <summary>Whether the bytes may be others behind the instruction: what other CPUs see is not read on another side of an atomic operation or a volatile store.</summary>
    public static bool MayWrite(IrInstruction instruction, MemoryRange range) => instruction.Op switch
    {
        IrOp.Store when !instruction.IsVolatile => MemoryRange.Of(instruction).MayOverlap(range),
        IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange => !range.IsPrivate || MemoryRange.Of(instruction).MayOverlap(range),
        IrOp.CallHelper or IrOp.Call when CallEffects.LeavesMemoryAlone(instruction) => false,
        _ => instruction.IsVolatile || (instruction.Op.Info().Has(IrOpTraits.WritesMemory) && instruction.Op != IrOp.ContextStore),
    };
}
