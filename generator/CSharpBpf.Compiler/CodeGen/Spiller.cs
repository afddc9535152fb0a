using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>Rewrites a function so that some registers live on the stack, or are made again: each use and definition gets a short register of its own.</summary>
internal sealed class Spiller
{
    private readonly MachineFunction function;
    private readonly HashSet<int> unspillable;
    private readonly int slotSize;
    private readonly HashSet<int> spilled;
    private readonly Dictionary<int, MachineInstruction> recipes = [];
    private readonly Dictionary<int, FrameObject> slots = [];

    public Spiller(MachineFunction function, HashSet<int> spilled, HashSet<int> unspillable, int slotSize)
    {
        this.function = function;
        this.spilled = spilled;
        this.unspillable = unspillable;
        this.slotSize = slotSize;
    }

    public void Run()
    {
        FindRecipes();
        foreach (MachineBlock block in function.Blocks)
        {
            Rewrite(block);
        }
    }

    /// <summary>A register with one definition, which needs no other register, is made again instead of stored.</summary>
    private void FindRecipes()
    {
        var definitions = new List<int>();
        var several = new HashSet<int>();
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                definitions.Clear();
                instruction.AddDefinitions(definitions);
                foreach (int register in definitions)
                {
                    if (!spilled.Contains(register))
                    {
                        continue;
                    }

                    if (!several.Add(register) || !instruction.IsRematerializable)
                    {
                        recipes.Remove(register);
                    }
                    else
                    {
                        recipes.Add(register, instruction);
                    }
                }
            }
        }
    }

    private void Rewrite(MachineBlock block)
    {
        var rewritten = new List<MachineInstruction>(block.Instructions.Count);
        var uses = new List<int>();
        var definitions = new List<int>();
        foreach (MachineInstruction instruction in block.Instructions)
        {
            uses.Clear();
            definitions.Clear();
            instruction.AddUses(uses);
            instruction.AddDefinitions(definitions);
            if (definitions.Count == 1 && recipes.ContainsKey(definitions[0]))
            {
                continue;
            }

            if (instruction is { Op: MachineOp.LoadConstant, Immediate: 0 } && spilled.Contains(instruction.Destination))
            {
                // Of a zero the kernel knows behind an immediate store too what it is; of other constants only since 6.3.
                rewritten.Add(StoreTo(instruction.Destination, MachineInstruction.None, instruction));
                continue;
            }

            var replacements = new Dictionary<int, int>();
            foreach (int register in uses)
            {
                if (spilled.Contains(register) && !replacements.ContainsKey(register))
                {
                    replacements.Add(register, Reload(register, instruction, rewritten));
                }
            }

            rewritten.Add(instruction);
            foreach (int register in definitions)
            {
                if (spilled.Contains(register))
                {
                    if (!replacements.ContainsKey(register))
                    {
                        replacements.Add(register, CreateShort());
                    }

                    if (function.BoundedCounters.Contains(register) && instruction.Op != MachineOp.LoadConstant)
                    {
                        rewritten.Add(new MachineInstruction(MachineOp.AskNumber) { Source = replacements[register], Location = instruction.Location });
                    }

                    rewritten.Add(StoreTo(register, replacements[register], instruction));
                }
            }

            if (replacements.Count > 0)
            {
                instruction.MapRegisters(register => replacements.TryGetValue(register, out int replacement) ? replacement : register);
            }
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(rewritten);
    }

    private MachineInstruction StoreTo(int register, int source, MachineInstruction definition) => new(MachineOp.Store)
    {
        Size = MemorySize.DoubleWord,
        Destination = Register.R10,
        Frame = Slot(register),
        Source = source,
        Location = definition.Location,
    };

    private int Reload(int register, MachineInstruction user, List<MachineInstruction> rewritten)
    {
        int replacement = CreateShort();
        MachineInstruction reload;
        if (recipes.TryGetValue(register, out MachineInstruction? recipe))
        {
            reload = recipe.Clone();
            reload.Destination = replacement;
        }
        else
        {
            reload = new MachineInstruction(MachineOp.Load)
            {
                Size = MemorySize.DoubleWord,
                Destination = replacement,
                Source = Register.R10,
                Frame = Slot(register),
            };
        }

        reload.Location = user.Location;
        rewritten.Add(reload);
        return replacement;
    }

    private int CreateShort()
    {
        int register = function.CreateRegister();
        unspillable.Add(register);
        return register;
    }

    private FrameObject Slot(int register)
    {
        if (!slots.TryGetValue(register, out FrameObject? slot))
        {
            slots.Add(register, slot = function.CreateFrameObject(null, slotSize, slotSize));
        }

        return slot;
    }
}
