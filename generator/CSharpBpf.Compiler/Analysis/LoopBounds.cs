using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// How often loops run at most. A loop is bounded if every trip goes through a comparison that leaves it, of a counter (a phi with a constant step, or one
/// that is shifted right) with a limit that does not change in the loop and has a bound. The kernel walks through every trip, so the trips of all loops,
/// nested ones multiplied, times their instructions must stay below <see cref="Budget"/>; the kernel's own limit of 1,000,000 leaves room for branches
/// inside loops, which it may walk more than once.
/// </summary>
public sealed class LoopBounds
{
    public const long Budget = 250_000;

    private const long Unbounded = long.MaxValue;

    private readonly LoopInfo loops;
    private readonly DominatorTree dominators;
    private readonly IntervalAnalysis intervals;
    private readonly Dictionary<Loop, long> trips = [];

    public LoopBounds(LoopInfo loops, DominatorTree dominators, IntervalAnalysis intervals)
    {
        this.loops = loops;
        this.dominators = dominators;
        this.intervals = intervals;
        foreach (Loop loop in loops.Loops)
        {
            trips.Add(loop, CountTrips(loop));
        }
    }

    /// <summary>The largest number of times the header is entered, or null if none is known.</summary>
    public long? MaximumTrips(Loop loop) => trips[loop] == Unbounded ? null : trips[loop];

    /// <summary>The loops without a bound, and the outermost ones that cost more than the budget.</summary>
    public List<Loop> Refused()
    {
        var refused = new List<Loop>();
        var costs = new Dictionary<Loop, double>();
        foreach (Loop loop in loops.Loops)
        {
            if (trips[loop] == Unbounded)
            {
                refused.Add(loop);
            }

            double once = 0;
            foreach (BasicBlock block in loop.Blocks)
            {
                once += loops.Innermost(block) == loop ? block.Instructions.Count : 0;
            }

            foreach (Loop inner in loop.Children)
            {
                once += costs[inner];
            }

            costs[loop] = once * (trips[loop] == Unbounded ? 1 : trips[loop]);
            if (loop.Parent is null && costs[loop] > Budget && !refused.Contains(loop))
            {
                refused.Add(loop);
            }
        }

        return refused;
    }

    private long CountTrips(Loop loop)
    {
        long best = Unbounded;
        foreach (BasicBlock block in loop.Blocks)
        {
            IrInstruction branch = block.Terminator;
            if (branch.Op != IrOp.CondBr || branch.Operands[0] is not IrInstruction condition || !RunsEveryTrip(loop, block))
            {
                continue;
            }

            bool leavesIfHolds = !loops.Contains(loop, branch.Targets[0]);
            bool leavesIfNot = !loops.Contains(loop, branch.Targets[1]);
            if (leavesIfHolds != leavesIfNot)
            {
                best = Math.Min(best, TripsOf(loop, block, condition, leavesIfHolds));
            }
        }

        return best;
    }

    private bool RunsEveryTrip(Loop loop, BasicBlock block)
    {
        if (loops.Innermost(block) != loop)
        {
            return false;
        }

        foreach (BasicBlock latch in loop.Latches)
        {
            if (!dominators.Dominates(block, latch))
            {
                return false;
            }
        }

        return true;
    }

    private long TripsOf(Loop loop, BasicBlock block, IrInstruction condition, bool leavesIfHolds)
    {
        if (!condition.Op.IsComparison())
        {
            // "while (x != 0)" over an I32: the branch tests the value itself.
            return leavesIfHolds ? CounterTrips(loop, block, condition, IrOp.Eq, IrConstant.I32(0)) : Math.Min(ShiftTrips(loop, condition), CounterTrips(loop, block, condition, IrOp.Ne, IrConstant.I32(0)));
        }

        IrOp stay = leavesIfHolds ? ConstantFolding.Inverted(condition.Op) : condition.Op;
        IrValue left = condition.Operands[0];
        IrValue right = condition.Operands[1];
        long best = Math.Min(CounterTrips(loop, block, left, stay, right), CounterTrips(loop, block, right, ConstantFolding.Mirrored(stay), left));
        return right is IrConstant { Value: 0 } && stay is IrOp.Ne or IrOp.UGt ? Math.Min(best, ShiftTrips(loop, left)) : best;
    }

    /// <summary>A value that is shifted right each trip is zero after as many trips as it has bits.</summary>
    private static long ShiftTrips(Loop loop, IrValue value)
    {
        if (value is IrInstruction { Op: IrOp.LShr } shifted && shifted.Operands[1] is IrConstant)
        {
            value = shifted.Operands[0];
        }

        if (value is not IrInstruction { Op: IrOp.Phi } phi || phi.Block != loop.Header)
        {
            return Unbounded;
        }

        foreach (BasicBlock latch in loop.Latches)
        {
            if (phi.Operands[phi.PhiBlocks.IndexOf(latch)] is not IrInstruction { Op: IrOp.LShr } next || next.Operands[0] != phi || next.Operands[1] is not IrConstant { Value: > 0 and < 64 })
            {
                return Unbounded;
            }
        }

        return phi.Type == IrType.I32 ? 33 : 65;
    }

    private long CounterTrips(Loop loop, BasicBlock block, IrValue value, IrOp stay, IrValue limit)
    {
        value = SkipWidening(value);
        if (SkipCut(value) is IrInstruction { Op: IrOp.Add } next && next.Operands[1] is IrConstant && next.Operands[0] is IrInstruction { Op: IrOp.Phi })
        {
            value = next.Operands[0];
        }

        if (value is IrInstruction { Op: IrOp.Phi } once && once.Block == loop.Header && limit is IrConstant end && LeavesAfterFirstTrip(loop, once, stay, end.Value))
        {
            return 2;
        }

        if (value is not IrInstruction { Op: IrOp.Phi } phi || phi.Block != loop.Header || Step(loop, phi, out Interval? width) is not { } step || step == 0)
        {
            return Unbounded;
        }

        // A limit that changes still has a largest value, which ends what counts towards it; but not what waits for one value, or for a change.
        Interval limits = intervals.At(limit, block);
        if ((stay is IrOp.Eq or IrOp.Ne && !IsInvariant(loop, limit)) || (width is { } fits && !StaysInside(fits, limits, step, stay is not (IrOp.ULe or IrOp.SLe or IrOp.UGe or IrOp.SGe))))
        {
            return Unbounded;
        }

        Interval? start = null;
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            if (!loop.Latches.Contains(phi.PhiBlocks[i]))
            {
                Interval range = intervals.At(phi.Operands[i], phi.PhiBlocks[i]);
                start = start is { } known ? Interval.Join(known, range) : range;
            }
        }

        return start is { } first ? Distance(stay, step, first, limits) : Unbounded;
    }

    private static long Distance(IrOp stay, long step, Interval start, Interval limit)
    {
        decimal distance;
        switch (stay)
        {
            case IrOp.ULt or IrOp.ULe when step > 0 && limit.UMax < uint.MaxValue:
                distance = (decimal)limit.UMax - start.UMin;
                break;
            case IrOp.SLt or IrOp.SLe when step > 0 && limit.SMax < int.MaxValue:
                distance = (decimal)limit.SMax - start.SMin;
                break;
            case IrOp.UGt or IrOp.UGe when step < 0 && limit.UMin > 0:
            case IrOp.UGt when step == -1:
                distance = (decimal)start.UMax - limit.UMin;
                break;
            case IrOp.SGt or IrOp.SGe when step < 0 && limit.SMin > int.MinValue:
                distance = (decimal)start.SMax - limit.SMin;
                break;
            case IrOp.Eq:
                // A counter that moves cannot stay equal.
                return 2;
            case IrOp.Ne when step == 1 && limit.IsConstant && start.UMax <= limit.UMin:
                distance = (decimal)limit.UMin - start.UMin;
                break;
            case IrOp.Ne when step == -1 && limit.IsConstant && start.UMin >= limit.UMin:
                distance = (decimal)start.UMax - limit.UMin;
                break;
            default:
                return Unbounded;
        }

        decimal count = distance < 0 ? 1 : (distance / Math.Abs(step)) + 2;
        return count > uint.MaxValue ? Unbounded : (long)count;
    }

    /// <summary>Where the loop has one trip, the counter's next value has become a constant.</summary>
    private static bool LeavesAfterFirstTrip(Loop loop, IrInstruction phi, IrOp stay, long limit)
    {
        foreach (BasicBlock latch in loop.Latches)
        {
            if (phi.Operands[phi.PhiBlocks.IndexOf(latch)] is not IrConstant next || ConstantFolding.Compare(stay, phi.Type, next.Value, limit))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a counter that is cut to a narrow type reaches its limit before it wraps.</summary>
    private static bool StaysInside(Interval width, Interval limit, long step, bool isStrict)
    {
        long overshoot = Math.Abs(step) - (isStrict ? 1 : 0);
        return limit.SMin >= width.SMin + (step < 0 ? overshoot : 0) && limit.SMax <= width.SMax - (step > 0 ? overshoot : 0);
    }

    /// <summary>What is added to the counter on every way back to the header.</summary>
    /// <param name="width">The values of the narrow type that the counter is cut to; null if it has the full width.</param>
    private static long? Step(Loop loop, IrInstruction phi, out Interval? width)
    {
        long? step = null;
        width = null;
        foreach (BasicBlock latch in loop.Latches)
        {
            IrValue operand = phi.Operands[phi.PhiBlocks.IndexOf(latch)];
            if (operand is IrInstruction cut && SkipCut(cut) != cut)
            {
                width = IntervalTransfer.Evaluate(cut, static value => Interval.Full(value.Type));
                operand = SkipCut(cut);
            }

            if (operand is not IrInstruction { Op: IrOp.Add } next || next.Operands[0] != phi || next.Operands[1] is not IrConstant constant || (step is { } known && known != constant.Value))
            {
                return null;
            }

            step = constant.Value;
        }

        return step;
    }

    private bool IsInvariant(Loop loop, IrValue value) => value is not IrInstruction { Block: { } home } || !loops.Contains(loop, home);

    private static IrValue SkipWidening(IrValue value) => value is IrInstruction { Op: IrOp.ZExt32 or IrOp.SExt32 } widened ? widened.Operands[0] : value;

    /// <summary>What a conversion to byte, short, ... was made of.</summary>
    private static IrValue SkipCut(IrValue value) => value is IrInstruction { Op: IrOp.ZExt8 or IrOp.ZExt16 or IrOp.SExt8 or IrOp.SExt16 } cut ? cut.Operands[0] : value;
}
