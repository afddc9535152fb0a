using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Several checks of the packet's length become one. A check asks for more where every way on that is short of the longer length ends as the check's
/// own failure does, and nothing that can be seen happens before it; ways on may branch, the shortest of them counts. A check that a dominating one
/// has answered goes. Only checks from which the kernel learns take part: of pointers that cannot be farther than <see cref="PacketOffsets.Maximum"/>.
/// </summary>
internal sealed class BoundsCheckMerging
{
    private const int MaximumBlocks = 64;
    private const long Unlimited = long.MaxValue;

    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly DominatorTree dominators;
    private readonly Dictionary<(IrValue Root, IrValue End), long> proven = [];
    private PacketOffsets? offsets;
    private int budget;

    private BoundsCheckMerging(IrFunction function)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        dominators = new DominatorTree(cfg);
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

        if (offsets is null)
        {
            var loops = new LoopInfo(cfg, dominators);
            var intervals = new IntervalAnalysis(dominators, loops);
            offsets = new PacketOffsets(loops, new LoopBounds(loops, dominators, intervals), intervals);
        }

        return offsets.MaximumOf(root) + length <= PacketOffsets.Maximum;
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
            if (cfg.Predecessors(block) is [var only] && BoundsCheck.Of(only) is { } passed && passed.Enough == block)
            {
                long before = Proven(passed);
                undo.Push(((passed.Root, passed.End), before));
                proven[(passed.Root, passed.End)] = Math.Max(before, passed.Length);
            }

            if (BoundsCheck.Of(block) is { Length: > 0 } check && check.Length <= Proven(check) && Teaches(check.Root, Proven(check)))
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

    private long Proven(BoundsCheck check) => proven.TryGetValue((check.Root, check.End), out long length) ? length : 0;
}
