using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Finds how far the values of a loop are from a counter of it.</summary>
internal sealed class CounterSteps(LoopInfo loops, DominatorTree dominators, IntervalAnalysis intervals, Loop loop, IrInstruction counter)
{
    private const int MaximumDepth = 16;

    /// <summary>The distance of a value of the loop from the counter; null if it is not the counter plus something with a bound.</summary>
    public CounterStep? Of(IrValue value) => Of(value, MaximumDepth);

    /// <summary>What is added to the counter on the ways back to the header; null if that has no bound.</summary>
    public CounterStep? OfTrip()
    {
        CounterStep? step = null;
        foreach (BasicBlock latch in loop.Latches)
        {
            if (OnEdge(counter, counter.PhiBlocks.IndexOf(latch), MaximumDepth) is not { } way)
            {
                return null;
            }

            step = step is { } known ? CounterStep.Join(known, way) : way;
        }

        return step;
    }

    private CounterStep? Of(IrValue value, int depth)
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
                return Of(instruction.Operands[0], depth - 1) is { } left
                    ? left.Plus(intervals.At(instruction.Operands[1], home))
                    : Of(instruction.Operands[1], depth - 1)?.Plus(intervals.At(instruction.Operands[0], home));
            case IrOp.Sub:
                return Of(instruction.Operands[0], depth - 1)?.Minus(intervals.At(instruction.Operands[1], home));
            case IrOp.ZExt8 or IrOp.ZExt16 or IrOp.SExt8 or IrOp.SExt16:
                Interval cut = IntervalTransfer.Evaluate(instruction, static operand => Interval.Full(operand.Type));
                return Of(instruction.Operands[0], depth - 1)?.Within(cut);
            case IrOp.Phi when loops.Innermost(home) is { } inner && inner.Header != home:
                CounterStep? joined = null;
                for (int i = 0; i < instruction.Operands.Count; i++)
                {
                    if (OnEdge(instruction, i, depth - 1) is not { } way)
                    {
                        return null;
                    }

                    joined = joined is { } known ? CounterStep.Join(known, way) : way;
                }

                return joined;
            case IrOp.Select:
                return Of(instruction.Operands[1], depth - 1) is { } one && Of(instruction.Operands[2], depth - 1) is { } other ? CounterStep.Join(one, other) : null;
            default:
                return null;
        }
    }

    private CounterStep? OnEdge(IrInstruction phi, int index, int depth) =>
        phi.Operands[index] is IrConstant constant ? To(constant, phi.PhiBlocks[index], phi.Block!) : Of(phi.Operands[index], depth);

    /// <summary>The step to a constant, on a way that only one value of the counter takes: behind "if (counter == 3)".</summary>
    private CounterStep? To(IrConstant next, BasicBlock from, BasicBlock to)
    {
        if (!intervals.IsConstantOnPath(counter))
        {
            return null;
        }

        while (loops.Contains(loop, from))
        {
            if (ValueOnEdge(from, to) is { } value)
            {
                // Where neither is negative, they are the same numbers with a sign and without one.
                return next.Value < 0 ? null : new CounterStep(next.Value - value.Counter, next.Value - value.Counter, value.Width);
            }

            if (from == loop.Header || dominators.OnlyEntry(from) is not { } entry)
            {
                break;
            }

            (from, to) = (entry, from);
        }

        return null;
    }

    private (decimal Counter, Interval? Width)? ValueOnEdge(BasicBlock from, BasicBlock to)
    {
        if (from.Terminator is not { Op: IrOp.CondBr } branch || branch.Targets[0] == branch.Targets[1]
            || branch.Operands[0] is not IrInstruction { Op: IrOp.Eq or IrOp.Ne } test || (branch.Targets[0] == to) != (test.Op == IrOp.Eq)
            || test.Operands[1] is not IrConstant { Value: >= 0 } equal || Of(test.Operands[0]) is not { } offset || offset.Least != offset.Most || equal.Value < offset.Least)
        {
            return null;
        }

        return (equal.Value - offset.Least, offset.Width);
    }
}
