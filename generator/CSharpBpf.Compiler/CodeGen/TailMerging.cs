using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Ends of blocks that do the same with the same registers, and go on to the same place, become one: blocks that are equal always, others from two
/// instructions on, since a jump may be added. To the kernel each way through the code is what it was, but for a call that walks through the entries of a
/// map: one call can only be for one map (seen on 6.1, not on 6.12: "tail_call abusing map_ptr").
/// </summary>
internal static class TailMerging
{
    /// <summary>With the jump at the end: two instructions less, and at most one jump more.</summary>
    private const int ShortestTail = 3;

    public static void Run(MachineFunction function)
    {
        while (MergeAll(function))
        {
            ControlFlowCleanup.ThreadJumps(function);
        }
    }

    private static bool MergeAll(MachineFunction function)
    {
        var byEnd = new Dictionary<(MachineOp Op, MachineBlock? Target), List<MachineBlock>>();
        bool merged = false;
        foreach (MachineBlock block in function.Blocks.ToArray())
        {
            MachineInstruction terminator = block.Terminator;
            if (block.Instructions.Count == 1 && terminator.Op == MachineOp.Jump)
            {
                continue;
            }

            if (!byEnd.TryGetValue((terminator.Op, terminator.Target), out List<MachineBlock>? alike))
            {
                byEnd.Add((terminator.Op, terminator.Target), alike = []);
            }

            // What ends elsewhere after a merge is looked at in the next round.
            if (alike.Exists(other => other.Terminator.DoesSame(terminator) && (Merge(function, block, other) || Merge(function, other, block))))
            {
                merged = true;
            }
            else
            {
                alike.Add(block);
            }
        }

        return merged;
    }

    /// <summary>Lets a block end in the other's tail, if they have one in common that is all of both, or long enough and all of the other, or split off.</summary>
    private static bool Merge(MachineFunction function, MachineBlock block, MachineBlock other)
    {
        int common = 0;
        int most = System.Math.Min(block.Instructions.Count, other.Instructions.Count);
        while (common < most && CanBeOne(block.Instructions[block.Instructions.Count - 1 - common], other.Instructions[other.Instructions.Count - 1 - common]))
        {
            common++;
        }

        bool isWhole = common == other.Instructions.Count && other != function.Blocks[0];
        if (common < ShortestTail && !(isWhole && common == block.Instructions.Count))
        {
            return false;
        }

        MachineBlock tail = isWhole ? other : Split(function, other, common);
        tail.LoopDepth = System.Math.Max(tail.LoopDepth, block.LoopDepth);
        SourceLocation? location = block.Terminator.Location;
        block.Instructions.RemoveRange(block.Instructions.Count - common, common);
        block.Instructions.Add(new MachineInstruction(MachineOp.Jump) { Target = tail, Location = location });
        return true;
    }

    private static bool CanBeOne(MachineInstruction one, MachineInstruction other) =>
        one.DoesSame(other) && one is not { Op: MachineOp.Call, Symbol: null, Immediate: (long)HelperId.ForEachMapElem };

    private static MachineBlock Split(MachineFunction function, MachineBlock block, int length)
    {
        MachineBlock tail = function.CreateBlock();
        int start = block.Instructions.Count - length;
        tail.LoopDepth = block.LoopDepth;
        tail.Instructions.AddRange(block.Instructions.GetRange(start, length));
        block.Instructions.RemoveRange(start, length);
        block.Instructions.Add(new MachineInstruction(MachineOp.Jump) { Target = tail, Location = tail.Instructions[0].Location });
        return tail;
    }
}
