using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// What a loop computes anew in each trip from values that it does not change is computed once, in front of it. Not what the kernel must know the range of
/// (<see cref="NeededRanges"/>): inside the loop a test may have bounded what it is made of. Nor what costs a register and no instruction.
/// </summary>
internal sealed class LoopInvariants
{
    /// <summary>Registers that values kept over a loop may take; a loop with a call has few that calls leave alone.</summary>
    private const int MaximumHoisted = 3;

    private readonly CfgInfo cfg;
    private readonly DominatorTree dominators;
    private readonly LoopInfo loops;
    private readonly NeededRanges ranges;

    private LoopInvariants(IrFunction function)
    {
        cfg = new CfgInfo(function);
        dominators = new DominatorTree(cfg);
        loops = new LoopInfo(cfg, dominators);
        ranges = new NeededRanges(cfg.ReversePostorder, loops);
    }

    public static bool Run(IrFunction function)
    {
        var pass = new LoopInvariants(function);
        bool changed = false;
        foreach (Loop loop in pass.loops.Loops)
        {
            changed |= pass.Hoist(loop);
        }

        return changed;
    }

    private bool Hoist(Loop loop)
    {
        if (dominators.ImmediateDominator(loop.Header) is not { } entry || loops.Contains(loop, entry) || HasCall(loop))
        {
            return false;
        }

        int hoisted = 0;
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            if (!loops.Contains(loop, block) || !RunsEveryTrip(loop, block))
            {
                continue;
            }

            foreach (IrInstruction instruction in block.Instructions.FindAll(i => IsWorthIt(i)))
            {
                if (hoisted < MaximumHoisted && instruction.Operands.TrueForAll(operand => IsInvariant(loop, operand)))
                {
                    block.Instructions.Remove(instruction);
                    instruction.Block = entry;
                    entry.Instructions.Insert(entry.Instructions.Count - 1, instruction);
                    hoisted++;
                }
            }
        }

        return hoisted > 0;
    }

    private static bool HasCall(Loop loop) => loop.Blocks.Exists(static block => block.Instructions.Exists(static i => i.Op is IrOp.Call or IrOp.CallHelper));

    /// <summary>Otherwise it would be computed for trips that do not ask for it.</summary>
    private bool RunsEveryTrip(Loop loop, BasicBlock block) => loop.Latches.TrueForAll(latch => dominators.Dominates(block, latch));

    private bool IsWorthIt(IrInstruction instruction) => instruction.Op is <= IrOp.Not or >= IrOp.ByteSwap16 and <= IrOp.ByteSwap64 && !ranges.Contains(instruction);

    private bool IsInvariant(Loop loop, IrValue value) => value is not IrInstruction { Block: { } home } || !loops.Contains(loop, home);
}
