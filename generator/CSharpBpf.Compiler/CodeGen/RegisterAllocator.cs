using System.Collections.Generic;
using System.Linq;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Gives every virtual register a machine register, or a stack slot. Spilled registers are stored whole, 8 bytes at an 8-byte boundary, so that the kernel
/// keeps what it knows of them (bounds, pointer ids); constants and addresses are made again instead.
/// </summary>
internal static class RegisterAllocator
{
    private const int SlotSize = 8;

    /// <summary>Each round spills at least one register and adds only short ones; this many rounds mean an error in here.</summary>
    private const int MaximumRounds = 200;

    public static void Allocate(MachineFunction function)
    {
        var unspillable = new HashSet<int>();
        for (int round = 0; round < MaximumRounds; round++)
        {
            var graph = new InterferenceGraph(function);
            int[] colors = RegisterColoring.Color(graph, new HashSet<int>(unspillable), out int[] classes);
            if (!Spill(function, colors, classes, unspillable))
            {
                Apply(function, colors);
                return;
            }
        }

        throw new CodeGenException("Register allocation of '" + function.Name + "' does not end.");
    }

    private static void Apply(MachineFunction function, int[] colors)
    {
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                instruction.MapRegisters(register => InterferenceGraph.IsMachine(register) ? register : colors[register]);
            }

            block.Instructions.RemoveAll(instruction => instruction.Op == MachineOp.Copy && instruction.Destination == instruction.Source);
        }
    }

    /// <summary>Moves the registers without colour to the stack. False if there is none.</summary>
    private static bool Spill(MachineFunction function, int[] colors, int[] classes, HashSet<int> unspillable)
    {
        var spilled = new HashSet<int>();
        for (int register = MachineInstruction.FirstVirtual; register < colors.Length; register++)
        {
            if (colors[register] < 0)
            {
                spilled.Add(classes[register]);
            }
        }

        if (spilled.Count == 0)
        {
            return false;
        }

        function.BoundedCounters.UnionWith(function.BoundedCounters.Where(register => spilled.Contains(classes[register])).Select(register => classes[register]).ToList());

        // What was coalesced with a spilled register shares its slot: as one register it needs no copies between slots.
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                instruction.MapRegisters(register => !InterferenceGraph.IsMachine(register) && spilled.Contains(classes[register]) ? classes[register] : register);
            }

            block.Instructions.RemoveAll(instruction => instruction.Op == MachineOp.Copy && instruction.Destination == instruction.Source);
        }

        // Perhaps there is room when what a variable holds too is read from there.
        if (!new StoredCopies(function, spilled, unspillable).Run())
        {
            new Spiller(function, spilled, unspillable, SlotSize).Run();
        }

        return true;
    }
}
