using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Verifier;

/// <summary>Which instructions some path from the entry reaches, if both sides of every condition are possible (the kernel's check_cfg).</summary>
internal static class Reachability
{
    /// <summary>Adds one error for each run of instructions that no path reaches.</summary>
    public static void Check(SlotMap map, List<VerifierError> errors)
    {
        bool[] reached = Walk(map);
        bool inRun = false;
        for (int slot = 0; slot < map.SlotCount; slot++)
        {
            if (map.At(slot) is not { } instruction)
            {
                continue;
            }

            if (!reached[slot] && !inRun)
            {
                errors.Add(new VerifierError(slot, $"'{instruction}' is unreachable", "every instruction must be on a path from the program's entry", "remove it, or jump to it"));
            }

            inRun = !reached[slot];
        }
    }

    private static bool[] Walk(SlotMap map)
    {
        bool[] reached = new bool[map.SlotCount];
        Stack<int> open = new();
        Visit(0);
        while (open.Count > 0)
        {
            int slot = open.Pop();
            Instruction instruction = map.At(slot)!.Value;
            InstructionKind? kind = SlotMap.KindOf(instruction);
            Visit(SlotMap.JumpTarget(instruction, slot));
            Visit(SlotMap.FunctionTarget(instruction, slot));
            if (kind is not (InstructionKind.Exit or InstructionKind.Goto))
            {
                Visit(slot + instruction.SlotCount);
            }
        }

        return reached;

        void Visit(long? slot)
        {
            if (slot is { } next && map.Contains(next) && !reached[(int)next] && map.At((int)next) is not null)
            {
                reached[(int)next] = true;
                open.Push((int)next);
            }
        }
    }
}
