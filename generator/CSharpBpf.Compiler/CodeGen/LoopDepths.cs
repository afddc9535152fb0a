using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>How many natural loops each reachable block lies in: what a loop's header dominates and what reaches its back edge.</summary>
internal static class LoopDepths
{
    public static Dictionary<BasicBlock, int> Compute(CfgInfo cfg, DominatorTree dominators)
    {
        var depths = new Dictionary<BasicBlock, int>();
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            depths.Add(block, 0);
        }

        foreach (BasicBlock header in cfg.ReversePostorder)
        {
            foreach (BasicBlock member in Loop(header, cfg, dominators))
            {
                depths[member]++;
            }
        }

        return depths;
    }

    private static HashSet<BasicBlock> Loop(BasicBlock header, CfgInfo cfg, DominatorTree dominators)
    {
        var members = new HashSet<BasicBlock>();
        var work = new Stack<BasicBlock>();
        foreach (BasicBlock latch in cfg.Predecessors(header))
        {
            if (dominators.Dominates(header, latch))
            {
                members.Add(header);
                if (members.Add(latch))
                {
                    work.Push(latch);
                }
            }
        }

        while (work.Count > 0)
        {
            foreach (BasicBlock predecessor in cfg.Predecessors(work.Pop()))
            {
                if (members.Add(predecessor))
                {
                    work.Push(predecessor);
                }
            }
        }

        return members;
    }
}
