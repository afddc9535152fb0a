using System.Collections.Generic;
using System.Globalization;
using CSharpBpf.Isa;

namespace CSharpBpf.Verifier;

/// <summary>
/// The first stage of verification: what can be said of a program without knowing any value. Everything listed here the kernel refuses too:
/// <list type="number">
/// <item>a program of no slots, or of more than 1,000,000 (bpf_prog_load);</item>
/// <item>more than 256 functions (add_subprog);</item>
/// <item>an instruction that is none, or with a reserved field that is not zero, or with an operand out of range (<see cref="InstructionValidator"/>;
/// resolve_pseudo_ldimm64, do_check);</item>
/// <item>a call or a function's address that leaves the program (add_subprog);</item>
/// <item>a jump out of its function (check_subprogs), or into the second slot of lddw (check_cfg);</item>
/// <item>a function whose last slot is neither exit nor an unconditional jump (check_subprogs);</item>
/// <item>an instruction that no path from the entry reaches (check_cfg);</item>
/// <item>recursion, or a chain of calls of more than 8 functions (check_max_stack_depth);</item>
/// <item>a write to r10 (check_reg_arg).</item>
/// </list>
/// </summary>
/// <remarks>
/// The kernel checks some of rules 3 and 9 only where its path-sensitive walk comes by; here they hold everywhere. Of the fields that RFC 9669
/// reserves it ignores two, the offset of exit and the high half of a function's address; here they must be zero as well. A function that only BTF names
/// (an exception callback) counts as unreachable. Loops, stack depth, types and values are later stages' matter.
/// </remarks>
public static class ProgramStructure
{
    /// <summary>The most slots that a privileged program may have (BPF_COMPLEXITY_LIMIT_INSNS).</summary>
    public const int MaximumSlots = 1_000_000;

    /// <summary>The most functions that a program may have, its entry included (BPF_MAX_SUBPROGS).</summary>
    public const int MaximumFunctions = 256;

    /// <summary>All errors of a linked program, in the order of its slots; empty when the structure is sound.</summary>
    /// <param name="instructions">The program's entry function first, then its subprograms.</param>
    public static IReadOnlyList<VerifierError> Check(IReadOnlyList<Instruction> instructions)
    {
        int slots = 0;
        foreach (Instruction instruction in instructions)
        {
            slots += instruction.SlotCount;
            if (slots > MaximumSlots)
            {
                return [new VerifierError(MaximumSlots, $"the program has more than {Text(MaximumSlots)} slots", "the kernel takes no larger one", "split it with tail calls")];
            }
        }

        if (slots == 0)
        {
            return [new VerifierError(0, "the program is empty", "it must end in an exit", "give it at least a return value and an exit")];
        }

        SlotMap map = new(instructions, slots);
        List<VerifierError> errors = [];
        CheckForms(instructions, errors);
        CheckTargets(map, errors);
        CheckFunctionEnds(map, errors);
        Reachability.Check(map, errors);
        if (map.Functions.Count <= MaximumFunctions)
        {
            CallDepth.Check(map, errors);
        }

        errors.Sort((left, right) => left.Slot.CompareTo(right.Slot));
        return errors;
    }

    private static void CheckForms(IReadOnlyList<Instruction> instructions, List<VerifierError> errors)
    {
        int slot = 0;
        foreach (Instruction instruction in instructions)
        {
            if (InstructionValidator.Check(instruction, slot) is { } problem)
            {
                errors.Add(new VerifierError(slot, $"'{instruction}': {problem.What}", problem.Why, "encode one of the forms of the instruction table"));
            }
            else if (WritesFramePointer(instruction))
            {
                errors.Add(new VerifierError(slot, $"'{instruction}' writes r10", "the frame pointer is read-only", "copy r10 into another register and change that"));
            }

            slot += instruction.SlotCount;
        }
    }

    private static bool WritesFramePointer(in Instruction instruction)
    {
        RegisterEffects effects = OpcodeTable.Find(instruction)?.Effects ?? RegisterEffects.None;
        return (instruction.Destination == Register.R10 && (effects & RegisterEffects.WritesDestination) != 0)
            || (instruction.Source == Register.R10 && (effects & RegisterEffects.WritesSource) != 0);
    }

    private static void CheckTargets(SlotMap map, List<VerifierError> errors)
    {
        if (map.Functions.Count > MaximumFunctions)
        {
            errors.Add(new VerifierError(
                map.Functions[MaximumFunctions], $"the program has {Text(map.Functions.Count)} functions", $"the kernel takes {Text(MaximumFunctions)}", "inline the small ones"));
        }

        for (int slot = 0; slot < map.SlotCount; slot++)
        {
            if (map.At(slot) is not { } instruction)
            {
                continue;
            }

            if (SlotMap.FunctionTarget(instruction, slot) is { } callee && !map.Contains(callee))
            {
                errors.Add(new VerifierError(slot, $"'{instruction}' names slot {Text(callee)}", $"the program has slots 0 to {Text(map.SlotCount - 1)}", "name the first slot of a function"));
            }

            if (SlotMap.JumpTarget(instruction, slot) is not { } target)
            {
                continue;
            }

            (int start, int end) = map.FunctionAt(slot);
            if (target < start || target >= end)
            {
                errors.Add(new VerifierError(
                    slot, $"'{instruction}' goes to slot {Text(target)}", $"a jump stays in its function, here slots {Text(start)} to {Text(end - 1)}", "call the other function instead"));
            }
            else if (map.At((int)target) is null)
            {
                errors.Add(new VerifierError(
                    slot, $"'{instruction}' goes to slot {Text(target)}, the second half of an lddw", "lddw takes two slots and is executed as a whole", "count two slots for each lddw between"));
            }
        }
    }

    private static void CheckFunctionEnds(SlotMap map, List<VerifierError> errors)
    {
        foreach (int start in map.Functions)
        {
            int last = map.FunctionAt(start).End - 1;
            if (map.At(last) is not { } instruction || SlotMap.KindOf(instruction) is not (InstructionKind.Exit or InstructionKind.Goto))
            {
                errors.Add(new VerifierError(
                    last,
                    $"the function at slot {Text(start)} ends in {(map.At(last) is { } other ? $"'{other}'" : "an lddw")}",
                    "a function's last instruction is exit or an unconditional jump",
                    "end it with exit"));
            }
        }
    }

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
