using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Loops whose trips are known before they run (<see cref="ConstantLoop"/>). One with very few trips becomes straight code, where the counter and what is
/// asked of it are constants. One with many trips does several in each, so that it counts, and checks the packet's length, less often. Only where that
/// adds few instructions: what a copy does not need is not counted.
/// </summary>
internal sealed class LoopUnrolling
{
    private const int MaximumStraightTrips = 4;
    private const int StraightGrowth = 12;

    /// <summary>From so many trips on one test less for each is worth instructions.</summary>
    private const int ManyTrips = 32;
    private const int MaximumFactor = 8;
    private const int FactorGrowth = 4;

    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly LoopInfo loops;
    private readonly ValueSlots slots = new();

    private LoopUnrolling(IrFunction function)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        loops = new LoopInfo(cfg, new DominatorTree(cfg));
    }

    public static bool Run(IrFunction function)
    {
        // Each loop once, and all is looked at anew after each.
        var seen = new HashSet<BasicBlock>();
        bool changed = false;
        while (new LoopUnrolling(function).UnrollNext(seen))
        {
            changed = true;
        }

        return changed;
    }

    private bool UnrollNext(HashSet<BasicBlock> seen)
    {
        foreach (Loop loop in loops.Loops)
        {
            if (seen.Add(loop.Header) && loop.Latches.Count == 1 && loop.Children.Count == 0 && Entry(loop) is { } entry && Bodies(loop) is { } bodies && Unroll(loop, entry, bodies))
            {
                if (slots.Place(function))
                {
                    SsaConstruction.Run(function);
                }

                return true;
            }
        }

        return false;
    }

    private bool Unroll(Loop loop, BasicBlock entry, long bodies)
    {
        // What stands in front of the test in a block of its own stays for the last trip.
        int size = SizeOfCopy(loop);
        long added = loop.Latches[0] == loop.Header ? bodies : bodies - 1;
        if (bodies is >= 1 and <= MaximumStraightTrips && size * added <= StraightGrowth)
        {
            var copy = new LoopCopy(function, loop, slots);
            for (long i = 0; i < bodies; i++)
            {
                entry = copy.Insert(entry);
            }

            // What is left of the loop is its last test, which leaves.
            IrInstruction test = loop.Header.Terminator;
            test.Operands[0] = IrConstant.I32(loops.Contains(loop, test.Targets[0]) ? 0 : 1);
            return true;
        }

        if (bodies < ManyTrips)
        {
            return false;
        }

        int factor = 1;
        for (int i = 2; i <= MaximumFactor; i++)
        {
            factor = bodies % i == 0 && size * (i - 1) <= FactorGrowth ? i : factor;
        }

        if (factor == 1)
        {
            return false;
        }

        var trip = new LoopCopy(function, loop, slots);
        BasicBlock last = loop.Latches[0];
        for (int i = 1; i < factor; i++)
        {
            last = trip.Insert(last);
        }

        return true;
    }

    /// <summary>The only block that the loop is entered from.</summary>
    private BasicBlock? Entry(Loop loop)
    {
        BasicBlock? entry = null;
        foreach (BasicBlock predecessor in cfg.Predecessors(loop.Header))
        {
            if (predecessor != loop.Latches[0])
            {
                if (entry is not null)
                {
                    return null;
                }

                entry = predecessor;
            }
        }

        return entry;
    }

    /// <summary>How often the loop runs whole, if the header's test alone decides that and other ways out are not taken.</summary>
    private long? Bodies(Loop loop)
    {
        IrInstruction test = loop.Header.Terminator;
        if (test.Op != IrOp.CondBr || test.Operands[0] is not IrInstruction condition || loops.Contains(loop, test.Targets[0]) == loops.Contains(loop, test.Targets[1]))
        {
            return null;
        }

        return ConstantLoop.Trips(loop, condition, !loops.Contains(loop, test.Targets[0]), LoopBounds.Budget) - 1;
    }

    /// <summary>The instructions of a copy, without what it shares with the trip before it: the header's test, checks of the packet's length, the steps of constants.</summary>
    private static int SizeOfCopy(Loop loop)
    {
        int size = 0;
        foreach (BasicBlock block in loop.Blocks)
        {
            size -= block == loop.Header || BoundsCheck.Of(block) is not null ? 2 : 0;
            foreach (IrInstruction instruction in block.Instructions)
            {
                bool isFree = instruction.Op is IrOp.Phi or IrOp.Br or IrOp.ZExt32 or IrOp.Trunc || (instruction.Op is IrOp.PtrAdd && instruction.Operands[1] is IrConstant)
                    || (instruction.Op == IrOp.Add && instruction.Operands[0] is IrInstruction { Op: IrOp.Phi } counter && counter.Block == loop.Header && instruction.Operands[1] is IrConstant);
                size += isFree ? 0 : SizeOf(instruction);
            }
        }

        return size;
    }

    /// <summary>About how many instructions it becomes.</summary>
    private static int SizeOf(IrInstruction instruction) => instruction.Op switch
    {
        IrOp.Call or IrOp.CallHelper => 1 + instruction.Operands.Count,
        IrOp.Copy => 2 * (1 + (instruction.Size / 8)),
        IrOp.Zero => 1 + (instruction.Size / 8),
        _ => 1,
    };
}
