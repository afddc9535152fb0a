using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Where registers are short, what was stored into a variable too, as a part of a key mostly, is loaded from there where it is used later, and need not keep its
/// register so long. As the argument of a call that costs no more than the move did. Only registers take part that are loaded in the width they are stored in,
/// and that are only moved, they and their copies: of those the kernel knows no more before the store than after the load.
/// </summary>
internal sealed class StoredCopies
{
    private readonly MachineFunction function;
    private readonly HashSet<int> spilled;
    private readonly HashSet<int> unspillable;
    private readonly Dictionary<int, Place> places = [];
    private readonly List<int> registers = [];

    public StoredCopies(MachineFunction function, HashSet<int> spilled, HashSet<int> unspillable)
    {
        this.function = function;
        this.spilled = spilled;
        this.unspillable = unspillable;
        FindPlaces();
    }

    /// <summary>Replaces uses of the variables' contents. False if there is none.</summary>
    public bool Run()
    {
        bool changed = false;
        if (places.Count > 0)
        {
            Dictionary<MachineBlock, HashSet<int>> valid = Propagate();
            foreach (MachineBlock block in function.Blocks)
            {
                changed |= Rewrite(block, valid[block]);
            }
        }

        return changed;
    }

    private void FindPlaces()
    {
        Webs webs = FindWebs();
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction store in block.Instructions)
            {
                if (store.Op == MachineOp.Store && store.Frame is { IsOnlyStoredTo: true } variable && !InterferenceGraph.IsMachine(store.Source) && !unspillable.Contains(store.Source) && !places.ContainsKey(store.Source)
                    && webs.LoadedAs(store.Source) == store.Size)
                {
                    places.Add(store.Source, new Place(variable, store.Offset, store.Size));
                }
            }
        }
    }

    private Webs FindWebs()
    {
        var webs = new Webs(function.RegisterCount);
        foreach (MachineInstruction instruction in function.Blocks.SelectMany(static block => block.Instructions))
        {
            if (instruction.Op == MachineOp.Copy && !InterferenceGraph.IsMachine(instruction.Destination) && !InterferenceGraph.IsMachine(instruction.Source))
            {
                webs.Join(instruction.Destination, instruction.Source);
                continue;
            }

            registers.Clear();
            instruction.AddDefinitions(registers);
            registers.ForEach(register => webs.Note(register, instruction.Op == MachineOp.Load ? instruction.Size : null));
            registers.Clear();
            instruction.AddUses(registers);
            foreach (int register in registers)
            {
                // Stored, or an argument: the kernel learns nothing of it there.
                if (!(instruction.Op == MachineOp.Store && instruction.Destination != register) && !IsArgument(instruction))
                {
                    webs.Note(register, null);
                }
            }
        }

        return webs;
    }

    private static bool IsArgument(MachineInstruction instruction) => instruction.Op == MachineOp.Copy && InterferenceGraph.IsMachine(instruction.Destination);

    /// <summary>Which registers' contents are in their variables at the start of each block, on all ways there.</summary>
    private Dictionary<MachineBlock, HashSet<int>> Propagate()
    {
        var valid = new Dictionary<MachineBlock, HashSet<int>>();
        foreach (MachineBlock block in function.Blocks)
        {
            valid.Add(block, block == function.Blocks[0] ? [] : [.. places.Keys]);
        }

        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in function.Blocks)
            {
                var end = new HashSet<int>(valid[block]);
                block.Instructions.ForEach(instruction => Step(instruction, end));
                foreach (MachineBlock successor in block.Successors)
                {
                    int before = valid[successor].Count;
                    valid[successor].IntersectWith(end);
                    changed |= valid[successor].Count != before;
                }
            }
        }

        return valid;
    }

    private void Step(MachineInstruction instruction, HashSet<int> valid)
    {
        registers.Clear();
        instruction.AddDefinitions(registers);
        valid.ExceptWith(registers);
        if (instruction.Op == MachineOp.Store && instruction.Frame is not null)
        {
            foreach (KeyValuePair<int, Place> place in places)
            {
                if (place.Value.IsOf(instruction) && instruction.Source == place.Key)
                {
                    valid.Add(place.Key);
                }
                else if (place.Value.Overlaps(instruction))
                {
                    valid.Remove(place.Key);
                }
            }
        }
    }

    private bool Rewrite(MachineBlock block, HashSet<int> valid)
    {
        bool changed = false;
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            MachineInstruction instruction = block.Instructions[i];
            registers.Clear();
            instruction.AddUses(registers);
            foreach (int register in registers.FindAll(register => valid.Contains(register) && (IsArgument(instruction) || (spilled.Contains(register) && !places[register].IsOf(instruction)))))
            {
                int loaded = function.CreateRegister();
                unspillable.Add(loaded);
                Place place = places[register];
                block.Instructions.Insert(i++, new MachineInstruction(MachineOp.Load)
                {
                    Size = place.Size,
                    Destination = loaded,
                    Source = Register.R10,
                    Frame = place.Variable,
                    Offset = place.Offset,
                    Location = instruction.Location,
                });
                instruction.MapRegisters(used => used == register ? loaded : used);
                changed = true;
            }

            Step(instruction, valid);
        }

        return changed;
    }

    /// <summary>Registers that are copies of each other, and in which width all of them are loaded, if nothing else is done with them than to move them.</summary>
    private sealed class Webs(int count)
    {
        private readonly int[] parents = [.. Enumerable.Range(0, count)];
        private readonly MemorySize?[] sizes = new MemorySize?[count];
        private readonly bool[] isOther = new bool[count];

        public MemorySize? LoadedAs(int register) => isOther[Find(register)] ? null : sizes[Find(register)];

        public void Note(int register, MemorySize? loaded)
        {
            int web = Find(register);
            isOther[web] |= loaded is null || (sizes[web] ?? loaded) != loaded;
            sizes[web] ??= loaded;
        }

        public void Join(int first, int second)
        {
            int kept = Find(first), merged = Find(second);
            if (kept != merged)
            {
                parents[merged] = kept;
                isOther[kept] |= isOther[merged];
                if (sizes[merged] is { } size)
                {
                    Note(kept, size);
                }
            }
        }

        private int Find(int register)
        {
            while (parents[register] != register)
            {
                register = parents[register] = parents[parents[register]];
            }

            return register;
        }
    }

    /// <summary>Bytes of a variable.</summary>
    private sealed record Place(FrameObject Variable, int Offset, MemorySize Size)
    {
        public bool IsOf(MachineInstruction store) => store.Op == MachineOp.Store && store.Frame == Variable && store.Offset == Offset && store.Size == Size;

        public bool Overlaps(MachineInstruction store) => store.Frame == Variable && store.Offset < Offset + Size.ByteCount() && Offset < store.Offset + store.Size.ByteCount();
    }
}
