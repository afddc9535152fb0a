using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Removes the blocks that no path from the entry reaches: labels nothing jumps to, code behind a jump.</summary>
internal static class UnreachableBlocks
{
    public static void Remove(IrFunction function)
    {
        var reachable = new HashSet<BasicBlock>();
        var pending = new Stack<BasicBlock>();
        pending.Push(function.Blocks[0]);
        while (pending.Count > 0)
        {
            BasicBlock block = pending.Pop();
            if (reachable.Add(block))
            {
                // Calls have targets too: where faults of what they call go.
                foreach (BasicBlock target in block.Instructions.SelectMany(static i => i.Targets))
                {
                    pending.Push(target);
                }
            }
        }

        function.Blocks.RemoveAll(b => !reachable.Contains(b));
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                for (int i = instruction.PhiBlocks.Count - 1; i >= 0; i--)
                {
                    if (!reachable.Contains(instruction.PhiBlocks[i]))
                    {
                        instruction.PhiBlocks.RemoveAt(i);
                        instruction.Operands.RemoveAt(i);
                    }
                }
            }
        }
    }
}
