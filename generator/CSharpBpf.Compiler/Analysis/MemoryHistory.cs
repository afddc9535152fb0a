using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Memory that pointers of one kind lead to, and the context.</summary>
[Flags]
internal enum MemoryKinds
{
    None = 0,
    Stack = 1,
    Packet = 2,

    /// <summary>Map values, ring buffer records and globals.</summary>
    Objects = 4,
    Data = Stack | Packet | Objects,
    Context = 8,
}

/// <summary>The memory behind a write: what may have been written, if it is known which bytes, and how it was before.</summary>
internal sealed record MemoryMoment(int Number, MemoryKinds Written, IrInstruction? Writer, MemoryRange? Range, MemoryMoment? Before);

/// <summary>
/// Which write a load may see, along the dominators: from a block that is entered from one place its end is the history; where paths join, all that any
/// block between the dominator and the join writes is a write of unknown bytes.
/// </summary>
internal sealed class MemoryHistory(CfgInfo cfg, DominatorTree dominators)
{
    private const int MaximumSteps = 64;

    private readonly Dictionary<BasicBlock, MemoryMoment> ends = [];
    private int next = 1;

    /// <summary>The memory where a block starts. Its dominators have been given to <see cref="SetEnd"/>.</summary>
    public MemoryMoment AtStart(BasicBlock block)
    {
        if (dominators.ImmediateDominator(block) is not { } dominator)
        {
            return new MemoryMoment(0, MemoryKinds.None, null, null, null);
        }

        MemoryMoment before = ends[dominator];
        MemoryKinds written = WrittenBetween(dominator, block);
        return written == MemoryKinds.None ? before : new MemoryMoment(next++, written, null, null, before);
    }

    public void SetEnd(BasicBlock block, MemoryMoment moment) => ends[block] = moment;

    public MemoryMoment After(IrInstruction instruction, MemoryMoment before)
    {
        MemoryKinds written = Written(instruction);
        if (written == MemoryKinds.None)
        {
            return before;
        }

        MemoryRange? range = instruction is { Op: IrOp.Store, IsVolatile: false } ? MemoryRange.Of(instruction)
            : instruction.Op is IrOp.Zero or IrOp.Copy ? MemoryRange.OfBlock(instruction)
            : null;
        return new MemoryMoment(next++, written, instruction, range, before);
    }

    /// <summary>The last moment that may have changed what the load sees.</summary>
    public static MemoryMoment LastSeen(IrInstruction load, MemoryMoment moment)
    {
        MemoryKinds kinds = load.Op == IrOp.ContextLoad ? MemoryKinds.Context : KindsOf(load.Operands[0].Type);
        MemoryRange? range = load.Op == IrOp.Load ? MemoryRange.Of(load) : null;
        for (int step = 0; step < MaximumSteps && moment.Before is { } before; step++, moment = before)
        {
            if ((moment.Written & kinds) != 0 && !(moment.Range is { } written && range is { } read && !written.MayOverlap(read)))
            {
                break;
            }
        }

        return moment;
    }

    private MemoryKinds WrittenBetween(BasicBlock dominator, BasicBlock block)
    {
        if (cfg.Predecessors(block) is [var only] && only == dominator)
        {
            return MemoryKinds.None;
        }

        var written = MemoryKinds.None;
        var seen = new HashSet<BasicBlock> { dominator };
        var work = new Stack<BasicBlock>(cfg.Predecessors(block));
        while (work.Count > 0)
        {
            BasicBlock between = work.Pop();
            if (seen.Add(between))
            {
                foreach (IrInstruction instruction in between.Instructions)
                {
                    written |= Written(instruction);
                }

                foreach (BasicBlock predecessor in cfg.Predecessors(between))
                {
                    work.Push(predecessor);
                }
            }
        }

        return written;
    }

    private static MemoryKinds Written(IrInstruction instruction)
    {
        if (!instruction.Op.Info().Has(IrOpTraits.WritesMemory) && !instruction.IsVolatile)
        {
            return MemoryKinds.None;
        }

        return instruction.Op switch
        {
            IrOp.CallHelper or IrOp.Call when CallEffects.LeavesMemoryAlone(instruction) => MemoryKinds.None,
            IrOp.ContextStore => MemoryKinds.Context,
            IrOp.Load or IrOp.Store or IrOp.Copy or IrOp.Zero when !instruction.IsVolatile => KindsOf(instruction.Operands[0].Type),

            // Behind what orders memory, what other CPUs write is seen.
            IrOp.Load or IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange => KindsOf(instruction.Operands[0].Type) | MemoryKinds.Objects,
            _ => MemoryKinds.Data | MemoryKinds.Context,
        };
    }

    private static MemoryKinds KindsOf(IrType pointer) => pointer switch
    {
        IrType.StackPointer => MemoryKinds.Stack,
        IrType.PacketPointer or IrType.PacketMetaPointer => MemoryKinds.Packet,
        IrType.MapValuePointer or IrType.GlobalPointer => MemoryKinds.Objects,
        _ => MemoryKinds.Data,
    };
}
