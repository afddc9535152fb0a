using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Where variables need phis: the iterated dominance frontier of their stores, as far as the variable is live there.</summary>
internal sealed class PhiPlacement
{
    private static readonly List<(SsaConstruction.Variable, IrInstruction)> None = [];

    private readonly CfgInfo cfg;
    private readonly List<int>[] frontiers;
    private readonly List<(SsaConstruction.Variable, IrInstruction)>?[] phis;

    // Sets over block numbers, cleared by giving each variable its own mark.
    private readonly int[] live;
    private readonly int[] placed;
    private int mark;

    public PhiPlacement(CfgInfo cfg, DominatorTree dominators)
    {
        this.cfg = cfg;
        int count = cfg.ReversePostorder.Count;
        phis = new List<(SsaConstruction.Variable, IrInstruction)>?[count];
        live = new int[count];
        placed = new int[count];
        frontiers = new List<int>[count];
        for (int i = 0; i < count; i++)
        {
            frontiers[i] = [];
        }

        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            IReadOnlyList<BasicBlock> predecessors = cfg.Predecessors(block);
            if (predecessors.Count < 2)
            {
                continue;
            }

            BasicBlock dominator = dominators.ImmediateDominator(block)!;
            foreach (BasicBlock predecessor in predecessors)
            {
                for (BasicBlock runner = predecessor; runner != dominator; runner = dominators.ImmediateDominator(runner)!)
                {
                    List<int> frontier = frontiers[runner.Number];
                    if (frontier.Count == 0 || frontier[frontier.Count - 1] != block.Number)
                    {
                        frontier.Add(block.Number);
                    }
                }
            }
        }
    }

    public IReadOnlyList<(SsaConstruction.Variable Variable, IrInstruction Phi)> In(BasicBlock block) => phis[block.Number] ?? None;

    public void Place(SsaConstruction.Variable variable)
    {
        mark++;
        MarkLive(variable);
        var work = new Stack<int>();
        foreach (IrInstruction store in variable.Stores)
        {
            // The home of an instruction in an unreachable block has a negative number.
            if (store.Block!.Number >= 0)
            {
                work.Push(store.Block.Number);
            }
        }

        while (work.Count > 0)
        {
            foreach (int number in frontiers[work.Pop()])
            {
                if (placed[number] == mark || live[number] != mark)
                {
                    continue;
                }

                placed[number] = mark;
                (phis[number] ??= []).Add((variable, IrEdit.Create(IrOp.Phi, variable.Type, variable.Alloca.Location)));
                work.Push(number);
            }
        }
    }

    /// <summary>Marks the blocks at whose start the variable will be read before it is stored.</summary>
    private void MarkLive(SsaConstruction.Variable variable)
    {
        var homes = new HashSet<BasicBlock>();
        foreach (IrInstruction store in variable.Stores)
        {
            homes.Add(store.Block!);
        }

        var work = new Stack<BasicBlock>();
        foreach (IrInstruction load in variable.Loads)
        {
            BasicBlock block = load.Block!;
            if (block.Number < 0 || live[block.Number] == mark)
            {
                continue;
            }

            if (!variable.StoresFirst(block))
            {
                live[block.Number] = mark;
                work.Push(block);
            }
        }

        while (work.Count > 0)
        {
            foreach (BasicBlock predecessor in cfg.Predecessors(work.Pop()))
            {
                if (live[predecessor.Number] != mark && !homes.Contains(predecessor))
                {
                    live[predecessor.Number] = mark;
                    work.Push(predecessor);
                }
            }
        }
    }
}
