using System;
using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Gives every item its slot. A jump holds 16 bits, and the kernel puts several instructions for one (look-ups, fields of the context) and refuses a program
/// whose jumps outgrow them (bpf_adj_branches of kernel/bpf/core.c, v6.12), so a quarter of that is the most that is asked for. What is farther is a long jump
/// on cpu v4; before, it goes by islands: jumps that stand on the way, where the flow ends or is led around them.
/// </summary>
internal sealed class JumpPlacement(List<AssemblyItem> items, CpuVersion cpu)
{
    private const int MaximumDistance = short.MaxValue / 4;

    /// <summary>An island stands so far from who jumps to it that others can still come between.</summary>
    private const int IslandDistance = MaximumDistance / 8 * 7;

    private readonly Dictionary<AssemblyItem, List<AssemblyItem>> islands = [];
    private readonly SortedDictionary<int, List<AssemblyItem>> added = [];

    public void Run()
    {
        do
        {
            int slot = 0;
            foreach (AssemblyItem item in items)
            {
                item.Slot = slot;
                slot += item.SlotCount;
            }
        }
        while (Shorten());
    }

    private bool Shorten()
    {
        bool changed = false;
        for (int i = 0; i < items.Count; i++)
        {
            AssemblyItem item = items[i];
            if (item.Goal is null || item.IsLong || Math.Abs(item.Distance) <= MaximumDistance)
            {
                continue;
            }

            changed = true;
            if (cpu >= CpuVersion.V4)
            {
                item.IsLong = true;
            }
            else
            {
                item.Goal = FindIsland(item) ?? AddIsland(item, i);
            }
        }

        Insert();
        return changed;
    }

    /// <summary>The island on the way to the same goal that is the farthest one within reach.</summary>
    private AssemblyItem? FindIsland(AssemblyItem item)
    {
        AssemblyItem? best = null;
        if (islands.TryGetValue(item.Goal!, out List<AssemblyItem>? candidates))
        {
            foreach (AssemblyItem island in candidates)
            {
                int distance = Math.Abs(island.Slot - item.Slot);
                bool isOnTheWay = island != item && (island.Slot > item.Slot) == (item.Distance > 0) && distance < Math.Abs(item.Distance);
                if (isOnTheWay && distance <= IslandDistance && (best is null || distance > Math.Abs(best.Slot - item.Slot)))
                {
                    best = island;
                }
            }
        }

        return best;
    }

    private AssemblyItem AddIsland(AssemblyItem item, int index)
    {
        int place = Place(item, index);
        var island = new AssemblyItem(Instructions.Goto(0), item.Location) { Goal = item.Goal, Slot = items[place].Slot };
        ListOf(islands, item.Goal!).Add(island);
        ListOf(added, place).Add(island);
        return island;
    }

    /// <summary>Before which item an island goes: in the far half of what can be reached where the flow ends, else as far as can be reached.</summary>
    private int Place(AssemblyItem item, int index)
    {
        int step = item.Distance > 0 ? 1 : -1;
        int farthest = index;
        int best = -1;
        for (int i = index + step; i > 0 && i < items.Count && Math.Abs(items[i].Slot - item.Slot) <= IslandDistance; i += step)
        {
            if (!items[i - 1].HoldsNext)
            {
                farthest = i;
                best = items[i - 1].EndsFlow && Math.Abs(items[i].Slot - item.Slot) > IslandDistance / 2 ? i : best;
            }
        }

        return best >= 0 ? best : farthest;
    }

    private void Insert()
    {
        if (added.Count == 0)
        {
            return;
        }

        var all = new List<AssemblyItem>(items.Count + (added.Count * 2));
        for (int i = 0; i < items.Count; i++)
        {
            if (added.TryGetValue(i, out List<AssemblyItem>? here))
            {
                if (!items[i - 1].EndsFlow)
                {
                    all.Add(new AssemblyItem(Instructions.Goto(0), items[i].Location) { Goal = items[i] });
                }

                all.AddRange(here);
            }

            all.Add(items[i]);
        }

        items.Clear();
        items.AddRange(all);
        added.Clear();
    }

    private static List<AssemblyItem> ListOf<TKey>(IDictionary<TKey, List<AssemblyItem>> lists, TKey key)
    {
        if (!lists.TryGetValue(key, out List<AssemblyItem>? list))
        {
            list = [];
            lists.Add(key, list);
        }

        return list;
    }
}
