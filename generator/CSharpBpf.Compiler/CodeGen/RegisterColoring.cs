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
    /// <summary>r0 to r9.</summary>
    private const int ColorCount = 10;

    /// <summary>First what calls may destroy, in the order of encoding size on x86-64 (r5 and r7 to r9 need a REX prefix), r0 after the arguments; then what calls keep.</summary>
    private static readonly int[] preference = [1, 2, 3, 4, 0, 5, 6, 7, 8, 9];

    private readonly InterferenceGraph graph;
    private readonly HashSet<int> unspillable;
    private readonly NodeState[] states;
    private readonly MoveState[] moveStates;
    private readonly List<int>[] movesOf;
    private readonly int[] aliases;
    private readonly int[] colors;
    private readonly double[] costs;
    private readonly Stack<int> selected = new();
    private readonly Stack<int> toSimplify = new();
    private readonly Stack<int> toFreeze = new();
    private readonly Stack<int> toCoalesce = new();

    private RegisterColoring(InterferenceGraph graph, HashSet<int> unspillable)
    {
        this.graph = graph;
        this.unspillable = unspillable;
        states = new NodeState[graph.Count];
        moveStates = new MoveState[graph.Moves.Count];
        movesOf = new List<int>[graph.Count];
        aliases = new int[graph.Count];
        colors = new int[graph.Count];
        costs = (double[])graph.Costs.Clone();
        for (int i = 0; i < graph.Count; i++)
        {
            movesOf[i] = [];
            aliases[i] = i;
            colors[i] = InterferenceGraph.IsMachine(i) ? i : MachineInstruction.None;
        }
    }

    private enum NodeState : byte
    {
        Machine,
        Simplify,
        Freeze,
        Spill,
        Selected,
        Coalesced,
        Colored,
        Spilled,
    }

    private enum MoveState : byte
    {
        Pending,
        Active,
        Coalesced,
        Constrained,
        Frozen,
    }

    /// <summary>The machine register of each register, or none for the spilled, whose class is told by <paramref name="classes"/>.</summary>
    public static int[] Color(InterferenceGraph graph, HashSet<int> unspillable, out int[] classes)
    {
        var coloring = new RegisterColoring(graph, unspillable);
        coloring.Prepare();
        coloring.Reduce();
        coloring.Assign();
        classes = new int[graph.Count];
        for (int i = 0; i < graph.Count; i++)
        {
            classes[i] = coloring.Alias(i);
        }

        return coloring.colors;
    }

    private void Prepare()
    {
        for (int i = 0; i < graph.Moves.Count; i++)
        {
            movesOf[graph.Moves[i].Destination].Add(i);
            if (graph.Moves[i].Source != graph.Moves[i].Destination)
            {
                movesOf[graph.Moves[i].Source].Add(i);
            }
        }

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
        if (graph.Degrees[node] >= ColorCount)
        {
            states[node] = NodeState.Spill;
        }
        else if (IsMoveRelated(node))
        {
            states[node] = NodeState.Freeze;
            toFreeze.Push(node);
        }
        else
        {
            states[node] = NodeState.Simplify;
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
                if (moveStates[move] == MoveState.Pending)
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

    private bool TryPop(Stack<int> work, NodeState state, out int node)
    {
        while (work.Count > 0)
        {
            node = work.Pop();
            if (states[node] == state)
            {
                return true;
            }
        }

        node = MachineInstruction.None;
        return false;
    }

    private int Alias(int node)
    {
        while (aliases[node] != node)
        {
            node = aliases[node];
        }

        return node;
    }

    private bool IsInGraph(int node) => states[node] is not (NodeState.Selected or NodeState.Coalesced);

    private bool IsMoveRelated(int node)
    {
        foreach (int move in movesOf[node])
        {
            if (moveStates[move] is MoveState.Pending or MoveState.Active)
            {
                return true;
            }
        }

        return false;
    }

    private void Simplify(int node)
    {
        states[node] = NodeState.Selected;
        selected.Push(node);
        foreach (int neighbour in graph.Neighbours(node))
        {
            if (IsInGraph(neighbour))
            {
                DecrementDegree(neighbour);
            }
        }
    }

    private void DecrementDegree(int node)
    {
        if (InterferenceGraph.IsMachine(node) || graph.Degrees[node]-- != ColorCount)
        {
            return;
        }

        EnableMoves(node);
        foreach (int neighbour in graph.Neighbours(node))
        {
            if (IsInGraph(neighbour) && !InterferenceGraph.IsMachine(neighbour))
            {
                EnableMoves(neighbour);
            }
        }

        if (states[node] == NodeState.Spill)
        {
            Classify(node);
        }
    }

    private void EnableMoves(int node)
    {
        foreach (int move in movesOf[node])
        {
            if (moveStates[move] == MoveState.Active)
            {
                moveStates[move] = MoveState.Pending;
                toCoalesce.Push(move);
            }
        }
    }

    private void Coalesce(int move)
    {
        int kept = Alias(graph.Moves[move].Destination);
        int merged = Alias(graph.Moves[move].Source);
        if (InterferenceGraph.IsMachine(merged))
        {
            (kept, merged) = (merged, kept);
        }

        if (kept == merged)
        {
            moveStates[move] = MoveState.Coalesced;
            Reconsider(kept);
        }
        else if (InterferenceGraph.IsMachine(merged) || graph.Interfere(kept, merged))
        {
            moveStates[move] = MoveState.Constrained;
            Reconsider(kept);
            Reconsider(merged);
        }
        else if (InterferenceGraph.IsMachine(kept) ? IsSafeWithMachine(kept, merged) : IsSafe(kept, merged))
        {
            moveStates[move] = MoveState.Coalesced;
            Combine(kept, merged);
            Reconsider(kept);
        }
        else
        {
            moveStates[move] = MoveState.Active;
        }
    }

    /// <summary>A node that lost its last move can be simplified.</summary>
    private void Reconsider(int node)
    {
        if (!InterferenceGraph.IsMachine(node) && states[node] == NodeState.Freeze && !IsMoveRelated(node))
        {
            states[node] = NodeState.Simplify;
            toSimplify.Push(node);
        }
    }

    /// <summary>George's test: whoever is in the merged node's way is already in the machine register's way or surely colourable.</summary>
    private bool IsSafeWithMachine(int machine, int merged)
    {
        foreach (int neighbour in graph.Neighbours(merged))
        {
            if (IsInGraph(neighbour) && !InterferenceGraph.IsMachine(neighbour) && graph.Degrees[neighbour] >= ColorCount && !graph.Interfere(neighbour, machine))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Briggs' test: the merged node has too few neighbours of high degree to become uncolourable.</summary>
    private bool IsSafe(int kept, int merged)
    {
        int significant = 0;
        foreach (int neighbour in graph.Neighbours(kept))
        {
            if (IsInGraph(neighbour))
            {
                bool shared = graph.Interfere(neighbour, merged);
                significant += graph.Degrees[neighbour] - (shared && !InterferenceGraph.IsMachine(neighbour) ? 1 : 0) >= ColorCount ? 1 : 0;
            }
        }

        foreach (int neighbour in graph.Neighbours(merged))
        {
            if (IsInGraph(neighbour) && !graph.Interfere(neighbour, kept))
            {
                significant += graph.Degrees[neighbour] >= ColorCount ? 1 : 0;
            }
        }

        return significant < ColorCount;
    }

    private void Combine(int kept, int merged)
    {
        states[merged] = NodeState.Coalesced;
        aliases[merged] = kept;
        movesOf[kept].AddRange(movesOf[merged]);
        costs[kept] += costs[merged];
        EnableMoves(merged);
        if (!unspillable.Contains(merged))
        {
            unspillable.Remove(kept);
        }

        foreach (int neighbour in graph.Neighbours(merged).ToArray())
        {
            if (IsInGraph(neighbour))
            {
                graph.Connect(neighbour, kept);
                DecrementDegree(neighbour);
            }
        }

        if (!InterferenceGraph.IsMachine(kept) && graph.Degrees[kept] >= ColorCount)
        {
            states[kept] = NodeState.Spill;
        }
    }

    private void FreezeMoves(int node)
    {
        foreach (int move in movesOf[node])
        {
            if (moveStates[move] is not (MoveState.Active or MoveState.Pending))
            {
                continue;
            }

            moveStates[move] = MoveState.Frozen;
            int destination = Alias(graph.Moves[move].Destination);
            int source = Alias(graph.Moves[move].Source);
            Reconsider(destination == Alias(node) ? source : destination);
        }
    }

    private int SpillCandidate()
    {
        int best = MachineInstruction.None;
        double bestPriority = double.MaxValue;
        for (int node = MachineInstruction.FirstVirtual; node < graph.Count; node++)
        {
            if (states[node] != NodeState.Spill)
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

    private void Assign()
    {
        while (selected.Count > 0)
        {
            int node = selected.Pop();
            var isTaken = new bool[MachineInstruction.FirstVirtual];
            foreach (int neighbour in graph.Neighbours(node))
            {
                int color = colors[Alias(neighbour)];
                if (color >= 0)
                {
                    isTaken[color] = true;
                }
            }

            int chosen = PreferredByMove(node, isTaken);
            for (int i = 0; chosen < 0 && i < preference.Length; i++)
            {
                if (!isTaken[preference[i]])
                {
                    chosen = preference[i];
                }
            }

            colors[node] = chosen;
            states[node] = chosen >= 0 ? NodeState.Colored : NodeState.Spilled;
        }

        for (int i = MachineInstruction.FirstVirtual; i < colors.Length; i++)
        {
            colors[i] = colors[Alias(i)];
        }
    }

    /// <summary>A move that was given up may still vanish if both sides happen to get one colour.</summary>
    private int PreferredByMove(int node, bool[] isTaken)
    {
        foreach (int move in movesOf[node])
        {
            int destination = Alias(graph.Moves[move].Destination);
            int other = destination == node ? Alias(graph.Moves[move].Source) : destination;
            if (colors[other] is >= 0 and < ColorCount && !isTaken[colors[other]])
            {
                return colors[other];
            }
        }

        return MachineInstruction.None;
    }
}
