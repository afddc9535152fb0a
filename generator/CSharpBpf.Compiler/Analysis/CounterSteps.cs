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

    /// <summary>Whether only one value of the counter goes this way back to the header: a counter that moves goes it once.</summary>
    public bool IsTakenOnce(BasicBlock latch) => OneValueOn(latch, loop.Header) is not null;

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
        // Where neither is negative, they are the same numbers with a sign and without one.
        return next.Value >= 0 && OneValueOn(from, to) is { } value ? new CounterStep(next.Value - value.Counter, next.Value - value.Counter, value.Width) : null;
    }

    /// <summary>The value that the counter has, exactly to the kernel too, whenever a trip goes this way; null if it is not always the same.</summary>
    private (decimal Counter, Interval? Width)? OneValueOn(BasicBlock from, BasicBlock to)
    {
        if (!intervals.IsConstantOnPath(counter))
        {
            return null;
        }

        (decimal, Interval?)? value = ValueOnEdge(from, to);
        for (BasicBlock block = from; value is null && block != loop.Header && loops.Contains(loop, block); block = dominators.ImmediateDominator(block)!)
        {
            value = dominators.OnlyEntry(block) is { } entry ? ValueOnEdge(entry, block) : null;
        }

        return value;
    }

    private (decimal Counter, Interval? Width)? ValueOnEdge(BasicBlock from, BasicBlock to)
    {
        if (from.Terminator is not { Op: IrOp.CondBr } branch || branch.Targets[0] == branch.Targets[1])
        {
            return null;
        }

        bool holds = branch.Targets[0] == to;
        (IrValue tested, IrValue equal) = branch.Operands[0] switch
        {
            IrInstruction { Op: IrOp.Eq } test when holds => (test.Operands[0], test.Operands[1]),
            IrInstruction { Op: IrOp.Ne } test when !holds => (test.Operands[0], test.Operands[1]),
            IrInstruction test when !holds => (test, IrConstant.I32(0)),
            IrValue test => (test, test),
        };
        return equal is IrConstant { Value: >= 0 } constant && Of(tested) is { } offset && offset.Least == offset.Most && constant.Value >= offset.Least
            ? (constant.Value - offset.Least, offset.Width)
            : null;
    }
}
