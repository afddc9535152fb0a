using System;
using System.Collections.Generic;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Iterated register coalescing (George and Appel): simplify what is surely colourable, coalesce moves where that keeps it colourable, give up on a
/// move, or pick a candidate to spill, until the graph is empty; then colour in reverse order. Candidates may still find a colour.
/// Worklists hold entries that may be out of date; the state of the node or move says whether they still count.
/// </summary>
internal sealed class RegisterColoring
{
    private readonly InterferenceGraph graph;
    private readonly HashSet<int> unspillable;
    private readonly ColoringState state;
    private readonly double[] costs;
    private readonly Stack<int> selected = new();
    private readonly Stack<int> toSimplify = new();
    private readonly Stack<int> toFreeze = new();
    private readonly Stack<int> toCoalesce = new();

    private RegisterColoring(InterferenceGraph graph, HashSet<int> unspillable)
    {
        this.graph = graph;
        this.unspillable = unspillable;
        state = new ColoringState(graph);
        costs = (double[])graph.Costs.Clone();
    }

    /// <summary>The machine register of each register, or none for the spilled, whose class is told by <paramref name="classes"/>.</summary>
    public static int[] Color(InterferenceGraph graph, HashSet<int> unspillable, out int[] classes)
    {
        var coloring = new RegisterColoring(graph, unspillable);
        coloring.Prepare();
        coloring.Reduce();
        classes = new int[graph.Count];
        for (int i = 0; i < graph.Count; i++)
        {
            classes[i] = coloring.state.Alias(i);
        }

        return ColorAssignment.Assign(coloring.state, coloring.selected);
    }

    private void Prepare()
    {
        // The most frequent move is taken first: it lies on top.
        var order = new int[graph.Moves.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => graph.Moves[a].Frequency != graph.Moves[b].Frequency ? graph.Moves[a].Frequency.CompareTo(graph.Moves[b].Frequency) : b.CompareTo(a));
        foreach (int move in order)
        {
            toCoalesce.Push(move);
        }

        for (int i = graph.Count - 1; i >= MachineInstruction.FirstVirtual; i--)
        {
            Classify(i);
        }
    }

    private void Classify(int node)
    {
        if (graph.Degrees[node] >= ColoringState.ColorCount)
        {
            state.Nodes[node] = NodeState.Spill;
        }
        else if (state.IsMoveRelated(node))
        {
            state.Nodes[node] = NodeState.Freeze;
            toFreeze.Push(node);
        }
        else
        {
            state.Nodes[node] = NodeState.Simplify;
            toSimplify.Push(node);
        }
    }

    private void Reduce()
    {
        while (true)
        {
            if (TryPop(toSimplify, NodeState.Simplify, out int node))
            {
                Simplify(node);
            }
            else if (toCoalesce.Count > 0)
            {
                int move = toCoalesce.Pop();
                if (state.Moves[move] == MoveState.Pending)
                {
                    Coalesce(move);
                }
            }
            else if (TryPop(toFreeze, NodeState.Freeze, out node))
            {
                FreezeMoves(node);
                Simplify(node);
            }
            else if (SpillCandidate() is int candidate and >= 0)
            {
                FreezeMoves(candidate);
                Simplify(candidate);
            }
            else
            {
                return;
            }
        }
    }

    private bool TryPop(Stack<int> work, NodeState wanted, out int node)
    {
        while (work.Count > 0)
        {
            node = work.Pop();
            if (state.Nodes[node] == wanted)
            {
                return true;
            }
        }

        node = MachineInstruction.None;
        return false;
    }

    private void Simplify(int node)
    {
        state.Nodes[node] = NodeState.Selected;
        selected.Push(node);
        foreach (int neighbour in graph.Neighbours(node))
        {
            if (state.IsInGraph(neighbour))
            {
                DecrementDegree(neighbour);
            }
        }
    }

    private void DecrementDegree(int node)
    {
        if (InterferenceGraph.IsMachine(node) || graph.Degrees[node]-- != ColoringState.ColorCount)
        {
            return;
        }

        EnableMoves(node);
        foreach (int neighbour in graph.Neighbours(node))
        {
            if (state.IsInGraph(neighbour) && !InterferenceGraph.IsMachine(neighbour))
            {
                EnableMoves(neighbour);
            }
        }

        if (state.Nodes[node] == NodeState.Spill)
        {
            Classify(node);
        }
    }

    private void EnableMoves(int node)
    {
        foreach (int move in state.MovesOf(node))
        {
            if (state.Moves[move] == MoveState.Active)
            {
                state.Moves[move] = MoveState.Pending;
                toCoalesce.Push(move);
            }
        }
    }

    private void Coalesce(int move)
    {
        int kept = state.Alias(graph.Moves[move].Destination);
        int merged = state.Alias(graph.Moves[move].Source);
        if (InterferenceGraph.IsMachine(merged))
        {
            (kept, merged) = (merged, kept);
        }

        if (kept == merged)
        {
            state.Moves[move] = MoveState.Coalesced;
            Reconsider(kept);
        }
        else if (InterferenceGraph.IsMachine(merged) || graph.Interfere(kept, merged))
        {
            state.Moves[move] = MoveState.Constrained;
            Reconsider(kept);
            Reconsider(merged);
        }
        else if (CoalescingTest.IsSafe(state, kept, merged))
        {
            state.Moves[move] = MoveState.Coalesced;
            Combine(kept, merged);
            Reconsider(kept);
        }
        else
        {
            state.Moves[move] = MoveState.Active;
        }
    }

    /// <summary>A node that lost its last move can be simplified.</summary>
    private void Reconsider(int node)
    {
        if (!InterferenceGraph.IsMachine(node) && state.Nodes[node] == NodeState.Freeze && !state.IsMoveRelated(node))
        {
            state.Nodes[node] = NodeState.Simplify;
            toSimplify.Push(node);
        }
    }

    private void Combine(int kept, int merged)
    {
        state.Merge(kept, merged);
        costs[kept] += costs[merged];
        EnableMoves(merged);
        if (!unspillable.Contains(merged))
        {
            unspillable.Remove(kept);
        }

        foreach (int neighbour in graph.Neighbours(merged).ToArray())
        {
            if (state.IsInGraph(neighbour))
            {
                graph.Connect(neighbour, kept);
                DecrementDegree(neighbour);
            }
        }

        if (!InterferenceGraph.IsMachine(kept) && graph.Degrees[kept] >= ColoringState.ColorCount)
        {
            state.Nodes[kept] = NodeState.Spill;
        }
    }

    private void FreezeMoves(int node)
    {
        foreach (int move in state.MovesOf(node))
        {
            if (state.Moves[move] is not (MoveState.Active or MoveState.Pending))
            {
                continue;
            }

            state.Moves[move] = MoveState.Frozen;
            int destination = state.Alias(graph.Moves[move].Destination);
            int source = state.Alias(graph.Moves[move].Source);
            Reconsider(destination == state.Alias(node) ? source : destination);
        }
    }

    private int SpillCandidate()
    {
        int best = MachineInstruction.None;
        double bestPriority = double.MaxValue;
        for (int node = MachineInstruction.FirstVirtual; node < graph.Count; node++)
        {
            if (state.Nodes[node] != NodeState.Spill)
            {
                continue;
            }

            double priority = unspillable.Contains(node) ? double.MaxValue / 2 : costs[node] / graph.Degrees[node];
            if (best < 0 || priority < bestPriority)
            {
                best = node;
                bestPriority = priority;
            }
        }

        return best;
    }
}
