using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Orders the blocks so that the way a program usually goes falls through: a block is followed by its jump's target, or by the better side of
/// its branch (not the one that leaves the loop, returns at once, or has other ways in). Short returns go to the end.
/// </summary>
internal static class BlockLayout
{
    private const int ShortReturn = 2;

    public static void Order(MachineFunction function)
    {
        var predecessors = new Dictionary<MachineBlock, int>();
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineBlock successor in block.Successors)
            {
                predecessors.TryGetValue(successor, out int count);
                predecessors[successor] = count + 1;
            }
        }

        var order = new List<MachineBlock>();
        var placed = new HashSet<MachineBlock>();
        foreach (bool shortReturns in new[] { false, true })
        {
            foreach (MachineBlock start in function.Blocks)
            {
                MachineBlock? next = IsShortReturn(start) == shortReturns ? start : null;
                while (next is not null && placed.Add(next))
                {
                    order.Add(next);
                    next = Next(next, placed, predecessors);
                }
            }
        }

        function.Blocks.Clear();
        function.Blocks.AddRange(order);
    }

    private static bool IsShortReturn(MachineBlock block) =>
        block.Instructions.Count <= ShortReturn && (block.Terminator.Op == MachineOp.Exit || block.Terminator is { Op: MachineOp.Jump, Target.Instructions: [{ Op: MachineOp.Exit }] });

    private static MachineBlock? Next(MachineBlock block, HashSet<MachineBlock> placed, Dictionary<MachineBlock, int> predecessors)
    {
        MachineInstruction terminator = block.Terminator;
        MachineBlock? best = null;
        int bestScore = int.MinValue;
        foreach (MachineBlock successor in block.Successors)
        {
            if (placed.Contains(successor))
            {
                continue;
            }

            int score = 0;
            score -= IsShortReturn(successor) ? 4 : 0;
            score -= successor.LoopDepth < block.LoopDepth ? 8 : 0;
            score -= predecessors[successor] > 1 ? 1 : 0;

            // In a loop, where each way comes often, a value is rarely the one it is compared with.
            score -= block.LoopDepth > 0 && successor == EqualSide(terminator) ? 2 : 0;

            // A jset can only jump where the bit is set.
            score += terminator.Op == MachineOp.Branch && !terminator.Condition.CanNegate && successor == terminator.Otherwise ? 16 : 0;
            if (score > bestScore)
            {
                best = successor;
                bestScore = score;
            }
        }

        return best;
    }

    /// <summary>Where a branch goes if a register equals a constant other than zero.</summary>
    private static MachineBlock? EqualSide(MachineInstruction terminator)
    {
        Condition condition = terminator.Condition;
        return terminator.Op != MachineOp.Branch || condition.Right != MachineInstruction.None || condition.Immediate == 0 ? null
            : condition.Operation == JumpOperation.Jeq ? terminator.Target
            : condition.Operation == JumpOperation.Jne ? terminator.Otherwise
            : null;
    }
}
