using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Isa.Text;

/// <summary>Puts the operands of a line into the fields of an instruction.</summary>
internal sealed class OperandBinder
{
    private readonly InstructionForm? form;
    private Instruction result;
    private bool hasDestination;
    private bool hasSource;

    /// <summary>Starts with a complete instruction.</summary>
    public OperandBinder(Instruction instruction) => result = instruction;

    /// <summary>Starts with what a form fixes: its opcode and selectors.</summary>
    public OperandBinder(InstructionForm form)
    {
        this.form = form;
        result = new Instruction(form.Opcode, 0, (byte)Fixed(form.Source), (short)Fixed(form.Offset), Fixed(form.Immediate));
    }

    /// <summary>The instruction with what was bound so far.</summary>
    public Instruction Result => result;

    /// <summary>The label whose distance is still missing, or null.</summary>
    public string? Label { get; private set; }

    /// <summary>The operand that the label stands for.</summary>
    public SyntaxOperand LabelOperand { get; private set; }

    /// <summary>Puts one operand in.</summary>
    /// <exception cref="InstructionFormatException">It does not fit, or contradicts one that was put in before.</exception>
    public void Bind(SyntaxOperand operand, Token token, int line)
    {
        switch (operand)
        {
            case SyntaxOperand.Destination64 or SyntaxOperand.Destination32:
                CheckSame(hasDestination, result.Destination, token, line);
                hasDestination = true;
                result = result with { Destination = (byte)token.Magnitude };
                break;
            case SyntaxOperand.Source64 or SyntaxOperand.Source32:
                CheckSame(hasSource, result.Source, token, line);
                hasSource = true;
                result = result with { Source = (byte)token.Magnitude };
                break;
            case SyntaxOperand.Offset or SyntaxOperand.Index:
                result = result with { Offset = (short)Value(token, short.MinValue, (ulong)short.MaxValue, "offset", line) };
                break;
            case SyntaxOperand.Immediate:
                result = result with { Immediate = ImmediateValue(token, wraps: form?.Opcode is { } opcode && (InstructionClass)(opcode & 0x07) == InstructionClass.Alu, line) };
                break;
            case SyntaxOperand.Hexadecimal:
                result = result with { Immediate = ImmediateValue(token, wraps: true, line) };
                break;
            case SyntaxOperand.Wide:
                result = result with { Immediate = Value(token, long.MinValue, ulong.MaxValue, "immediate", line) };
                break;
            case SyntaxOperand.LowHalf:
                result = result with { Immediate = (result.Immediate & ~0xffff_ffffL) | (uint)Value(token, int.MinValue, uint.MaxValue, "number", line) };
                break;
            case SyntaxOperand.HighHalf:
                result = result with { Immediate = (Value(token, int.MinValue, uint.MaxValue, "number", line) << 32) | (uint)result.Immediate };
                break;
            case SyntaxOperand.OffsetTarget or SyntaxOperand.ImmediateTarget:
                BindTarget(operand, token, line);
                break;
            case SyntaxOperand.Helper:
                CheckHelper(token, line);
                result = result with { Immediate = ImmediateValue(token, wraps: false, line) };
                break;
            case SyntaxOperand.Kfunc:
                result = result with { Immediate = ImmediateValue(token, wraps: false, line) };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(operand));
        }
    }

    private static long Fixed(FieldRule rule) => rule.Use == FieldUse.Selector ? rule.Minimum : 0;

    private static void CheckSame(bool isBound, byte register, Token token, int line)
    {
        if (isBound && register != token.Magnitude)
        {
            throw InstructionFormatException.AtLine(line, $"registers {register} and {token.Magnitude} differ", "this instruction names one register twice");
        }
    }

    /// <summary>In hexadecimal, 0xffffffff may stand for -1 where the operation is 32 bits wide or the kernel writes the immediate unsigned.</summary>
    private static long ImmediateValue(Token token, bool wraps, int line) => wraps && token is { IsHexadecimal: true, IsNegative: false, Magnitude: <= uint.MaxValue }
        ? (int)(uint)token.Magnitude
        : Value(token, int.MinValue, int.MaxValue, "immediate", line);

    private static long Value(Token token, long minimum, ulong maximum, string field, int line) => token.TryGetValue(minimum, maximum, out long value)
        ? value
        : throw InstructionFormatException.AtLine(line, $"{field} {(token.IsNegative ? "-" : "")}{token.Magnitude} does not fit", $"it must be from {minimum} to {maximum}");

    private static void CheckHelper(Token token, int line)
    {
        if (HelperTable.Find(token.Text) is { } helper && (ulong)helper.Id != token.Magnitude)
        {
            throw InstructionFormatException.AtLine(line, $"{token.Text} is helper {(int)helper.Id}, not {token.Magnitude}", "name and number must agree");
        }
    }

    private void BindTarget(SyntaxOperand operand, Token token, int line)
    {
        if (token.Text.Length > 0)
        {
            Label = token.Text;
            LabelOperand = operand;
        }
        else if (operand == SyntaxOperand.OffsetTarget)
        {
            result = result with { Offset = (short)Value(token, short.MinValue, (ulong)short.MaxValue, "distance", line) };
        }
        else
        {
            long distance = Value(token, int.MinValue, int.MaxValue, "distance", line);
            result = result with { Immediate = result.SlotCount == 2 ? (uint)distance : distance };
        }
    }
}
