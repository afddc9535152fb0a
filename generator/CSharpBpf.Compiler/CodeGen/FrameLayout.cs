using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Places the frame objects below r10. Objects that are never in use at once share bytes. An object is in use from its first mention to its last on any
/// path; one whose address goes anywhere but into an argument of the next call is in use everywhere. What is stored before the first or after the last
/// mention cannot be read, so nobody sees the sharing.
/// </summary>
internal static class FrameLayout
{
    /// <summary>MAX_BPF_STACK of the kernel.</summary>
    public const int MaximumSize = 512;

    /// <summary>Sets every object's offset.</summary>
    /// <returns>The size of the frame in bytes.</returns>
    public static int Place(MachineFunction function)
    {
        List<FrameObject> mentioned = Mentioned(function);
        HashSet<(int, int)> conflicts = Conflicts(function, mentioned);
        var placed = new List<FrameObject>();
        int size = 0;
        foreach (FrameObject item in mentioned.OrderByDescending(item => item.Alignment).ThenByDescending(item => item.Size).ThenBy(item => item.Index))
        {
            List<FrameObject> inTheWay = placed.FindAll(other => conflicts.Contains(Pair(item, other)));
            int end = Align(item.Size, item.Alignment);
            bool moved;
            do
            {
                moved = false;
                foreach (FrameObject other in inTheWay)
                {
                    // In bytes below r10, an object lies between its end - size and its end.
                    if (end - item.Size < -other.Offset && -other.Offset - other.Size < end)
                    {
                        end = Align(-other.Offset + item.Size, item.Alignment);
                        moved = true;
                    }
                }
            }
            while (moved);

            item.Offset = -end;
            placed.Add(item);
            size = System.Math.Max(size, end);
        }

        return size;
    }

    private static int Align(int value, int alignment) => (value + alignment - 1) / alignment * alignment;

    private static (int, int) Pair(FrameObject a, FrameObject b) => a.Index < b.Index ? (a.Index, b.Index) : (b.Index, a.Index);

    private static List<FrameObject> Mentioned(MachineFunction function)
    {
        var indexes = new SortedSet<int>();
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                if (instruction.Frame is not null)
                {
                    indexes.Add(instruction.Frame.Index);
                }
            }
        }

        return [.. indexes.Select(index => function.Frame[index])];
    }

    private static HashSet<(int, int)> Conflicts(MachineFunction function, List<FrameObject> objects)
    {
        int count = function.Frame.Count;
        var escaped = new BitSet(count);
        var before = new Dictionary<MachineBlock, BitSet>();
        var after = new Dictionary<MachineBlock, BitSet>();
        foreach (MachineBlock block in function.Blocks)
        {
            before.Add(block, new BitSet(count));
            after.Add(block, new BitSet(count));
            AddEscapes(block, escaped);
        }

        Propagate(function, before, after);
        var conflicts = new HashSet<(int, int)>();
        foreach (FrameObject item in objects)
        {
            if (escaped.Contains(item.Index))
            {
                foreach (FrameObject other in objects)
                {
                    conflicts.Add(Pair(item, other));
                }
            }
        }

        foreach (MachineBlock block in function.Blocks)
        {
            AddConflicts(function, block, before[block].Clone(), after[block].Clone(), conflicts);
        }

        return conflicts;
    }

    /// <summary>before: mentioned on some path to the block's start; after: mentioned on some path from its end.</summary>
    private static void Propagate(MachineFunction function, Dictionary<MachineBlock, BitSet> before, Dictionary<MachineBlock, BitSet> after)
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in function.Blocks)
            {
                BitSet passed = before[block].Clone();
                AddMentions(block, passed);
                foreach (MachineBlock successor in block.Successors)
                {
                    changed |= before[successor].UnionWith(passed);
                }
            }

            for (int i = function.Blocks.Count - 1; i >= 0; i--)
            {
                MachineBlock block = function.Blocks[i];
                foreach (MachineBlock successor in block.Successors)
                {
                    BitSet passed = after[successor].Clone();
                    AddMentions(successor, passed);
                    changed |= after[block].UnionWith(passed);
                }
            }
        }
    }

    private static void AddMentions(MachineBlock block, BitSet mentioned)
    {
        foreach (MachineInstruction instruction in block.Instructions)
        {
            if (instruction.Frame is not null)
            {
                mentioned.Add(instruction.Frame.Index);
            }
        }
    }

    private static void AddConflicts(MachineFunction function, MachineBlock block, BitSet before, BitSet after, HashSet<(int, int)> conflicts)
    {
        int last = block.Instructions.Count;
        var pendingFrom = new Dictionary<int, int>();
        for (int i = 0; i < last; i++)
        {
            if (block.Instructions[i].Frame is { } frame)
            {
                pendingFrom[frame.Index] = i;
            }
        }

        // An address in an argument register is used by the call, not where it is made.
        for (int i = 0; i < last; i++)
        {
            if (block.Instructions[i] is { Op: MachineOp.FrameAddress, Frame: { } frame })
            {
                int call = block.Instructions.FindIndex(i, instruction => instruction.Op == MachineOp.Call);
                pendingFrom[frame.Index] = System.Math.Max(pendingFrom[frame.Index], call < 0 ? last : call);
            }
        }

        // Where two are in use at once, one of them is mentioned between two mentions of the other: looking at mentions finds every conflict.
        for (int i = 0; i < last; i++)
        {
            if (block.Instructions[i].Frame is not { } frame)
            {
                continue;
            }

            before.Add(frame.Index);
            foreach (int index in before.Members())
            {
                if (index != frame.Index && (after.Contains(index) || (pendingFrom.TryGetValue(index, out int lastMention) && lastMention >= i)))
                {
                    conflicts.Add(Pair(frame, function.Frame[index]));
                }
            }
        }
    }

    private static void AddEscapes(MachineBlock block, BitSet escaped)
    {
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            if (block.Instructions[i] is { Op: MachineOp.FrameAddress, Frame: { } frame } address && !EndsInCall(block, i, address.Destination))
            {
                escaped.Add(frame.Index);
            }
        }
    }

    /// <summary>Whether the address stays in an argument register until the next call of the block, unread by anything else.</summary>
    private static bool EndsInCall(MachineBlock block, int index, int register)
    {
        if (register is < Register.R1 or > Register.R5)
        {
            return false;
        }

        var operands = new List<int>();
        for (int i = index + 1; i < block.Instructions.Count; i++)
        {
            MachineInstruction instruction = block.Instructions[i];
            if (instruction.Op == MachineOp.Call)
            {
                return register <= instruction.ArgumentCount;
            }

            operands.Clear();
            instruction.AddUses(operands);
            instruction.AddDefinitions(operands);
            if (operands.Contains(register))
            {
                return false;
            }
        }

        return false;
    }
}
