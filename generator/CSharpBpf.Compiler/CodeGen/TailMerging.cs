using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Ends of blocks that do the same with the same registers, and go on to the same place, become one. A whole block always; a part of one from two
/// instructions on, since a jump to it may be added. To the kernel each way through the code is what it was.
/// </summary>
internal static class TailMerging
{
    private const int ShortestTail = 2;

    public static void Run(MachineFunction function)
    {
        while (MergeOnce(function))
        {
            ControlFlowCleanup.ThreadJumps(function);
        }
    }

    private static bool MergeOnce(MachineFunction function)
    {
        var byEnd = new Dictionary<(MachineOp Op, MachineBlock? Target), List<MachineBlock>>();
        foreach (MachineBlock block in function.Blocks)
        {
            MachineInstruction terminator = block.Terminator;
            if (!byEnd.TryGetValue((terminator.Op, terminator.Target), out List<MachineBlock>? alike))
            {
                byEnd.Add((terminator.Op, terminator.Target), alike = []);
            }

            foreach (MachineBlock other in alike)
            {
                if (Merge(function, block, other) || Merge(function, other, block))
                {
                    return true;
                }
            }

            alike.Add(block);
        }

        return false;
    }

    /// <summary>Lets a block end in the other's tail, if they have one in common that is all of the other or long enough.</summary>
    private static bool Merge(MachineFunction function, MachineBlock block, MachineBlock other)
    {
        int common = 0;
        while (common < block.Instructions.Count && common < other.Instructions.Count && block.Instructions[block.Instructions.Count - 1 - common].DoesSame(other.Instructions[other.Instructions.Count - 1 - common]))
        {
            common++;
        }

        bool isWhole = common == other.Instructions.Count && other != function.Blocks[0];
        if (common == 0 || (common == 1 && block.Terminator.Op != MachineOp.Branch) || !(isWhole || common > ShortestTail))
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
