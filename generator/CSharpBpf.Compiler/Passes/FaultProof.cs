using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Decides the branches to faults. A check that holds by the ranges that the kernel follows too goes. One that holds because of the comparisons before it
/// goes as well, except on the packet, where the kernel proves an access at a computed place by a comparison with the packet's end only: that check stays,
/// as such a comparison, and its fault is marked as never reached. What is left refuses the program, or is what the program's OnFault is for.
/// </summary>
internal sealed class FaultProof
{
    /// <summary>The symbol of a fault that is never reached.</summary>
    public const string Proven = "proven";

    private const ulong MaximumLength = 0x7fff;

    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly DominatorTree dominators;
    private readonly IntervalAnalysis intervals;
    private readonly PointerFlow flow;
    private readonly KnownComparisons known;
    private bool changed;

    private FaultProof(IrFunction function)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        dominators = new DominatorTree(cfg);
        var loops = new LoopInfo(cfg, dominators);
        intervals = new IntervalAnalysis(cfg, dominators, loops);
        flow = new PointerFlow(cfg, new PacketOffsets(loops, new LoopBounds(loops, dominators, intervals), intervals));
        known = new KnownComparisons(cfg, dominators, intervals);
    }

    public static bool Run(IrFunction function) =>
        function.Blocks.Exists(static block => IsFault(block) && block.Instructions[0].Symbol != Proven) && new FaultProof(function).Run();

    private static bool IsFault(BasicBlock block) => block.Instructions[0].Op == IrOp.Fault;

    private bool Run()
    {
        var names = new BlockNames(function);
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            IrInstruction branch = block.Terminator;
            if (branch.Op != IrOp.CondBr || IsFault(branch.Targets[0]) == IsFault(branch.Targets[1]))
            {
                continue;
            }

            int faultIndex = IsFault(branch.Targets[0]) ? 0 : 1;
            if (branch.Operands[0] is IrInstruction condition && condition.Op.IsComparison())
            {
                Decide(block, branch, condition, faultIndex, names);
            }
            else if (intervals.At(branch.Operands[0], block) is var range && (faultIndex == 1 ? range.UMin > 0 : range.UMax == 0))
            {
                Remove(block, branch, faultIndex);
            }
        }

        if (changed)
        {
            ControlFlowSimplification.RemoveUnreachable(function);
        }

        return changed;
    }

    private void Decide(BasicBlock block, IrInstruction branch, IrInstruction condition, int faultIndex, BlockNames names)
    {
        IrOp op = faultIndex == 1 ? condition.Op : ConstantFolding.Inverted(condition.Op);
        IrValue left = condition.Operands[0];
        IrValue right = condition.Operands[1];
        if (op is IrOp.UGt or IrOp.UGe or IrOp.SGt or IrOp.SGe)
        {
            (op, left, right) = (ConstantFolding.Mirrored(op), right, left);
        }

        PointerState state = StateAtEnd(block);
        PacketLength? length = PacketLength.Of(right);
        bool holds = left.Type.IsInteger() && known.Holds(op, left, right, block);
        bool onPacket = length is { } packet && IsInside(packet.Start, packet.End, state, block);
        if (ByRanges(op, left, right, block) || IsInPacket(op, left, right, state) || (holds && !onPacket))
        {
            Remove(block, branch, faultIndex);
            return;
        }

        if (branch.Targets[faultIndex].Instructions[0].Symbol == Proven)
        {
            return;
        }

        Interval distance = left.Type.IsInteger() ? intervals.At(left, block) : Interval.Full64;
        if (onPacket && op is IrOp.ULt or IrOp.ULe && distance.UMax <= MaximumLength)
        {
            holds |= IsProven(length!.Value, op, distance, state);
            CompareWithEnd(block, branch, faultIndex, length.Value, left, op == IrOp.ULt);
        }

        if (holds || ByValue(op, left, right, block))
        {
            MarkProven(branch, faultIndex, names);
        }
    }

    private void Remove(BasicBlock block, IrInstruction branch, int faultIndex)
    {
        IrEdit.ReplaceTerminatorByBranch(block, branch.Targets[1 - faultIndex]);
        changed = true;
    }

    private PointerState StateAtEnd(BasicBlock block)
    {
        PointerState state = flow.AtStart(block);
        foreach (IrInstruction instruction in block.Instructions)
        {
            flow.Apply(instruction, state);
        }

        return state;
    }

    private bool ByRanges(IrOp op, IrValue left, IrValue right, BasicBlock block)
    {
        if (!left.Type.IsInteger())
        {
            return false;
        }

        Interval a = intervals.At(left, block);
        Interval b = intervals.At(right, block);
        return op switch
        {
            IrOp.ULt => a.UMax < b.UMin,
            IrOp.ULe => a.UMax <= b.UMin,
            IrOp.SLt => a.SMax < b.SMin,
            IrOp.SLe => a.SMax <= b.SMin,
            IrOp.Eq => a.IsConstant && b.IsConstant && a.UMin == b.UMin,
            IrOp.Ne => a.UMax < b.UMin || b.UMax < a.UMin,
            _ => false,
        };
    }

    /// <summary>What the value itself says, though the kernel forgets it, as it does behind a remainder: the check tells it again.</summary>
    private bool ByValue(IrOp op, IrValue left, IrValue right, BasicBlock block) =>
        op is IrOp.ULt or IrOp.ULe && UnsignedBound.Of(left) is var most && intervals.At(right, block).UMin is var least && (op == IrOp.ULt ? most < least : most <= least);

    /// <summary>pointer &lt;= end, where an earlier comparison has shown so many bytes.</summary>
    private static bool IsInPacket(IrOp op, IrValue pointer, IrValue end, PointerState state)
    {
        (IrValue root, long offset) = PointerRules.Strip(pointer);
        return op == IrOp.ULe && end.Type == IrType.PacketEndPointer && pointer.Type == IrType.PacketPointer
            && state.TryPacket(root, out PacketFact fact) && offset <= fact.Range && (offset > 0 || (offset == 0 && root is IrInstruction { Op: IrOp.ContextLoad }));
    }

    /// <summary>Whether a packet pointer is known not to lie behind the end.</summary>
    private bool IsInside(IrValue start, IrValue end, PointerState state, BasicBlock block) =>
        IsInPacket(IrOp.ULe, start, end, state) || known.Has(IrOp.ULe, start, end, block);

    private static bool IsProven(PacketLength length, IrOp op, Interval distance, PointerState state)
    {
        (IrValue root, long offset) = PointerRules.Strip(length.Start);
        long last = (long)distance.UMax + (op == IrOp.ULt ? 1 : 0);
        return state.TryPacket(root, out PacketFact fact) && offset >= 0 && offset + last <= fact.Range;
    }

    /// <summary>distance &lt; length becomes start + distance + 1 &lt;= end.</summary>
    private void CompareWithEnd(BasicBlock block, IrInstruction branch, int faultIndex, PacketLength length, IrValue distance, bool isStrict)
    {
        IrValue wide = distance.Type == IrType.I64 ? distance : Insert(IrOp.ZExt32, IrType.I64, distance);
        IrValue at = Insert(IrOp.PtrAdd, length.Start.Type, length.Start, wide);
        IrValue limit = isStrict ? Insert(IrOp.PtrAdd, length.Start.Type, at, IrConstant.I64(1)) : at;
        branch.Operands[0] = Insert(faultIndex == 1 ? IrOp.ULe : IrOp.UGt, IrType.I32, limit, length.End);
        changed = true;

        IrInstruction Insert(IrOp op, IrType type, params IrValue[] operands)
        {
            IrInstruction made = IrEdit.Create(op, type, branch.Location, operands);
            made.Block = block;
            block.Instructions.Insert(block.Instructions.Count - 1, made);
            return made;
        }
    }

    private void MarkProven(IrInstruction branch, int faultIndex, BlockNames names)
    {
        var never = new BasicBlock(names.Create("never"));
        IrInstruction fault = IrEdit.Append(never, IrEdit.Create(IrOp.Fault, IrType.Void, branch.Location));
        fault.Symbol = Proven;
        function.Blocks.Add(never);
        branch.Targets[faultIndex] = never;
        changed = true;
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
