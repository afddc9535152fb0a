using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace CSharpBpf.Isa;

/// <summary>An instruction that breaks a rule of its form.</summary>
/// <param name="Slot">Its first slot.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Why">The rule, and what would be right.</param>
public readonly record struct InstructionProblem(int Slot, string What, string Why);

/// <summary>
/// Checks instructions one by one against their row of the <see cref="OpcodeTable"/>: known opcode, registers r0 to r10, reserved fields zero, values
/// in range. What an instruction means together with others (jump targets, types) is the verifier's matter.
/// </summary>
public static class InstructionValidator
{
    /// <summary>All problems of a program, in its order; at most one for each instruction.</summary>
    public static IReadOnlyList<InstructionProblem> Validate(IEnumerable<Instruction> instructions)
    {
        List<InstructionProblem> problems = [];
        int slot = 0;
        foreach (Instruction instruction in instructions)
        {
            if (Check(instruction, slot) is { } problem)
            {
                problems.Add(problem);
            }

            slot += instruction.SlotCount;
        }

        return problems;
    }

    /// <summary>The first problem of an instruction, or null.</summary>
    /// <param name="slot">The slot to report.</param>
    public static InstructionProblem? Check(in Instruction instruction, int slot = 0) => OpcodeTable.Find(instruction) is { } form
        ? CheckField("destination register", form.Destination, instruction.Destination, form, slot)
            ?? CheckField("source register", form.Source, instruction.Source, form, slot)
            ?? CheckField("offset", form.Offset, instruction.Offset, form, slot)
            ?? CheckField("immediate", form.Immediate, instruction.Immediate, form, slot)
        : DescribeUnknown(instruction, slot);

    /// <summary>Says that a valid instruction is too new for a target, or null when the target has it.</summary>
    /// <param name="slot">The slot to report.</param>
    public static InstructionProblem? CheckTarget(in Instruction instruction, CpuVersion cpu, int slot = 0) =>
        OpcodeTable.Find(instruction) is { } form && form.MinimumCpu > cpu
            ? new InstructionProblem(slot, $"{form.Name} is not in instruction set {Name(cpu)}", $"it came with {Name(form.MinimumCpu)} (kernel {form.Since})")
            : null;

    /// <summary>Whether the fields that carry no operand hold what the form wants, so that its text tells everything.</summary>
    internal static bool IsWritable(InstructionForm form, in Instruction instruction) =>
        IsWritable(form.Destination, instruction.Destination)
        && IsWritable(form.Source, instruction.Source)
        && IsWritable(form.Offset, instruction.Offset)
        && IsWritable(form.Immediate, instruction.Immediate)
        && (instruction.SlotCount == 2 ? form.Immediate.Maximum != uint.MaxValue || form.Immediate.Allows(instruction.Immediate) : (int)instruction.Immediate == instruction.Immediate);

    private static bool IsWritable(FieldRule rule, long value) => rule.Use is FieldUse.Value or FieldUse.Distance || rule.Allows(value);

    private static InstructionProblem? CheckField(string field, FieldRule rule, long value, InstructionForm form, int slot)
    {
        if (rule.Allows(value))
        {
            return null;
        }

        string what = rule.Use == FieldUse.Register ? $"{field} is r{Text(value)}" : $"{field} is {Text(value)}";
        string why = rule.Use switch
        {
            FieldUse.Reserved => $"{form.Name} does not use it, and what is not used must be zero",
            FieldUse.Register => "the registers are r0 to r10",
            _ when rule.Excluded == value => $"{form.Name} takes any value but {Text(value)}",
            _ => $"{form.Name} takes {Text(rule.Minimum)} to {Text(rule.Maximum)}",
        };
        return new InstructionProblem(slot, what, why);
    }

    private static InstructionProblem DescribeUnknown(in Instruction instruction, int slot)
    {
        IReadOnlyList<InstructionForm> forms = OpcodeTable.WithOpcode(instruction.Opcode);
        if (forms.Count == 0)
        {
            return new InstructionProblem(slot, $"opcode 0x{instruction.Opcode:x2}", "neither RFC 9669 nor Linux up to 6.18 has an instruction with it");
        }

        long source = instruction.Source;
        long offset = instruction.Offset;
        long immediate = instruction.Immediate;
        return DescribeSelector("source register field", source, forms, form => form.Source, slot)
            ?? DescribeSelector("offset", offset, [.. forms.Where(form => InstructionForm.Selects(form.Source, source))], form => form.Offset, slot)
            ?? DescribeSelector(
                "immediate",
                immediate,
                [.. forms.Where(form => InstructionForm.Selects(form.Source, source) && InstructionForm.Selects(form.Offset, offset))],
                form => form.Immediate,
                slot)
            ?? new InstructionProblem(slot, $"opcode 0x{instruction.Opcode:x2} with these fields", "no instruction combines them");
    }

    private static InstructionProblem? DescribeSelector(string field, long value, IReadOnlyList<InstructionForm> forms, Func<InstructionForm, FieldRule> rule, int slot) =>
        forms.All(form => !InstructionForm.Selects(rule(form), value))
            ? new InstructionProblem(
                slot,
                $"{field} is {Text(value)}",
                $"it chooses among {string.Join(", ", forms.Select(form => $"{form.Name} ({Text(rule(form).Minimum)})"))}")
            : null;

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Name(CpuVersion cpu) => "v" + Text((int)cpu);
}
