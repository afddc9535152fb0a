using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Loops that an open-coded iterator ends (bpf_iter_num_next). The kernel walks through one until a trip brings nothing new (process_iter_next_call and
/// is_state_visited of kernel/bpf/verifier.c): it forgets the numbers that change from trip to trip, but not those that it had to look at, and no pointers. So a
/// loop costs as many trips as such numbers have values.
/// </summary>
internal sealed class IteratedLoops(LoopInfo loops, DominatorTree dominators, IntervalAnalysis intervals)
{
    /// <summary>A first trip, one with numbers forgotten, and one that shows that it brings nothing new.</summary>
    private const long LeastTrips = 3;

    private const long MostTrips = 4096;

    /// <summary>What every trip asks an iterator by whose end leaves the loop; null if there is no such.</summary>
    public IrInstruction? NextOf(Loop loop)
    {
        foreach (BasicBlock block in loop.Blocks)
        {
            if (block.Terminator is { Op: IrOp.CondBr } branch && loops.Innermost(block) == loop && loop.Latches.TrueForAll(latch => dominators.Dominates(block, latch))
                && branch.Operands[0] is IrInstruction { Op: IrOp.Eq or IrOp.Ne } test && IsNext(test.Operands[0]) && IrEdit.IsConstant(test.Operands[1], 0)
                && !loops.Contains(loop, branch.Targets[test.Op == IrOp.Eq ? 0 : 1]))
            {
                return (IrInstruction)test.Operands[0];
            }
        }

        return null;
    }

    /// <summary>How many trips the kernel follows at most; null if there may be no end.</summary>
    public long? Trips(Loop loop)
    {
        HashSet<IrValue> followed = Followed(loop);
        long trips = LeastTrips;
        foreach (IrInstruction phi in IrEdit.Phis(loop.Header))
        {
            if (phi.Type.IsPointer())
            {
                return null;
            }

            if (followed.Contains(phi) && !StartsWide(loop, phi))
            {
                Interval range = intervals.At(phi, loop.Header);
                ulong width = Math.Min(range.UMax - range.UMin, unchecked((ulong)range.SMax - (ulong)range.SMin));
                trips += (long)Math.Min(width / Step(loop, phi), MostTrips);
            }
        }

        return trips <= MostTrips ? trips : null;
    }

    /// <summary>Whether the kernel knows nothing of the number from the start, so that no trip brings anything new of it.</summary>
    private static bool StartsWide(Loop loop, IrInstruction phi)
    {
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            if (!loop.Latches.Contains(phi.PhiBlocks[i]) && !IteratedStarts.IsWide(phi.Operands[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How much the range that the kernel knows of a number grows with a trip: by the largest number that is added, else by 1.</summary>
    private ulong Step(Loop loop, IrInstruction phi)
    {
        ulong least = ulong.MaxValue;
        foreach (BasicBlock latch in loop.Latches)
        {
            Interval added = IrEdit.PhiOperand(phi, latch) is IrInstruction { Op: IrOp.Add } sum && sum.Operands[0] == phi ? intervals.At(sum.Operands[1], sum.Block!) : Interval.Full64;
            least = Math.Min(least, added.SMin >= 0 ? Math.Max(1, added.UMax) : 1);
        }

        return least;
    }

    private static bool IsNext(IrValue value) => value is IrInstruction { Op: IrOp.CallHelper, Helper: KernelFunctionId.IterNumNext };

    /// <summary>What the kernel looks at in the loop: distances of pointers, sizes, what is compared with constants, and what all those are made of.</summary>
    private static HashSet<IrValue> Followed(Loop loop)
    {
        var followed = new HashSet<IrValue>();
        var work = new Stack<IrValue>();
        foreach (BasicBlock block in loop.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                switch (instruction.Op)
                {
                    case IrOp.PtrAdd:
                        work.Push(instruction.Operands[1]);
                        break;
                    case IrOp.CallHelper or IrOp.Call:
                        instruction.Operands.ForEach(work.Push);
                        break;
                    case >= IrOp.Eq and <= IrOp.SGe when instruction.Operands[1] is IrConstant || instruction.Operands[0] is IrConstant:
                        instruction.Operands.ForEach(work.Push);
                        break;
                    case IrOp.CondBr or IrOp.Select:
                        work.Push(instruction.Operands[0]);
                        break;
                }
            }
        }

        while (work.Count > 0)
        {
            if (work.Pop() is IrInstruction instruction && followed.Add(instruction) && instruction.Op is not (IrOp.Load or IrOp.ContextLoad or IrOp.CallHelper or IrOp.Call) && !IsOpenComparison(instruction))
            {
                instruction.Operands.ForEach(work.Push);
            }
        }

        return followed;
    }

    /// <summary>Whether what a comparison says is not decided by numbers that the kernel knows.</summary>
    private static bool IsOpenComparison(IrInstruction instruction) =>
        instruction.Op.IsComparison() && instruction.Operands[0] is not IrConstant && instruction.Operands[1] is not IrConstant;
}
