using System.Collections.Generic;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>Removes what cannot run, which the kernel refuses, and what only jumps on.</summary>
internal static class ControlFlowCleanup
{
    public static void RemoveUnreachable(MachineFunction function)
    {
        var reached = new HashSet<MachineBlock> { function.Blocks[0] };
        var work = new Stack<MachineBlock>(reached);
        while (work.Count > 0)
        {
            foreach (MachineBlock successor in work.Pop().Successors)
            {
                if (reached.Add(successor))
                {
                    work.Push(successor);
                }
            }
        }

        function.Blocks.RemoveAll(block => !reached.Contains(block));
    }

    /// <summary>Leads jumps to a block that only jumps on to where it jumps, and makes a branch whose ways are one a jump.</summary>
    public static void ThreadJumps(MachineFunction function)
    {
        foreach (MachineBlock block in function.Blocks)
        {
            MachineInstruction terminator = block.Terminator;
            terminator.Target = terminator.Target is null ? null : Destination(terminator.Target);
            terminator.Otherwise = terminator.Otherwise is null ? null : Destination(terminator.Otherwise);
            if (terminator.Op == MachineOp.Branch && terminator.Target == terminator.Otherwise)
            {
                block.Instructions[block.Instructions.Count - 1] = new MachineInstruction(MachineOp.Jump) { Target = terminator.Target, Location = terminator.Location };
            }
        }

        RemoveUnreachable(function);
    }

    private static MachineBlock Destination(MachineBlock block)
    {
        var passed = new HashSet<MachineBlock>();
        while (block.Instructions.Count == 1 && block.Terminator.Op == MachineOp.Jump && passed.Add(block))
        {
            block = block.Terminator.Target!;
        }

        return block;
    }
}
