using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Decides the branches to faults. A check that holds by the ranges that the kernel follows too goes. One that holds because of the comparisons before it
/// goes as well, except on the packet, where the kernel proves an access at a computed place by a comparison with the packet's end only: that check stays,
/// as such a comparison, and its fault is marked as never reached. What a check guarded is proven again by the safety check, with the kernel's own means.
/// </summary>
internal sealed class FaultProof
{
    /// <summary>Farther the kernel does not follow a packet pointer, and no packet is longer.</summary>
    private const ulong MaximumLength = 0x7fff;

    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly IntervalAnalysis intervals;
    private readonly PointerFlow flow;
    private readonly KnownComparisons known;
    private readonly BlockNames names;
    private bool changed;

    private FaultProof(IrFunction function)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        names = new BlockNames(function);
        var dominators = new DominatorTree(cfg);
        var loops = new LoopInfo(cfg, dominators);
        intervals = new IntervalAnalysis(dominators, loops);
        flow = new PointerFlow(cfg, new PacketOffsets(loops, new LoopBounds(loops, dominators, intervals), intervals));
        known = new KnownComparisons(dominators, intervals);
    }

    public static bool Run(IrFunction function) =>
        function.Blocks.Exists(static block => IsFault(block)) && new FaultProof(function).Run();

    private static bool IsFault(BasicBlock block) => block.Instructions[0].Op is IrOp.Fault or IrOp.Raise;

    private bool Run()
    {
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            IrInstruction branch = block.Terminator;
            if (branch.Op != IrOp.CondBr || IsFault(branch.Targets[0]) == IsFault(branch.Targets[1]))
            {
                continue;
            }

            var check = new Check(block, branch, IsFault(branch.Targets[0]) ? 0 : 1);
            if (branch.Operands[0] is IrInstruction condition && condition.Op.IsComparison())
            {
                Decide(check, condition.Op, condition.Operands[0], condition.Operands[1]);
            }
            else
            {
                Decide(check, IrOp.Ne, branch.Operands[0], IrEdit.Zero(branch.Operands[0].Type));
            }
        }

        if (changed)
        {
            ControlFlowSimplification.RemoveUnreachable(function);
        }

        return changed;
    }

    private void Decide(Check check, IrOp condition, IrValue first, IrValue second)
    {
        (IrOp op, IrValue left, IrValue right) = Normal(check.Fault == 1 ? condition : ConstantFolding.Inverted(condition), first, second);
        PointerState state = flow.AtEnd(check.Block);
        bool isInteger = left.Type.IsInteger();
        bool follows = isInteger && known.Holds(op, left, right, check.Block);
        PacketLength? length = PacketLength.Of(right) is { } packet && IsInside(packet.Start, packet.End, state, check.Block, []) ? packet : null;
        bool isInPacket = op == IrOp.ULe && (IsInside(left, right, state, check.Block, []) || IsCountedInPacket(op, left, right, state, check.Block));

        bool byRanges = isInteger && ByRanges(op, left, right, check.Block);
        follows |= byRanges;

        // That a length is a certain number tells the kernel nothing of what is there.
        if (isInPacket || (follows && length is null) || (byRanges && !intervals.At(right, check.Block).IsConstant))
        {
            Remove(check);
            return;
        }

        bool isMarked = check.Branch.Targets[check.Fault].Instructions[0].Symbol == FaultSymbols.Proven;
        bool holds = isMarked || follows || (isInteger ? ByValue(op, left, right, check.Block) : IsFarInPacket(op, left, right, state, check.Block));
        Interval distance = isInteger ? intervals.At(left, check.Block) : Interval.Full64;
        holds |= length is { } shown && distance.UMax <= MaximumLength && IsInPacket(shown.Start, (long)distance.UMax + (op == IrOp.ULt ? 1 : 0), state);
        if (holds && !isMarked)
        {
            MarkProven(check);
        }

        if (length is { } measured && op is IrOp.ULt or IrOp.ULe)
        {
            if (distance.UMax <= MaximumLength)
            {
                CompareWithEnd(check, measured, left, op == IrOp.ULt);
            }
            else if (holds || function.OnFault is not null)
            {
                Limit(check, left);
            }
        }
    }

    /// <summary>What must hold as "less", "less or equal", "equal" or "not equal"; more than nothing is "less than it".</summary>
    private static (IrOp Op, IrValue Left, IrValue Right) Normal(IrOp op, IrValue left, IrValue right) => op switch
    {
        IrOp.UGt or IrOp.UGe or IrOp.SGt or IrOp.SGe => (ConstantFolding.Mirrored(op), right, left),
        IrOp.Ne when right is IrConstant { Value: 0 } && left.Type.IsInteger() => (IrOp.ULt, right, left),
        _ => (op, left, right),
    };

    private bool ByRanges(IrOp op, IrValue left, IrValue right, BasicBlock block)
    {
        Interval a = intervals.At(left, block);
        Interval b = intervals.At(right, block);
        return op switch
        {
            IrOp.ULt => a.UMax < b.UMin,
            IrOp.ULe => a.UMax <= b.UMin,
            IrOp.SLt => a.SMax < b.SMin,
            IrOp.SLe => a.SMax <= b.SMin,
            IrOp.Eq => a.IsConstant && b.IsConstant && a.UMin == b.UMin,
            IrOp.Ne => a.UMax < b.UMin || b.UMax < a.UMin || a.SMax < b.SMin || b.SMax < a.SMin,
            _ => false,
        };
    }

    /// <summary>What the value itself says, though the kernel forgets it, as it does behind a remainder: the check tells it again.</summary>
    private bool ByValue(IrOp op, IrValue left, IrValue right, BasicBlock block) =>
        op is IrOp.ULt or IrOp.ULe && UnsignedBound.Of(left) is var most && intervals.At(right, block).UMin is var least && (op == IrOp.ULt ? most < least : most <= least);

    /// <summary>pointer &lt;= end, where an earlier comparison has shown so many bytes to the kernel.</summary>
    private static bool IsInPacket(IrOp op, IrValue pointer, IrValue end, PointerState state) =>
        op == IrOp.ULe && end.Type == IrType.PacketEndPointer && pointer.Type == IrType.PacketPointer && IsInPacket(pointer, 0, state)
        && PointerRules.Strip(pointer) is var (root, offset) && (offset > 0 || (offset == 0 && root is IrInstruction { Op: IrOp.ContextLoad }));

    /// <summary>pointer &lt;= end, where the kernel knows the distance on each path and no distance is too far: to it, what is at the pointer is proven.</summary>
    private bool IsCountedInPacket(IrOp op, IrValue pointer, IrValue end, PointerState state, BasicBlock block) =>
        PointerRules.Strip(pointer) is (IrInstruction { Op: IrOp.PtrAdd } add, _) && intervals.IsConstantOnPath(add.Operands[1]) && IsFarInPacket(op, pointer, end, state, block);

    private static bool IsInPacket(IrValue pointer, long bytes, PointerState state) =>
        PointerRules.Strip(pointer) is var (root, offset) && state.TryPacket(root, out PacketFact fact) && offset >= 0 && offset + bytes <= fact.Range;

    /// <summary>pointer &lt;= end, where the pointer is at most so far from one behind which enough bytes are shown. The kernel wants to see the comparison.</summary>
    private bool IsFarInPacket(IrOp op, IrValue pointer, IrValue end, PointerState state, BasicBlock block) =>
        op == IrOp.ULe && end.Type == IrType.PacketEndPointer && PointerRules.Strip(pointer) is (IrInstruction { Op: IrOp.PtrAdd, Type: IrType.PacketPointer } add, >= 0 and var offset)
        && intervals.At(add.Operands[1], block) is { SMin: >= 0, UMax: <= MaximumLength } distance && IsInPacket(add.Operands[0], (long)distance.UMax + offset, state);

    /// <summary>Whether a packet pointer is known not to lie behind the end; one of several, if none of them does.</summary>
    private bool IsInside(IrValue start, IrValue end, PointerState state, BasicBlock block, HashSet<IrValue> assumed)
    {
        if (IsInPacket(IrOp.ULe, start, end, state) || known.Has(IrOp.ULe, start, end, block) || assumed.Contains(start))
        {
            return true;
        }

        if (start is not IrInstruction { Op: IrOp.Phi, Type: IrType.PacketPointer } phi || end.Type != IrType.PacketEndPointer)
        {
            return false;
        }

        assumed.Add(phi);
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            BasicBlock from = phi.PhiBlocks[i];
            if (phi.Operands[i] is IrConstant || !IsInside(phi.Operands[i], end, flow.OnEdge(from, phi.Block!), from, assumed))
            {
                return false;
            }
        }

        return true;
    }

    private void Remove(Check check)
    {
        IrEdit.ReplaceTerminatorByBranch(check.Block, check.Branch.Targets[1 - check.Fault]);
        changed = true;
    }

    /// <summary>distance &lt; length becomes start + distance + 1 &lt;= end.</summary>
    private void CompareWithEnd(Check check, PacketLength length, IrValue distance, bool isStrict)
    {
        IrValue wide = distance switch
        {
            IrConstant constant => IrConstant.I64(constant.Value),
            { Type: IrType.I64 } => distance,
            _ => check.Insert(IrOp.ZExt32, IrType.I64, distance),
        };
        IrValue limit = check.Insert(IrOp.PtrAdd, length.Start.Type, length.Start, wide);
        limit = isStrict ? check.Insert(IrOp.PtrAdd, length.Start.Type, limit, IrConstant.I64(1)) : limit;
        check.Branch.Operands[0] = check.Insert(check.Fault == 1 ? IrOp.ULe : IrOp.UGt, IrType.I32, limit, length.End);
        changed = true;
    }

    /// <summary>A check of a distance that the kernel does not follow so far is preceded by one that it is not longer than any packet.</summary>
    private void Limit(Check check, IrValue distance)
    {
        var rest = new BasicBlock(names.Create(check.Block.Name));
        function.Blocks.Insert(function.Blocks.IndexOf(check.Block) + 1, rest);
        check.Block.Instructions.Remove(check.Branch);
        IrEdit.Append(rest, check.Branch);
        foreach (IrInstruction phi in IrEdit.Phis(check.Branch.Targets[1 - check.Fault]))
        {
            phi.PhiBlocks[phi.PhiBlocks.IndexOf(check.Block)] = rest;
        }

        IrInstruction near = IrEdit.Append(check.Block, IrEdit.Create(IrOp.ULe, IrType.I32, check.Branch.Location, distance, new IrConstant(distance.Type, (long)MaximumLength)));
        IrInstruction branch = IrEdit.Append(check.Block, IrEdit.Create(IrOp.CondBr, IrType.Void, check.Branch.Location, near));
        branch.Targets.Add(rest);
        branch.Targets.Add(check.Branch.Targets[check.Fault]);
        changed = true;
    }

    private void MarkProven(Check check)
    {
        var never = new BasicBlock(names.Create("never"));
        IrEdit.Append(never, IrEdit.Create(IrOp.Fault, IrType.Void, check.Branch.Location)).Symbol = FaultSymbols.Proven;
        function.Blocks.Add(never);
        check.Branch.Targets[check.Fault] = never;
        changed = true;
    }

    /// <summary>A branch of which one target is a fault.</summary>
    private readonly record struct Check(BasicBlock Block, IrInstruction Branch, int Fault)
    {
        /// <summary>Makes an instruction before the branch.</summary>
        public IrInstruction Insert(IrOp op, IrType type, params IrValue[] operands)
        {
            IrInstruction made = IrEdit.Create(op, type, Branch.Location, operands);
            made.Block = Block;
            Block.Instructions.Insert(Block.Instructions.Count - 1, made);
            return made;
        }
    }
}

/// <summary>The distance from a packet pointer to the packet's end.</summary>
internal readonly record struct PacketLength(IrValue Start, IrValue End)
{
    public static PacketLength? Of(IrValue value)
    {
        while (value is IrInstruction { Op: IrOp.Trunc or IrOp.ZExt32 or IrOp.SExt32 } cast)
        {
            value = cast.Operands[0];
        }

        return value is IrInstruction { Op: IrOp.PtrDiff } difference && difference.Operands[0].Type == IrType.PacketEndPointer && difference.Operands[1].Type == IrType.PacketPointer
            ? new PacketLength(difference.Operands[1], difference.Operands[0])
            : null;
    }
}
