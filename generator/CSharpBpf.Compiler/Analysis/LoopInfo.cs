using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>A natural loop: the blocks that reach a back edge to the header without leaving what the header dominates.</summary>
public sealed class Loop(BasicBlock header)
{
    public BasicBlock Header { get; } = header;

    /// <summary>The sources of the back edges.</summary>
    public List<BasicBlock> Latches { get; } = [];

    /// <summary>With those of the loops inside; the header first.</summary>
    public List<BasicBlock> Blocks { get; } = [header];

    public Loop? Parent { get; internal set; }

    public List<Loop> Children { get; } = [];
}

/// <summary>The natural loops and their nesting. An irreducible cycle is no natural loop: <see cref="IrreducibleEdges"/> tells of it.</summary>
public sealed class LoopInfo
{
    private readonly Loop?[] innermost;

    public LoopInfo(CfgInfo cfg, DominatorTree dominators)
    {
        innermost = new Loop?[cfg.ReversePostorder.Count];
        var byHeader = new Dictionary<BasicBlock, Loop>();
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            foreach (BasicBlock target in block.Terminator.Targets)
            {
                if (target.Number > block.Number)
                {
                    continue;
                }

                if (!dominators.Dominates(target, block))
                {
                    IrreducibleEdges.Add((block, target));
                    continue;
                }

                if (!byHeader.TryGetValue(target, out Loop? loop))
                {
                    loop = new Loop(target);
                    byHeader.Add(target, loop);
                    Loops.Add(loop);
                }

                if (!loop.Latches.Contains(block))
                {
                    loop.Latches.Add(block);
                }
            }
        }

        // Inner headers come later in the reverse postorder, so that the outer loop is known when it meets an inner one.
        Loops.Sort((left, right) => right.Header.Number.CompareTo(left.Header.Number));
        foreach (Loop loop in Loops)
        {
            Fill(loop, cfg);
        }

        foreach (Loop loop in Loops)
        {
            loop.Parent?.Children.Add(loop);
        }
    }

    /// <summary>Inner loops before the loops around them.</summary>
    public List<Loop> Loops { get; } = [];

    /// <summary>Back edges to a block that does not dominate their source.</summary>
    public List<(BasicBlock From, BasicBlock To)> IrreducibleEdges { get; } = [];

    public Loop? Innermost(BasicBlock block) => innermost[block.Number];

    public bool Contains(Loop loop, BasicBlock block)
    {
        for (Loop? at = innermost[block.Number]; at is not null; at = at.Parent)
        {
            if (at == loop)
            {
                return true;
            }
        }

        return false;
    }

    private void Fill(Loop loop, CfgInfo cfg)
    {
        var seen = new HashSet<BasicBlock> { loop.Header };
        var work = new Stack<BasicBlock>(loop.Latches);
        Claim(loop.Header, loop);
        while (work.Count > 0)
        {
            BasicBlock block = work.Pop();
            if (!seen.Add(block))
            {
                continue;
            }

            loop.Blocks.Add(block);
            Claim(block, loop);
            foreach (BasicBlock predecessor in cfg.Predecessors(block))
            {
                work.Push(predecessor);
            }
        }
    }

    private void Claim(BasicBlock block, Loop loop)
    {
        Loop? inner = innermost[block.Number];
        if (inner is null)
        {
            innermost[block.Number] = loop;
            return;
        }

        while (inner.Parent is { } parent && parent != loop)
        {
            inner = parent;
        }

        if (inner != loop)
        {
            inner.Parent = loop;
        }
    }
}
