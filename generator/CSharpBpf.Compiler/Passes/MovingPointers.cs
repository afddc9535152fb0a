using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Strength reduction of packet addresses. In a loop that the kernel walks trip by trip (<see cref="PointerStride"/>), "start + counter * size" becomes a
/// pointer that each trip moves by the size of its step, and the constant distance at which such a pointer starts becomes part of its accesses' offsets.
/// An index stays whose range, or whose packet's length, a test inside the loop tells: what is proven there of the start and the index, nothing would prove of
/// the pointer.
/// </summary>
internal sealed class MovingPointers
{
    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly LoopInfo loops;
    private readonly IntervalAnalysis intervals;
    private readonly LoopBounds bounds;
    private readonly Dictionary<(IrValue Root, IrInstruction Counter, long Factor), IrInstruction> made = [];
    private readonly Replacements replacements = new();
    private bool changed;

    private MovingPointers(IrFunction function)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        loops = new LoopInfo(cfg, dominators);
        intervals = new IntervalAnalysis(dominators, loops);
        bounds = new LoopBounds(loops, dominators, intervals);
    }

    public static bool Run(IrFunction function)
    {
        bool hasPacketLoop = function.Blocks.Exists(static block => block.Instructions.Exists(static i => i is { Op: IrOp.Phi } or { Op: IrOp.PtrAdd, Type: IrType.PacketPointer }));
        return hasPacketLoop && new MovingPointers(function).Run();
    }

    private bool Run()
    {
        foreach (Loop loop in loops.Loops)
        {
            if (bounds.ExactTrips(loop) is { } trips && loop.Latches is [var latch] && Entry(loop) is { } entry)
            {
                MoveIndexed(loop, trips, entry, latch);
                MoveStarts(loop, entry, latch);
            }
        }

        replacements.ApplyTo(function);
        return changed;
    }

    private BasicBlock? Entry(Loop loop)
    {
        List<BasicBlock> entries = [.. cfg.Predecessors(loop.Header).Where(predecessor => !loop.Latches.Contains(predecessor))];
        return entries.Count == 1 ? entries[0] : null;
    }

    private void MoveIndexed(Loop loop, long trips, BasicBlock entry, BasicBlock latch)
    {
        foreach (BasicBlock block in loop.Blocks)
        {
            foreach (IrInstruction address in block.Instructions.Where(static i => i is { Op: IrOp.PtrAdd, Type: IrType.PacketPointer } && i.Operands[1] is not IrConstant).ToList())
            {
                (IrValue root, long distance) = PointerRules.Strip(address.Operands[0]);
                if ((root is IrInstruction { Block: { } home } && loops.Contains(loop, home)) || loop.Blocks.Exists(inner => BoundsCheck.Of(inner)?.Root == root)
                    || LinearForm.Of(address.Operands[1]) is not { Variable: IrInstruction counter } form
                    || !IsWholeRange(loop, trips, entry, latch, counter, block, out long first, out long step)
                    || !form.IsBelow(PacketOffsets.Maximum, intervals.At(counter, block)) || distance + form.Addend is < 0 or > PacketOffsets.Maximum)
                {
                    continue;
                }

                if (!made.TryGetValue((root, counter, form.Factor), out IrInstruction? moving))
                {
                    moving = Create(loop.Header, latch, entry, root, form.Factor * first, form.Factor * step);
                    made.Add((root, counter, form.Factor), moving);
                }

                replacements.Replace(address, Before(address, moving, distance + form.Addend));
                changed = true;
            }
        }
    }

    /// <summary>Whether a value counts up from a constant by a constant, and the block sees all that it counts through.</summary>
    private bool IsWholeRange(Loop loop, long trips, BasicBlock entry, BasicBlock latch, IrInstruction counter, BasicBlock block, out long first, out long step)
    {
        first = 0;
        step = 0;
        if (counter.Op != IrOp.Phi || counter.Block != loop.Header || IrEdit.PhiOperand(counter, entry) is not IrConstant { Value: >= 0 and <= PacketOffsets.Maximum } start
            || IrEdit.PhiOperand(counter, latch) is not IrInstruction { Op: IrOp.Add } next || next.Operands[0] != counter || next.Operands[1] is not IrConstant { Value: > 0 and <= PacketOffsets.Maximum } added)
        {
            return false;
        }

        first = start.Value;
        step = added.Value;

        // Behind the test in the header there is one trip less.
        long bodies = block != loop.Header && bounds.ExactTrips(loop.Header) is not null ? trips - 1 : trips;
        return intervals.At(counter, block).UMax >= (ulong)(first + (step * (bodies - 1)));
    }

    private static IrInstruction Create(BasicBlock header, BasicBlock latch, BasicBlock entry, IrValue root, long start, long step)
    {
        var phi = new IrInstruction(IrOp.Phi, root.Type) { Block = header };
        phi.PhiBlocks.AddRange([entry, latch]);
        phi.Operands.AddRange([start == 0 ? root : Before(entry.Terminator, root, start), Before(latch.Terminator, phi, step)]);
        header.Instructions.Insert(0, phi);
        return phi;
    }

    private void MoveStarts(Loop loop, BasicBlock entry, BasicBlock latch)
    {
        foreach (IrInstruction phi in IrEdit.Phis(loop.Header).Where(p => p.Type == IrType.PacketPointer && PointerStride.Of(p, loops, bounds) is { Step: > 0 }).ToList())
        {
            (IrValue root, long distance) = PointerRules.Strip(IrEdit.PhiOperand(phi, entry));
            List<IrInstruction> users = [.. function.Blocks.SelectMany(static block => block.Instructions).Where(i => i.Operands.Contains(phi))];
            if (distance is <= 0 or > short.MaxValue || root.Type != phi.Type || !users.TrueForAll(user => loops.Contains(loop, user.Block!) && TakesOffset(user, phi, distance)))
            {
                continue;
            }

            (_, long step) = PointerRules.Strip(IrEdit.PhiOperand(phi, latch));
            IrInstruction moving = Create(loop.Header, latch, entry, root, 0, step);
            users.ForEach(user => user.Operands[0] = Before(user, moving, distance));
            changed = true;
        }
    }

    /// <summary>Whether an access or a step takes the distance up as it is.</summary>
    private static bool TakesOffset(IrInstruction user, IrInstruction pointer, long distance) => user.Op switch
    {
        IrOp.Load => user.Offset + distance <= short.MaxValue,
        IrOp.Store => user.Operands[1] != pointer && user.Offset + distance <= short.MaxValue,
        IrOp.PtrAdd => user.Operands[1] is IrConstant,
        _ => false,
    };

    private static IrInstruction Before(IrInstruction place, IrValue pointer, long distance)
    {
        IrInstruction made = IrEdit.Create(IrOp.PtrAdd, pointer.Type, place.Location, pointer, IrConstant.I64(distance));
        made.Block = place.Block;
        place.Block!.Instructions.Insert(place.Block.Instructions.IndexOf(place), made);
        return made;
    }
}
