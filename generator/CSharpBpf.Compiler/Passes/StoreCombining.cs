using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Two stores to neighbouring bytes become one of twice the width: of constants, of values that were loaded from neighbouring bytes, of a small value with
/// zeros behind it, of the halves of one value. The earlier store moves down to the later one, so nothing between them may read or write its bytes.
/// A small value in front of bytes of a local that are zero already is stored with them, so that nothing needs to have cleared them (keys with padding).
/// The stack wants its accesses aligned, everything else may be stored to anywhere.
/// </summary>
internal sealed class StoreCombining
{
    private readonly IrFunction function;
    private readonly UseLists uses;
    private readonly List<IrInstruction> open = [];

    private StoreCombining(IrFunction function)
    {
        this.function = function;
        uses = new UseLists(function.Blocks);
    }

    public static bool Run(IrFunction function) => new StoreCombining(function).Run();

    private bool Run()
    {
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            open.Clear();
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction instruction = block.Instructions[i];
                while (IsPlainStore(instruction) && Combine(instruction, block) is { } wide)
                {
                    instruction = wide;
                    changed = true;
                }

                changed |= IsPlainStore(instruction) && TakeZeros(instruction, block);
                i = block.Instructions.IndexOf(instruction);
                CloseTouched(instruction);
                if (IsPlainStore(instruction))
                {
                    open.Add(instruction);
                }
            }
        }

        return changed;
    }

    private static bool IsPlainStore(IrInstruction instruction) =>
        instruction is { Op: IrOp.Store, IsVolatile: false, Access: MemoryAccess.U8 or MemoryAccess.U16 or MemoryAccess.U32 or MemoryAccess.U64 };

    /// <summary>Puts a wide store in the place of the later of two; the earlier one goes.</summary>
    private IrInstruction? Combine(IrInstruction later, BasicBlock block)
    {
        MemoryRange range = MemoryRange.Of(later);
        for (int i = open.Count - 1; i >= 0 && later.Access != MemoryAccess.U64; i--)
        {
            IrInstruction earlier = open[i];
            MemoryRange other = MemoryRange.Of(earlier);
            if (other.Root != range.Root || other.Size != range.Size || (other.End != range.Offset && range.End != other.Offset))
            {
                continue;
            }

            bool isLow = range.Offset < other.Offset;
            MemoryRange both = range with { Offset = isLow ? range.Offset : other.Offset, Size = range.Size * 2 };
            (IrValue low, IrValue high) = isLow ? (later.Operands[1], earlier.Operands[1]) : (earlier.Operands[1], later.Operands[1]);
            if (both.Offset is < short.MinValue or > short.MaxValue || !CanAlign(both) || Value(low, high, range.Size, later, block) is not { } value)
            {
                continue;
            }

            IrInstruction wide = IrEdit.Create(IrOp.Store, IrType.Void, later.Location, range.Root, value);
            wide.Access = AccessOf(both.Size);
            wide.Offset = (int)both.Offset;
            wide.Block = block;
            block.Instructions[block.Instructions.IndexOf(later)] = wide;
            block.Instructions.Remove(earlier);
            open.RemoveAt(i);
            uses.Add(value, wide);
            Align(both);
            return wide;
        }

        return null;
    }

    /// <summary>Widens a store of a small value over zeros behind it.</summary>
    private bool TakeZeros(IrInstruction store, BasicBlock block)
    {
        MemoryRange range = MemoryRange.Of(store);
        MemoryRange both = range with { Size = range.Size * 2 };
        var zeros = new MemoryRange(range.Root, range.End, range.Size);
        if (range.Size > 2 || range.Root is not IrInstruction { Op: IrOp.Alloca } || !CanAlign(both) || store.Operands[1] is IrConstant
            || (KnownBits.MayBeSet(store.Operands[1]) >> (range.Size * 8)) != 0 || !AreZero(zeros, store, block) || IsWrittenBehind(zeros, store, block))
        {
            return false;
        }

        store.Access = AccessOf(both.Size);
        Align(both);
        return true;
    }

    /// <summary>Whether the last that was stored to a local's bytes, in the same block, are zeros.</summary>
    private static bool AreZero(MemoryRange bytes, IrInstruction before, BasicBlock block)
    {
        for (int i = block.Instructions.IndexOf(before) - 1; i >= 0; i--)
        {
            IrInstruction instruction = block.Instructions[i];
            if (IsPlainStore(instruction) && MemoryRange.Of(instruction) is var stored && stored.MayOverlap(bytes))
            {
                return stored.Covers(bytes) && IrEdit.IsConstant(instruction.Operands[1], 0);
            }

            if (!IsPlainStore(instruction) && (instruction.Op.Info().Traits & IrOpTraits.WritesMemory) != 0 && !CallEffects.LeavesMemoryAlone(instruction))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether a later store has other contents for the bytes.</summary>
    private static bool IsWrittenBehind(MemoryRange bytes, IrInstruction after, BasicBlock block) =>
        block.Instructions.FindIndex(block.Instructions.IndexOf(after) + 1, instruction => IsPlainStore(instruction) && MemoryRange.Of(instruction).MayOverlap(bytes)) >= 0;

    private static bool CanAlign(MemoryRange range) =>
        range.Root.Type != IrType.StackPointer || (range.Root is IrInstruction { Op: IrOp.Alloca } alloca && range.Offset % range.Size == 0 && alloca.Size >= range.Size);

    private static void Align(MemoryRange range)
    {
        if (range.Root is IrInstruction { Op: IrOp.Alloca } alloca && alloca.Alignment < range.Size)
        {
            alloca.Alignment = range.Size;
        }
    }

    /// <summary>The value of both stores in one, if that is not more work than two values.</summary>
    private IrValue? Value(IrValue low, IrValue high, int size, IrInstruction before, BasicBlock block)
    {
        int bits = size * 8;
        ulong lowMask = (1UL << bits) - 1;
        IrType type = size == 4 ? IrType.I64 : IrType.I32;
        if (low is IrConstant lowConstant && high is IrConstant highConstant)
        {
            // The machine stores constants of 32 bits, sign-extended.
            ulong both = ((ulong)highConstant.Value << bits) | ((ulong)lowConstant.Value & lowMask);
            return size < 4 || (long)both == (int)both ? new IrConstant(type, (long)both) : null;
        }

        if (IrEdit.IsConstant(high, 0) && (KnownBits.MayBeSet(low) & ~lowMask) == 0)
        {
            return size == 4 ? Insert(IrOp.ZExt32, low) : low;
        }

        if (size < 4 && high is IrInstruction { Op: IrOp.LShr } upper && upper.Operands[0] == low && IrEdit.IsConstant(upper.Operands[1], bits))
        {
            return low;
        }

        if (size == 1 && low is IrInstruction { Op: IrOp.LShr } first && first.Operands[0] == high && IrEdit.IsConstant(first.Operands[1], bits))
        {
            return Insert(IrOp.ByteSwap16, high);
        }

        return LoadPairing.TryPair(low, high, AccessOf(size * 2), uses);

        IrInstruction Insert(IrOp op, IrValue operand)
        {
            IrInstruction made = IrEdit.Create(op, op == IrOp.ZExt32 ? IrType.I64 : IrType.I32, before.Location, operand);
            made.Block = block;
            block.Instructions.Insert(block.Instructions.IndexOf(before), made);
            return made;
        }
    }

    /// <summary>A store can no longer move down over what may read or write its bytes, nor over what says to other CPUs that it has been made.</summary>
    private void CloseTouched(IrInstruction instruction)
    {
        if (instruction.Op is IrOp.Load or IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange && !instruction.IsVolatile)
        {
            MemoryRange range = MemoryRange.Of(instruction);
            bool isOrder = instruction.Op is not (IrOp.Load or IrOp.Store);
            open.RemoveAll(store => MemoryRange.Of(store) is var stored && (stored.MayOverlap(range) || (isOrder && !stored.IsPrivate)));
        }
        else if ((instruction.Op.Info().Traits & (IrOpTraits.ReadsMemory | IrOpTraits.WritesMemory)) != 0 && instruction.Op != IrOp.ContextLoad
            && !CallEffects.LeavesMemoryAlone(instruction))
        {
            open.Clear();
        }
    }

    private static MemoryAccess AccessOf(int size) => size switch
    {
        2 => MemoryAccess.U16,
        4 => MemoryAccess.U32,
        _ => MemoryAccess.U64,
    };
}
