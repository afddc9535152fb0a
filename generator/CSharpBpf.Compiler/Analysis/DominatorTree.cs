using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Dominators of the reachable blocks (Cooper, Harvey and Kennedy's iteration over the reverse postorder).</summary>
public sealed class DominatorTree
{
    private readonly CfgInfo cfg;
    private readonly int[] immediate;
    private readonly List<BasicBlock>[] children;
    private readonly int[] enter;
    private readonly int[] leave;

    public DominatorTree(CfgInfo cfg)
    {
        this.cfg = cfg;
        int count = cfg.ReversePostorder.Count;
        immediate = new int[count];
        for (int i = 1; i < count; i++)
        {
            immediate[i] = -1;
        }

        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = 1; i < count; i++)
            {
                int dominator = -1;
                foreach (BasicBlock predecessor in cfg.Predecessors(cfg.ReversePostorder[i]))
                {
                    if (immediate[predecessor.Number] >= 0)
                    {
                        dominator = dominator < 0 ? predecessor.Number : Intersect(predecessor.Number, dominator);
                    }
                }

                if (immediate[i] != dominator)
                {
                    immediate[i] = dominator;
                    changed = true;
                }
            }
        }

        children = new List<BasicBlock>[count];
        for (int i = 0; i < count; i++)
        {
            children[i] = [];
        }

        for (int i = 1; i < count; i++)
        {
            children[immediate[i]].Add(cfg.ReversePostorder[i]);
        }

        enter = new int[count];
        leave = new int[count];
        NumberTree();
    }

    public BasicBlock? ImmediateDominator(BasicBlock block) => block.Number == 0 ? null : cfg.ReversePostorder[immediate[block.Number]];

    /// <summary>In reverse postorder: a child comes after all siblings that can reach it without a back edge.</summary>
    public IReadOnlyList<BasicBlock> Children(BasicBlock block) => children[block.Number];

    /// <summary>Whether every path from the entry to <paramref name="block"/> goes through <paramref name="dominator"/>; a block dominates itself.</summary>
    public bool Dominates(BasicBlock dominator, BasicBlock block) =>
        enter[dominator.Number] <= enter[block.Number] && leave[block.Number] <= leave[dominator.Number];

    /// <summary>The one block from which a block is entered, the ways back to it from what it dominates aside: what holds on that edge holds behind it.</summary>
    public BasicBlock? OnlyEntry(BasicBlock block)
    {
        BasicBlock? entry = null;
        foreach (BasicBlock predecessor in cfg.Predecessors(block))
        {
            if (Dominates(block, predecessor))
            {
                continue;
            }

            if (entry is not null)
            {
                return null;
            }

            entry = predecessor;
        }

        return entry;
    }

    /// <summary>The blocks so that parents come before children, and children in the order of <see cref="Children"/>.</summary>
    public List<BasicBlock> Preorder()
    {
        var order = new List<BasicBlock>(children.Length);
        var stack = new Stack<BasicBlock>();
        stack.Push(cfg.ReversePostorder[0]);
        while (stack.Count > 0)
        {
            BasicBlock block = stack.Pop();
            order.Add(block);
            List<BasicBlock> below = children[block.Number];
            for (int i = below.Count - 1; i >= 0; i--)
            {
                stack.Push(below[i]);
            }
        }

        return order;
    }

    private int Intersect(int left, int right)
    {
        while (left != right)
        {
            while (left > right)
            {
                left = immediate[left];
            }

            while (right > left)
            {
                right = immediate[right];
            }
        }

        return left;
    }

    private void NumberTree()
    {
        int clock = 0;
        var stack = new Stack<(int Block, int NextChild)>();
        stack.Push((0, 0));
        while (stack.Count > 0)
        {
            (int block, int nextChild) = stack.Pop();
            if (nextChild == 0)
            {
                enter[block] = clock++;
            }

            if (nextChild == children[block].Count)
            {
                leave[block] = clock++;
                continue;
            }

            stack.Push((block, nextChild + 1));
            stack.Push((children[block][nextChild].Number, 0));
        }
    }
}
