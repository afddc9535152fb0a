using System.Collections.Generic;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>Gives colours to the nodes in the reverse of the order in which they left the graph.</summary>
internal static class ColorAssignment
{
    /// <summary>First what calls may destroy, in the order of encoding size on x86-64 (r5 and r7 to r9 need a REX prefix), r0 after the arguments; then what calls keep.</summary>
    private static readonly int[] Preference = [1, 2, 3, 4, 0, 5, 6, 7, 8, 9];

    /// <summary>The colour of every register; none for those that must be spilled.</summary>
    public static int[] Assign(ColoringState state, Stack<int> selected)
    {
        var colors = new int[state.Graph.Count];
        for (int i = 0; i < colors.Length; i++)
        {
            colors[i] = InterferenceGraph.IsMachine(i) ? i : MachineInstruction.None;
        }

        var slotColors = new Dictionary<FrameObject, int>();
        while (selected.Count > 0)
        {
            int node = selected.Pop();
            var isTaken = new bool[MachineInstruction.FirstVirtual];
            foreach (int neighbour in state.Graph.Neighbours(node))
            {
                int taken = colors[state.Alias(neighbour)];
                if (taken >= 0)
                {
                    isTaken[taken] = true;
                }
            }

            int chosen = PreferredByMove(state, colors, node, isTaken);
            state.Graph.Slots.TryGetValue(node, out FrameObject? slot);
            if (chosen < 0 && slot is not null && slotColors.TryGetValue(slot, out int color) && !isTaken[color])
            {
                chosen = color;
            }

            for (int i = 0; chosen < 0 && i < Preference.Length; i++)
            {
                if (!isTaken[Preference[i]])
                {
                    chosen = Preference[i];
                }
            }

            colors[node] = chosen;
            if (slot is not null && chosen >= 0)
            {
                slotColors[slot] = chosen;
            }
        }

        for (int i = MachineInstruction.FirstVirtual; i < colors.Length; i++)
        {
            colors[i] = colors[state.Alias(i)];
        }

        return colors;
    }

    /// <summary>A move that was given up may still vanish if both sides happen to get one colour.</summary>
    private static int PreferredByMove(ColoringState state, int[] colors, int node, bool[] isTaken)
    {
        foreach (int move in state.MovesOf(node))
        {
            int destination = state.Alias(state.Graph.Moves[move].Destination);
            int other = destination == node ? state.Alias(state.Graph.Moves[move].Source) : destination;
            if (colors[other] is >= 0 and < ColoringState.ColorCount && !isTaken[colors[other]])
            {
                return colors[other];
            }
        }

        return MachineInstruction.None;
    }
}
