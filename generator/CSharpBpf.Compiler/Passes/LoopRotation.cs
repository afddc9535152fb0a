using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A loop whose first test is known to hold is tested at its end: the jump back to a test in front becomes the test. Values of the loop that are used
/// behind it are those of the last trip, by slots that become values again at the end of the pass.
/// </summary>
internal sealed class LoopRotation
{
    /// <summary>Instructions beside the jump that the test is made of.</summary>
    private const int MaximumTest = 2;

    private readonly IrFunction function;
    private readonly LoopInfo loops;
    private readonly ValueSlots slots = new();

    private LoopRotation(IrFunction function)
    {
        this.function = function;
        var cfg = new CfgInfo(function);
        loops = new LoopInfo(cfg, new DominatorTree(cfg));
    }

    public static bool Run(IrFunction function)
    {
        var seen = new HashSet<BasicBlock>();
        bool changed = false;
        while (new LoopRotation(function).RotateNext(seen))
        {
            changed = true;
        }

        return changed;
    }

    private bool RotateNext(HashSet<BasicBlock> seen)
    {
        foreach (Loop loop in loops.Loops)
        {
            if (seen.Add(loop.Header) && loop.Latches is [BasicBlock latch] && latch != loop.Header && latch.Terminator.Op == IrOp.Br && TripsFromTheFront(loop) is { } trips)
            {
                Rotate(loop, latch, trips);
                if (slots.Place(function))
                {
                    SsaConstruction.Run(function);
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>How often the body runs, once at least; null if that is not known of the test in front.</summary>
    private long? TripsFromTheFront(Loop loop)
    {
        IrInstruction test = loop.Header.Terminator;
        if (test.Op != IrOp.CondBr || test.Operands[0] is not IrInstruction condition || loops.Contains(loop, test.Targets[0]) == loops.Contains(loop, test.Targets[1]))
        {
            return null;
        }

        int size = 0;
        foreach (IrInstruction instruction in loop.Header.Instructions)
        {
            bool isFree = instruction.Op is IrOp.Phi or IrOp.CondBr or IrOp.ZExt32;
            size += isFree ? 0 : 1;
            if (!isFree && !instruction.Op.IsPure())
            {
                return null;
            }
        }

        return size <= MaximumTest && ConstantLoop.Trips(loop, condition, !loops.Contains(loop, test.Targets[0]), LoopBounds.Budget) is >= 2 and var entries ? entries - 1 : null;
    }

    private void Rotate(Loop loop, BasicBlock latch, long trips)
    {
        BasicBlock header = loop.Header;
        slots.Demote(function, [.. loop.Blocks]);
        var end = new BasicBlock(new BlockNames(function).Create(header.Name));
        var values = new Dictionary<IrValue, IrValue>();
        foreach (IrInstruction instruction in header.Instructions)
        {
            if (instruction.Op == IrOp.Phi)
            {
                values.Add(instruction, IrEdit.PhiOperand(instruction, latch));
                continue;
            }

            IrInstruction copy = IrEdit.Append(end, IrEdit.CloneWithoutOperands(instruction));
            copy.Operands.AddRange(instruction.Operands.ConvertAll(Map));
            values.Add(instruction, copy);
        }

        BasicBlock body = header.Terminator.Targets.Find(target => loops.Contains(loop, target))!;
        BasicBlock exit = header.Terminator.Targets.Find(target => target != body)!;
        foreach (BasicBlock target in header.Terminator.Targets)
        {
            end.Terminator.Targets.Add(target == exit ? exit : header);
        }

        foreach (IrInstruction phi in IrEdit.Phis(exit))
        {
            int index = phi.PhiBlocks.IndexOf(header);
            phi.PhiBlocks[index] = end;
            phi.Operands[index] = Map(phi.Operands[index]);
        }

        foreach (IrInstruction phi in IrEdit.Phis(header))
        {
            phi.PhiBlocks[phi.PhiBlocks.IndexOf(latch)] = end;
        }

        latch.Terminator.Targets[0] = end;
        IrEdit.ReplaceTerminatorByBranch(header, body);
        function.Blocks.Insert(function.Blocks.IndexOf(latch) + 1, end);
        if (trips == 1)
        {
            IrEdit.ReplaceTerminatorByBranch(end, exit);
            IrEdit.RemoveIncoming(header, end);
        }

        IrValue Map(IrValue value) => values.TryGetValue(value, out IrValue? mapped) ? mapped : value;
    }
}
