using System;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A loop that moves a packet pointer by distances of several kinds (8 here, 4 * n there) costs the kernel a state for each mixture of them, since states
/// merge only if one's ranges lie inside the other's. So the pointer is moved in one place, by a distance whose range is the same on each way: shifted by
/// a zero that the kernel does not know as one (it does not fold "x - x", and forgets what is shifted by a variable), then masked to what it is anyway.
/// Where a kernel sees through that, it costs what it did without. Two instructions a trip, so only where the estimate is high, and where the distances
/// have no common form (<see cref="CommonDistance"/>).
/// </summary>
internal sealed class LoopStepWidening
{
    /// <summary>Instructions that the kernel may walk for one loop before they are worth two more in each trip.</summary>
    private const double Affordable = 4_000;

    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly DominatorTree dominators;
    private readonly LoopInfo loops;
    private readonly IntervalAnalysis intervals;
    private readonly LoopBounds bounds;
    private readonly UseLists uses;

    private LoopStepWidening(IrFunction function)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        dominators = new DominatorTree(cfg);
        loops = new LoopInfo(cfg, dominators);
        intervals = new IntervalAnalysis(dominators, loops);
        bounds = new LoopBounds(loops, dominators, intervals);
        uses = new UseLists(cfg.ReversePostorder);
    }

    public static bool Run(IrFunction function) => new LoopStepWidening(function).Run();

    private bool Run()
    {
        bool changed = false;
        foreach (Loop loop in loops.Loops)
        {
            // Across a call the zero would need a register that calls leave alone, or the stack.
            if (loop.Latches is not [BasicBlock latch] || loop.Children.Count > 0 || loop.Blocks.Exists(static block => block.Instructions.Exists(static i => i.Op is IrOp.Call or IrOp.CallHelper)))
            {
                continue;
            }

            foreach (IrInstruction phi in IrEdit.Phis(loop.Header))
            {
                if (phi.Type == IrType.PacketPointer && Widen(loop, phi, phi.PhiBlocks.IndexOf(latch)))
                {
                    changed = true;
                    break;
                }
            }
        }

        return changed;
    }

    private bool Widen(Loop loop, IrInstruction phi, int back)
    {
        var steps = LoopSteps.Of(phi, back, loop, loops);
        if (steps is null || steps.Kinds < 2 || !steps.HasUncheckedStep(uses))
        {
            return false;
        }

        IrInstruction? source = Estimate(loop, steps.Kinds) < Affordable ? null : OpaqueSource(loop);
        if (CommonDistance.Of(steps, loop, loops, intervals) is { } common)
        {
            MoveBy(common, phi, back, source);
            return true;
        }

        if (source is null)
        {
            return false;
        }

        ulong most = 0;
        foreach ((IrValue distance, BasicBlock block) in steps.Distances)
        {
            Interval range = intervals.At(distance, block);
            most = Math.Max(most, range.SMin < 0 ? ulong.MaxValue : range.UMax);
        }

        if (most > PacketOffsets.Maximum)
        {
            return false;
        }

        ulong mask = 1;
        while (mask < most)
        {
            mask = (mask << 1) | 1;
        }

        int taught = TeachingChecks();
        IrValue before = phi.Operands[back];
        BasicBlock latch = phi.PhiBlocks[back];
        SourceLocation? location = (before as IrInstruction)?.Location;
        IrInstruction zero = OpaqueZero(loop.Header, source);
        IrInstruction wide = zero.Type == IrType.I64 ? zero : InsertLast(zero.Block!, IrEdit.Create(IrOp.ZExt32, IrType.I64, location, zero));
        IrInstruction forgotten = InsertLast(latch, IrEdit.Create(IrOp.LShr, IrType.I64, location, steps.Distance(IrType.I64, static distance => distance), wide));
        IrInstruction distanceInRange = InsertLast(latch, IrEdit.Create(IrOp.And, IrType.I64, location, forgotten, IrConstant.I64((long)mask)));
        phi.Operands[back] = InsertLast(latch, IrEdit.Create(IrOp.PtrAdd, phi.Type, location, phi, distanceInRange));
        if (TeachingChecks() == taught)
        {
            return true;
        }

        // So far from its start the kernel would learn nothing from checks of the packet's length.
        phi.Operands[back] = before;
        return false;
    }

    /// <summary>Moves the pointer in one place. With a source of a zero, the constant distances look to the kernel like those that vary.</summary>
    private void MoveBy(CommonDistance common, IrInstruction phi, int back, IrInstruction? source)
    {
        BasicBlock latch = phi.PhiBlocks[back];
        IrInstruction? zero = null;
        IrValue distance = common.Make(
            (op, type, operands) => InsertLast(latch, IrEdit.Create(op, type, phi.Location, operands)),
            count =>
            {
                if (source is null)
                {
                    return IrConstant.I32(count);
                }

                zero ??= MaskedZero(source, common.ZeroMask, phi);
                return count == 0 ? zero : InsertLast(zero.Block!, IrEdit.Create(IrOp.Add, IrType.I32, phi.Location, zero, IrConstant.I32(count)));
            });
        phi.Operands[back] = InsertLast(latch, IrEdit.Create(IrOp.PtrAdd, phi.Type, phi.Location, phi, distance));
    }

    private IrInstruction MaskedZero(IrInstruction source, ulong mask, IrInstruction phi)
    {
        IrInstruction zero = OpaqueZero(phi.Block!, source);
        IrInstruction narrow = zero.Type == IrType.I32 ? zero : InsertLast(zero.Block!, IrEdit.Create(IrOp.Trunc, IrType.I32, phi.Location, zero));
        return InsertLast(zero.Block!, IrEdit.Create(IrOp.And, IrType.I32, phi.Location, narrow, IrConstant.I32((int)mask)));
    }

    /// <summary>About how many instructions the kernel walks: once the loop's for each mixture of so many kinds in each trip.</summary>
    private double Estimate(Loop loop, int kinds)
    {
        if (bounds.MaximumTrips(loop) is not { } trips)
        {
            return 0;
        }

        double mixtures = 1;
        for (int i = 1; i <= kinds; i++)
        {
            mixtures = mixtures * (trips + i) / i;
        }

        int size = 0;
        foreach (BasicBlock block in loop.Blocks)
        {
            size += block.Instructions.Count;
        }

        return mixtures * size;
    }

    /// <summary>A number that the kernel does not know and that is at hand in front of the loop.</summary>
    private IrInstruction? OpaqueSource(Loop loop)
    {
        BasicBlock? entry = dominators.ImmediateDominator(loop.Header);
        foreach (IrInstruction phi in IrEdit.Phis(loop.Header))
        {
            foreach (IrValue start in phi.Operands)
            {
                if (start is IrInstruction { Op: IrOp.Load, Block: { } home } load && load.Type.IsInteger() && entry is not null && dominators.Dominates(home, entry))
                {
                    return load;
                }
            }
        }

        return entry?.Instructions.FindLast(static i => i.Op is IrOp.Load && i.Type.IsInteger());
    }

    /// <summary>The source minus itself, in front of the loop.</summary>
    private IrInstruction OpaqueZero(BasicBlock header, IrInstruction source) =>
        InsertLast(dominators.ImmediateDominator(header)!, IrEdit.Create(IrOp.Sub, source.Type, source.Location, source, source));

    private int TeachingChecks()
    {
        var currentIntervals = new IntervalAnalysis(dominators, loops);
        var offsets = new PacketOffsets(loops, new LoopBounds(loops, dominators, currentIntervals), currentIntervals);
        int count = 0;
        foreach (BasicBlock block in function.Blocks)
        {
            count += cfg.IsReachable(block) && BoundsCheck.Of(block) is { } check && offsets.MaximumOf(check.Root) + check.Length <= PacketOffsets.Maximum ? 1 : 0;
        }

        return count;
    }

    private static IrInstruction InsertLast(BasicBlock block, IrInstruction instruction)
    {
        instruction.Block = block;
        block.Instructions.Insert(block.Instructions.Count - 1, instruction);
        return instruction;
    }
}
