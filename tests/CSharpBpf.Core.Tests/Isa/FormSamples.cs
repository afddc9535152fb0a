using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;

namespace CSharpBpf.Core.Tests.Isa;

/// <summary>Instructions of a form, with the edges of every field's range.</summary>
internal static class FormSamples
{
    public static InstructionForm Form(string name) => OpcodeTable.Forms.Single(form => form.Name == name);

    /// <summary>A valid instruction with ordinary operands.</summary>
    public static Instruction Ordinary(InstructionForm form) => new(
        form.Opcode,
        (byte)Ordinary(form.Destination, 3),
        (byte)Ordinary(form.Source, 5),
        (short)Ordinary(form.Offset, 12),
        Ordinary(form.Immediate, 7));

    /// <summary>The ordinary instruction, and one for each allowed edge of each field.</summary>
    public static IEnumerable<Instruction> Valid(InstructionForm form)
    {
        Instruction ordinary = Ordinary(form);
        yield return ordinary;
        foreach (long value in Edges(form.Destination, 0, 15).Where(form.Destination.Allows))
        {
            yield return ordinary with { Destination = (byte)value };
        }

        foreach (long value in Edges(form.Source, 0, 15).Where(form.Source.Allows))
        {
            yield return ordinary with { Source = (byte)value };
        }

        foreach (long value in Edges(form.Offset, short.MinValue, short.MaxValue).Where(form.Offset.Allows))
        {
            yield return ordinary with { Offset = (short)value };
        }

        foreach (long value in Edges(form.Immediate, ImmediateMinimum(form), ImmediateMaximum(form)).Where(form.Immediate.Allows))
        {
            yield return ordinary with { Immediate = value };
        }
    }

    /// <summary>One instruction for each way that a single field can break its rule.</summary>
    public static IEnumerable<(string Field, Instruction Instruction)> Invalid(InstructionForm form)
    {
        Instruction ordinary = Ordinary(form);
        foreach (long value in Edges(form.Destination, 0, 15).Where(value => !form.Destination.Allows(value)))
        {
            yield return ("destination", ordinary with { Destination = (byte)value });
        }

        foreach (long value in Edges(form.Source, 0, 15).Where(value => !form.Source.Allows(value)))
        {
            yield return ("source", ordinary with { Source = (byte)value });
        }

        foreach (long value in Edges(form.Offset, short.MinValue, short.MaxValue).Where(value => !form.Offset.Allows(value)))
        {
            yield return ("offset", ordinary with { Offset = (short)value });
        }

        foreach (long value in Edges(form.Immediate, ImmediateMinimum(form), ImmediateMaximum(form)).Where(value => !form.Immediate.Allows(value)))
        {
            yield return ("immediate", ordinary with { Immediate = value });
        }
    }

    private static long ImmediateMinimum(InstructionForm form) => form.Opcode == Instruction.LoadImmediate64 ? long.MinValue : int.MinValue;

    private static long ImmediateMaximum(InstructionForm form) => form.Opcode == Instruction.LoadImmediate64 ? long.MaxValue : int.MaxValue;

    private static long Ordinary(FieldRule rule, long wanted) => rule.Allows(wanted) ? wanted : rule.Minimum;

    private static IEnumerable<long> Edges(FieldRule rule, long minimum, long maximum)
    {
        long[] candidates = [minimum, maximum, -1, 0, 1, 2, rule.Minimum, rule.Maximum, Before(rule.Minimum), After(rule.Maximum), rule.Excluded ?? 0];
        return candidates.Where(value => value >= minimum && value <= maximum).Distinct();
    }

    private static long Before(long value) => value == long.MinValue ? value : value - 1;

    private static long After(long value) => value == long.MaxValue ? value : value + 1;
}
