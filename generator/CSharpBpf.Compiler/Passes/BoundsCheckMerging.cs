using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Several checks of the packet's length become one. A check asks for more where every way on that is short of the longer length ends as the check's
/// own failure does, and nothing that can be seen happens before it; ways on may branch, the shortest of them counts. A check that a dominating one
/// has answered goes. A loop that moves a pointer by constants and checks it in each trip counts as one check of all its trips, which the check in front of
/// it can ask (<see cref="PointerStride"/>).
/// Only checks from which the kernel learns take part: of pointers that cannot be farther than <see cref="PacketOffsets.Maximum"/>.
/// </summary>
internal sealed class BoundsCheckMerging
{
    private const int MaximumBlocks = 64;
    private const long Unlimited = long.MaxValue;

    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly DominatorTree dominators;
    private readonly Dictionary<(IrValue Root, IrValue End), long> proven = [];
    private readonly LoopInfo loops;
    private PacketOffsets? offsets;
    private int budget;

    private BoundsCheckMerging(IrFunction function)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        dominators = new DominatorTree(cfg);
        loops = new LoopInfo(cfg, dominators);
    }

    private PacketOffsets Offsets
    {
        get
        {
            if (offsets is null)
            {
                var intervals = new IntervalAnalysis(dominators, loops);
                offsets = new PacketOffsets(loops, new LoopBounds(loops, dominators, intervals), intervals);
            }

            return offsets;
        }
    }

    public static bool Run(IrFunction function) => new BoundsCheckMerging(function).Run();

    private bool Run()
    {
        bool changed = false;
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            if (BoundsCheck.Of(block) is { } check)
            {
                changed |= Lengthen(block, check);
            }
        }

        return RemoveAnswered() | changed;
    }

    /// <summary>Whether the kernel learns from the check that so many bytes are there.</summary>
    private bool Teaches(IrValue root, long length)
    {
        if (length is < 1 or > PacketOffsets.Maximum)
        {
            return false;
        }

        if (root is IrInstruction { Op: IrOp.ContextLoad })
        {
            return true;
        }

        return Offsets.MaximumOf(root) + length <= PacketOffsets.Maximum;
    }

    private bool Lengthen(BasicBlock block, BoundsCheck check)
    {
        budget = MaximumBlocks;
        long length = Required(block, check.Enough, check, new EdgeOutcome(block, check.Short));
        if (length <= check.Length || length == Unlimited || check.Length < 1 || !Teaches(check.Root, length))
        {
            return false;
        }

        SourceLocation? location = check.Branch.Operands[0] is IrInstruction condition ? condition.Location : null;
        IrInstruction limit = IrEdit.Create(IrOp.PtrAdd, check.Root.Type, location, check.Root, IrConstant.I64(length));
        IrInstruction isShort = IrEdit.Create(IrOp.UGt, IrType.I32, location, limit, check.End);
        limit.Block = block;
        isShort.Block = block;
        block.Instructions.InsertRange(block.Instructions.Count - 1, [limit, isShort]);
        check.Branch.Operands[0] = isShort;
        check.Branch.Targets[0] = check.Short;
        check.Branch.Targets[1] = check.Enough;
        return true;
    }

    /// <summary>With fewer bytes than this from the check's root on, the edge ends as the check's failure does.</summary>
    private long Required(BasicBlock from, BasicBlock to, BoundsCheck check, EdgeOutcome failure)
    {
        if (new EdgeOutcome(from, to).SameAs(failure))
        {
            return Unlimited;
        }

        if (loops.Innermost(to) is { } loop && loop.Header == to && loop.Latches is [var latch] && latch != from && cfg.Predecessors(to).Count == 2)
        {
            return RequiredByLoop(from, loop, check, failure);
        }

        if (cfg.Predecessors(to).Count > 1 || --budget < 0 || !to.Instructions.TrueForAll(IrEdit.IsUnseen))
        {
            return 0;
        }

        IrInstruction terminator = to.Terminator;
        if (BoundsCheck.Of(to) is { } inner && inner.Root == check.Root && inner.End == check.End && new EdgeOutcome(to, inner.Short).SameAs(failure))
        {
            return Math.Max(inner.Length, Required(to, inner.Enough, check, failure));
        }

        long required = terminator.Targets.Count == 0 ? 0 : Unlimited;
        foreach (BasicBlock target in terminator.Targets)
        {
            if (required > 0)
            {
                required = Math.Min(required, Required(to, target, check, failure));
            }
        }

        return required;
    }

    /// <summary>With fewer bytes than this, some trip of a loop ends as the check's failure does, where nothing but such failures and the count of trips ends it.</summary>
    private long RequiredByLoop(BasicBlock entry, Loop loop, BoundsCheck check, EdgeOutcome failure)
    {
        long required = 0;
        foreach (BasicBlock block in loop.Blocks)
        {
            if (--budget < 0 || loops.Innermost(block) != loop || !block.Instructions.TrueForAll(IrEdit.IsUnseen))
            {
                return 0;
            }

            if (BoundsCheck.Of(block) is { } inner && inner.End == check.End && inner.Root is IrInstruction { Op: IrOp.Phi } phi && phi.Block == loop.Header
                && dominators.Dominates(block, loop.Latches[0]) && new EdgeOutcome(block, inner.Short).SameAs(failure))
            {
                (IrValue root, long distance) = PointerRules.Strip(IrEdit.PhiOperand(phi, entry));
                if (root != check.Root || distance < 0 || Offsets.StrideOf(phi) is not { Trips: > 1 } stride || InLastTrip(stride, block) is not { } last)
                {
                    return 0;
                }

                required = Math.Max(required, distance + last + inner.Length);
            }
            else if (block.Terminator.Targets.Exists(target => !loops.Contains(loop, target)) && block != loop.Header)
            {
                return 0;
            }
        }

        return required;
    }

    /// <summary>How far a moving pointer is from its start in the last trip that gets behind the header's test, to the block; null if the block is not behind it.</summary>
    private long? InLastTrip(PointerStride stride, BasicBlock block)
    {
        BasicBlock header = stride.Loop.Header;
        foreach (BasicBlock target in header.Terminator.Targets)
        {
            if (target != header && cfg.Predecessors(target).Count == 1 && dominators.Dominates(target, block) && Offsets.FarthestOnEdge(stride, header, target) is { } behind)
            {
                return behind;
            }
        }

        return null;
    }

    private bool RemoveAnswered()
    {
        bool changed = false;
        var undo = new Stack<((IrValue Root, IrValue End) Key, long Before)>();
        var work = new Stack<(BasicBlock Block, int Mark)>();
        work.Push((function.Blocks[0], -1));
        while (work.Count > 0)
        {
            (BasicBlock block, int mark) = work.Pop();
            if (mark >= 0)
            {
                for (; undo.Count > mark; undo.Pop())
                {
                    proven[undo.Peek().Key] = undo.Peek().Before;
                }

                continue;
            }

            work.Push((block, undo.Count));
            if (dominators.OnlyEntry(block) is { } only && BoundsCheck.Of(only) is { } passed && passed.Enough == block)
            {
                long before = Proven(passed);
                undo.Push(((passed.Root, passed.End), before));
                proven[(passed.Root, passed.End)] = Math.Max(before, passed.Length);
            }

            if (BoundsCheck.Of(block) is { Length: > 0 } check && (IsAnswered(check) || IsAnsweredInFront(block, check)))
            {
                check.Branch.Operands[0] = IrConstant.I32(check.Enough == check.Branch.Targets[0] ? 1 : 0);
                changed = true;
            }

            foreach (BasicBlock child in dominators.Children(block))
            {
                work.Push((child, -1));
            }
        }

        return changed;
    }

    private bool IsAnswered(BoundsCheck check) => check.Length <= Proven(check) && Teaches(check.Root, Proven(check));

    /// <summary>Whether the check is one of a pointer that its loop moves, and what is proven where the loop is entered is enough for all trips.</summary>
    private bool IsAnsweredInFront(BasicBlock block, BoundsCheck check)
    {
        if (check.Root is not IrInstruction { Op: IrOp.Phi } phi || Offsets.StrideOf(phi) is not { } stride)
        {
            return false;
        }

        long farthest = (InLastTrip(stride, block) ?? stride.Farthest) + check.Length;
        foreach (BasicBlock predecessor in cfg.Predecessors(phi.Block!))
        {
            if (!stride.Loop.Latches.Contains(predecessor))
            {
                (IrValue root, long distance) = PointerRules.Strip(IrEdit.PhiOperand(phi, predecessor));
                if (distance < 0 || !IsAnswered(check with { Root = root, Length = distance + farthest }))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private long Proven(BoundsCheck check) => proven.TryGetValue((check.Root, check.End), out long length) ? length : 0;
}
