using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// How often loops run at most. A loop is bounded if every trip goes through a comparison that leaves it: of a counter with a constant start, made
/// of constants only; or of one that moves towards a limit with a bound on every path, and reaches it before it wraps (a trip that only one of its values makes may do
/// without); or of one that is shifted right. Of loops that an iterator ends <see cref="IteratedLoops"/> knows. The kernel walks through every trip, so the trips of all loops,
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
    private readonly IteratedLoops iterated;
    private readonly Dictionary<Loop, long> trips = [];
    private readonly Dictionary<BasicBlock, long> exactTests = [];

    public LoopBounds(LoopInfo loops, DominatorTree dominators, IntervalAnalysis intervals)
    {
        this.loops = loops;
        this.dominators = dominators;
        this.intervals = intervals;
        iterated = new IteratedLoops(loops, dominators, intervals);
        foreach (Loop loop in loops.Loops)
        {
            trips.Add(loop, CountTrips(loop));
        }
    }

    /// <summary>The largest number of times the header is entered, or null if none is known.</summary>
    public long? MaximumTrips(Loop loop) => trips[loop] == Unbounded ? null : trips[loop];

    /// <summary>How often the header is entered, at most, by the tests of constant counters, which the kernel decides in each trip; null without one.</summary>
    public long? ExactTrips(Loop loop)
    {
        long? least = null;
        foreach (BasicBlock block in loop.Blocks)
        {
            if (loops.Innermost(block) == loop && ExactTrips(block) is { } test && !(test >= least))
            {
                least = test;
            }
        }

        return least;
    }

    /// <summary>How often the header of its loop is entered when the test at the block's end leaves, if it asks a constant counter in every trip.</summary>
    public long? ExactTrips(BasicBlock test) => exactTests.TryGetValue(test, out long count) ? count : null;

    /// <summary>What asks the iterator that ends the loop; null if none does.</summary>
    internal IrInstruction? NextOf(Loop loop) => iterated.NextOf(loop);

    /// <summary>The loops without a bound, and the outermost ones that cost more than the budget.</summary>
    /// <param name="function">Gets what the function costs: the instructions of all trips.</param>
    /// <param name="callees">What the functions cost that it calls.</param>
    public List<Loop> Refused(IReadOnlyDictionary<IrFunction, double> callees, out double function)
    {
        var refused = new List<Loop>();
        var costs = new Dictionary<Loop, double>();
        foreach (Loop loop in loops.Loops)
        {
            long followed = trips[loop] == Unbounded && iterated.NextOf(loop) is not null ? iterated.Trips(loop) ?? Unbounded : trips[loop];
            if (followed == Unbounded)
            {
                refused.Add(loop);
            }

            double once = 0;
            foreach (BasicBlock block in loop.Blocks)
            {
                once += loops.Innermost(block) == loop ? CostOf(block, callees) : 0;
            }

            foreach (Loop inner in loop.Children)
            {
                once += costs[inner];
            }

            costs[loop] = once * (followed == Unbounded ? 1 : followed);
            if (loop.Parent is null && costs[loop] > Budget && !refused.Contains(loop))
            {
                refused.Add(loop);
            }
        }

        function = 0;
        foreach (BasicBlock block in dominators.Preorder())
        {
            function += loops.Innermost(block) is null ? CostOf(block, callees) : 0;
        }

        foreach (Loop loop in loops.Loops)
        {
            function += loop.Parent is null ? costs[loop] : 0;
        }

        return refused;
    }

    private static double CostOf(BasicBlock block, IReadOnlyDictionary<IrFunction, double> callees)
    {
        double cost = block.Instructions.Count;
        foreach (IrInstruction instruction in block.Instructions)
        {
            cost += instruction.Callee is { } callee ? callees[callee] : 0;
        }

        return cost;
    }

    private long CountTrips(Loop loop)
    {
        long best = Unbounded;
        foreach (BasicBlock block in loop.Blocks)
        {
            IrInstruction branch = block.Terminator;
            if (branch.Op != IrOp.CondBr || branch.Operands[0] is not IrInstruction condition || loops.Innermost(block) != loop)
            {
                continue;
            }

            bool leavesIfHolds = !loops.Contains(loop, branch.Targets[0]);
            bool leavesIfNot = !loops.Contains(loop, branch.Targets[1]);
            if (leavesIfHolds != leavesIfNot)
            {
                if (WaysAround(loop, block).Count == 0 && ConstantLoop.Trips(loop, condition, leavesIfHolds, Budget) is { } exact)
                {
                    exactTests.Add(block, exact);
                    best = Math.Min(best, exact);
                }

                best = Math.Min(best, TripsOf(loop, block, condition, leavesIfHolds));
            }
        }

        return best;
    }

    /// <summary>The ways back to the header that do not go through a block.</summary>
    private List<BasicBlock> WaysAround(Loop loop, BasicBlock block) => loop.Latches.FindAll(latch => !dominators.Dominates(block, latch));

    private long TripsOf(Loop loop, BasicBlock block, IrInstruction condition, bool leavesIfHolds)
    {
        if (!condition.Op.IsComparison())
        {
            // "while (x != 0)" over an I32: the branch tests the value itself.
            return leavesIfHolds ? CounterTrips(loop, block, condition, IrOp.Eq, IrConstant.I32(0)) : Math.Min(ShiftTrips(loop, block, condition), CounterTrips(loop, block, condition, IrOp.Ne, IrConstant.I32(0)));
        }

        IrOp stay = leavesIfHolds ? ConstantFolding.Inverted(condition.Op) : condition.Op;
        IrValue left = condition.Operands[0];
        IrValue right = condition.Operands[1];
        long best = Math.Min(CounterTrips(loop, block, left, stay, right), CounterTrips(loop, block, right, ConstantFolding.Mirrored(stay), left));
        return right is IrConstant { Value: 0 } && stay is IrOp.Ne or IrOp.UGt ? Math.Min(best, ShiftTrips(loop, block, left)) : best;
    }

    /// <summary>A value that is shifted right each trip is zero after as many trips as it has bits.</summary>
    private long ShiftTrips(Loop loop, BasicBlock block, IrValue value)
    {
        if (value is IrInstruction { Op: IrOp.LShr } shifted && shifted.Operands[1] is IrConstant)
        {
            value = shifted.Operands[0];
        }

        if (value is not IrInstruction { Op: IrOp.Phi } phi || phi.Block != loop.Header || WaysAround(loop, block).Count > 0)
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
        IrOp? widening = value is IrInstruction { Op: IrOp.ZExt32 or IrOp.SExt32 } wide ? wide.Op : null;
        value = SkipWidening(value);
        foreach (IrInstruction phi in loop.Header.Instructions)
        {
            if (phi.Op != IrOp.Phi)
            {
                break;
            }

            var steps = new CounterSteps(loops, dominators, intervals, loop, phi);
            if (phi.Type == value.Type && phi.Type.IsInteger() && steps.Of(value) is { } offset && steps.OfTrip() is { } step)
            {
                List<BasicBlock> around = WaysAround(loop, block);
                long trips = around.TrueForAll(steps.IsTakenOnce) ? CounterTrips(loop, block, phi, step, offset.Further(step, around.Count), stay, limit, widening) : Unbounded;
                return trips == Unbounded ? Unbounded : trips + around.Count;
            }
        }

        return Unbounded;
    }

    private long CounterTrips(Loop loop, BasicBlock block, IrInstruction phi, CounterStep step, CounterStep offset, IrOp stay, IrValue limit, IrOp? widening)
    {
        // A limit that changes still has a largest value, which ends what counts towards it; but not what waits for one value, or for a change.
        bool needsLimit = stay is IrOp.Eq or IrOp.Ne;
        if ((needsLimit && !IsInvariant(loop, limit)) || (step.Least < 1 && step.Most > -1))
        {
            return Unbounded;
        }

        if (stay == IrOp.Eq)
        {
            // A counter that moves cannot stay equal.
            return 2;
        }

        // Kernels before 6.8 decide a comparison of two values only if they know one exactly.
        if (!intervals.IsConstantOnPath(phi) && !intervals.IsConstantOnPath(limit))
        {
            return Unbounded;
        }

        // Kernels before 6.8 learn nothing from an inequality; the one with zero becomes an order on the way to them.
        if (stay == IrOp.Ne && !intervals.IsConstantOnPath(phi) && !(limit is IrConstant { Value: 0 } && step.Most < 0))
        {
            return Unbounded;
        }

        // A cut hides from the kernel that an unknown counter moves: of what is masked it keeps the largest value alone.
        if ((step.Width ?? offset.Width) is not null && !intervals.IsConstantOnPath(phi))
        {
            return Unbounded;
        }

        Interval limits = intervals.At(limit, block);
        Interval start = Start(loop, phi);
        bool isSigned = stay is IrOp.SLt or IrOp.SLe or IrOp.SGt or IrOp.SGe;
        if (widening == IrOp.ZExt32)
        {
            isSigned = false;
        }
        else if (widening == IrOp.SExt32 && !isSigned)
        {
            // The lower half of the unsigned values is the same in both.
            if (limits.UMax > int.MaxValue || start.SMin < 0 || step.Least < 1)
            {
                return Unbounded;
            }

            isSigned = true;
        }

        bool limitIsSigned = stay is IrOp.SLt or IrOp.SLe or IrOp.SGt or IrOp.SGe;
        var range = new CounterRange(Bounds(start, isSigned), Bounds(limits, limitIsSigned), Space(phi.Type, step, offset, isSigned));
        return range.Trips(stay, step, offset);
    }

    /// <summary>The values that the counter takes without wrapping.</summary>
    private static (decimal Least, decimal Most) Space(IrType type, CounterStep step, CounterStep offset, bool isSigned)
    {
        (decimal least, decimal most) = Bounds(Interval.Full(type), isSigned);
        foreach (Interval? width in new[] { step.Width, offset.Width })
        {
            if (width is { } cut)
            {
                least = Math.Max(least, isSigned ? cut.SMin : cut.SMin < 0 ? 0 : cut.UMin);
                most = Math.Min(most, cut.SMax);
            }
        }

        return (least, most);
    }

    private static (decimal Least, decimal Most) Bounds(Interval interval, bool isSigned) =>
        isSigned ? (interval.SMin, interval.SMax) : (interval.UMin, interval.UMax);

    private Interval Start(Loop loop, IrInstruction phi)
    {
        Interval? start = null;
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            if (!loop.Latches.Contains(phi.PhiBlocks[i]))
            {
                Interval range = intervals.On(phi, phi.PhiBlocks[i]);
                start = start is { } known ? Interval.Join(known, range) : range;
            }
        }

        return start ?? Interval.Full(phi.Type);
    }

    private bool IsInvariant(Loop loop, IrValue value) => value is not IrInstruction { Block: { } home } || !loops.Contains(loop, home);

    private static IrValue SkipWidening(IrValue value) => value is IrInstruction { Op: IrOp.ZExt32 or IrOp.SExt32 } widened ? widened.Operands[0] : value;
}
