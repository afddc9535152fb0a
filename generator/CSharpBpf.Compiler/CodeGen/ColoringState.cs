using System.Collections.Generic;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>Where a register stands in the reduction of the graph.</summary>
internal enum NodeState : byte
{
    Machine,
    Simplify,
    Freeze,
    Spill,
    Selected,
    Coalesced,
}

/// <summary>What is known of a move: to be tried, tried without success so far, or decided.</summary>
internal enum MoveState : byte
{
    Pending,
    Active,
    Coalesced,
    Constrained,
    Frozen,
}

/// <summary>What the colouring knows of the nodes and moves of an interference graph: how far each is, and which nodes have become one.</summary>
internal sealed class ColoringState
{
    /// <summary>r0 to r9.</summary>
    public const int ColorCount = 10;

    private readonly List<int>[] movesOf;
    private readonly int[] aliases;

    public ColoringState(InterferenceGraph graph)
    {
        Graph = graph;
        Nodes = new NodeState[graph.Count];
        Moves = new MoveState[graph.Moves.Count];
        movesOf = new List<int>[graph.Count];
        aliases = new int[graph.Count];
        for (int i = 0; i < graph.Count; i++)
        {
            movesOf[i] = [];
            aliases[i] = i;
        }

        for (int i = 0; i < graph.Moves.Count; i++)
        {
            movesOf[graph.Moves[i].Destination].Add(i);
            if (graph.Moves[i].Source != graph.Moves[i].Destination)
            {
                movesOf[graph.Moves[i].Source].Add(i);
            }
        }
    }

    public InterferenceGraph Graph { get; }

    public NodeState[] Nodes { get; }

    public MoveState[] Moves { get; }

    /// <summary>The moves that have the node, or one that was merged into it, on a side.</summary>
    public IReadOnlyList<int> MovesOf(int node) => movesOf[node];

    public int Alias(int node)
    {
        while (aliases[node] != node)
        {
            node = aliases[node];
        }

        return node;
    }

    public bool IsInGraph(int node) => Nodes[node] is not (NodeState.Selected or NodeState.Coalesced);

    public bool IsMoveRelated(int node)
    {
        foreach (int move in movesOf[node])
        {
            if (Moves[move] is MoveState.Pending or MoveState.Active)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>From now on <paramref name="merged"/> is another name of <paramref name="kept"/>.</summary>
    public void Merge(int kept, int merged)
    {
        Nodes[merged] = NodeState.Coalesced;
        aliases[merged] = kept;
        movesOf[kept].AddRange(movesOf[merged]);
    }
}
