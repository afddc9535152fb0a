using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Predecessors and reverse postorder of the blocks that the entry reaches. Computing it numbers those blocks (BasicBlock.Number, their
/// place in the order), so only the newest CfgInfo of a function may be asked.
/// </summary>
public sealed class CfgInfo
{
    private readonly List<BasicBlock>[] predecessors;

    public CfgInfo(IrFunction function)
    {
        Function = function;
        foreach (BasicBlock block in function.Blocks)
        {
            block.Number = -1;
        }

        ReversePostorder = Order(function.Blocks[0]);
        predecessors = new List<BasicBlock>[ReversePostorder.Count];
        for (int i = 0; i < predecessors.Length; i++)
        {
            predecessors[i] = [];
        }

        foreach (BasicBlock block in ReversePostorder)
        {
            List<BasicBlock> targets = block.Terminator.Targets;
            for (int i = 0; i < targets.Count; i++)
            {
                if (i == 0 || targets[i] != targets[0])
                {
                    predecessors[targets[i].Number].Add(block);
                }
            }
        }
    }

    public IrFunction Function { get; }

    /// <summary>The entry first; every block before its successors, back edges apart.</summary>
    public List<BasicBlock> ReversePostorder { get; }

    public bool IsReachable(BasicBlock block) => block.Number >= 0;

    /// <summary>Each once, even if both of its edges lead here.</summary>
    public IReadOnlyList<BasicBlock> Predecessors(BasicBlock block) => predecessors[block.Number];

    private static List<BasicBlock> Order(BasicBlock entry)
    {
        const int Visited = -2;
        var postorder = new List<BasicBlock>();
        var stack = new Stack<(BasicBlock Block, int NextTarget)>();
        entry.Number = Visited;
        stack.Push((entry, 0));
        while (stack.Count > 0)
        {
            (BasicBlock block, int nextTarget) = stack.Pop();
            List<BasicBlock> targets = block.Terminator.Targets;
            if (nextTarget == targets.Count)
            {
                postorder.Add(block);
                continue;
            }

            stack.Push((block, nextTarget + 1));

            // The last target first, so that the first target comes first in the order.
            BasicBlock target = targets[targets.Count - 1 - nextTarget];
            if (target.Number == -1)
            {
                target.Number = Visited;
                stack.Push((target, 0));
            }
        }

        postorder.Reverse();
        for (int i = 0; i < postorder.Count; i++)
        {
            postorder[i].Number = i;
        }

        return postorder;
    }
}
