namespace CSharpBpf.Compiler.CodeGen;

/// <summary>Whether making one register of two keeps a colourable graph colourable. Both tests are conservative: a no may be wrong, a yes is not.</summary>
internal static class CoalescingTest
{
    public static bool IsSafe(ColoringState state, int kept, int merged) =>
        InterferenceGraph.IsMachine(kept) ? IsSafeWithMachine(state, kept, merged) : IsSafeAmongVirtual(state, kept, merged);

    /// <summary>George's test: whoever is in the merged node's way is already in the machine register's way or surely colourable.</summary>
    private static bool IsSafeWithMachine(ColoringState state, int machine, int merged)
    {
        foreach (int neighbour in state.Graph.Neighbours(merged))
        {
            if (state.IsInGraph(neighbour) && !InterferenceGraph.IsMachine(neighbour) && state.Graph.Degrees[neighbour] >= ColoringState.ColorCount
                && !state.Graph.Interfere(neighbour, machine))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Briggs' test: the merged node has too few neighbours of high degree to become uncolourable.</summary>
    private static bool IsSafeAmongVirtual(ColoringState state, int kept, int merged)
    {
        int significant = 0;
        foreach (int neighbour in state.Graph.Neighbours(kept))
        {
            if (state.IsInGraph(neighbour))
            {
                bool shared = state.Graph.Interfere(neighbour, merged);
                significant += state.Graph.Degrees[neighbour] - (shared && !InterferenceGraph.IsMachine(neighbour) ? 1 : 0) >= ColoringState.ColorCount ? 1 : 0;
            }
        }

        foreach (int neighbour in state.Graph.Neighbours(merged))
        {
            if (state.IsInGraph(neighbour) && !state.Graph.Interfere(neighbour, kept))
            {
                significant += state.Graph.Degrees[neighbour] >= ColoringState.ColorCount ? 1 : 0;
            }
        }

        return significant < ColoringState.ColorCount;
    }
}
