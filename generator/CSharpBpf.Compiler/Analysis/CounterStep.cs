using System;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// How far a value is from the counter (a phi of the loop's header) that it was made of in the same trip: the least and the most over all paths, if no
/// operation on the way wraps. Whoever uses it proves that: <see cref="Width"/> is the narrowest type on the way.
/// </summary>
internal readonly record struct CounterStep(decimal Least, decimal Most, Interval? Width)
{
    private const int MaximumDepth = 16;

    /// <summary>The distance of a value of the loop from the counter; null if it is not the counter plus something with a bound.</summary>
    public static CounterStep? Of(IrValue value, IrInstruction counter, LoopInfo loops, Loop loop, IntervalAnalysis intervals) =>
        Of(value, counter, loops, loop, intervals, MaximumDepth);

    private static CounterStep? Of(IrValue value, IrInstruction counter, LoopInfo loops, Loop loop, IntervalAnalysis intervals, int depth)
    {
        if (value == counter)
        {
            return new CounterStep(0, 0, null);
        }

        if (depth == 0 || value is not IrInstruction { Block: { } home } instruction || !loops.Contains(loop, home) || instruction.Type != counter.Type)
        {
            return null;
        }

        switch (instruction.Op)
        {
            case IrOp.Add:
                return Of(instruction.Operands[0], counter, loops, loop, intervals, depth - 1) is { } left
                    ? left.Plus(intervals.At(instruction.Operands[1], home))
                    : Of(instruction.Operands[1], counter, loops, loop, intervals, depth - 1)?.Plus(intervals.At(instruction.Operands[0], home));
            case IrOp.Sub:
                Interval taken = intervals.At(instruction.Operands[1], home);
                return Of(instruction.Operands[0], counter, loops, loop, intervals, depth - 1) is { } before
                    ? before with { Least = before.Least - taken.SMax, Most = before.Most - taken.SMin }
                    : null;
            case IrOp.ZExt8 or IrOp.ZExt16 or IrOp.SExt8 or IrOp.SExt16:
                Interval cut = IntervalTransfer.Evaluate(instruction, static operand => Interval.Full(operand.Type));
                return Of(instruction.Operands[0], counter, loops, loop, intervals, depth - 1)?.Within(cut);
            case IrOp.Phi when loops.Innermost(home) is { } inner && inner.Header != home:
                return Joined(instruction.Operands.Count, instruction, counter, loops, loop, intervals, depth);
            case IrOp.Select:
                return Joined(2, instruction, counter, loops, loop, intervals, depth);
            default:
                return null;
        }
    }

    /// <summary>Over the last operands of a phi or a select.</summary>
    private static CounterStep? Joined(int count, IrInstruction instruction, IrInstruction counter, LoopInfo loops, Loop loop, IntervalAnalysis intervals, int depth)
    {
        CounterStep? joined = null;
        for (int i = instruction.Operands.Count - count; i < instruction.Operands.Count; i++)
        {
            if (Of(instruction.Operands[i], counter, loops, loop, intervals, depth - 1) is not { } way)
            {
                return null;
            }

            joined = joined is { } known ? Join(known, way) : way;
        }

        return joined;
    }

    /// <summary>What holds for both ways.</summary>
    public static CounterStep Join(CounterStep left, CounterStep right)
    {
        var joined = new CounterStep(Math.Min(left.Least, right.Least), Math.Max(left.Most, right.Most), left.Width);
        return right.Width is { } width ? joined.Within(width) : joined;
    }

    private CounterStep Plus(Interval added) => this with { Least = Least + added.SMin, Most = Most + added.SMax };

    private CounterStep Within(Interval cut) => this with
    {
        Width = Width is { } known ? new Interval(Math.Max(known.UMin, cut.UMin), Math.Min(known.UMax, cut.UMax), Math.Max(known.SMin, cut.SMin), Math.Min(known.SMax, cut.SMax)) : cut,
    };
}
