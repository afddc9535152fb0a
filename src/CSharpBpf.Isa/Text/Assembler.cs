using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Isa.Text;

/// <summary>
/// Reads instructions in the kernel's syntax, one on a line. A line may begin with a slot number and an opcode as in a verifier log ("12: (b7) r0 = 1";
/// the opcode then decides between two readings), a label is a name with a colon, and a comment begins with ";" or "//".
/// </summary>
/// <remarks>It accepts any values that can be encoded, also those the validator refuses, so that tests can write wrong programs.</remarks>
public static class Assembler
{
    private static readonly ILookup<string, SyntaxTemplate> TemplatesByShape = SyntaxTemplate.All.ToLookup(template => template.Shape, StringComparer.Ordinal);

    /// <summary>Assembles a program.</summary>
    /// <exception cref="InstructionFormatException">A line is no instruction or does not fit its encoding; it names the line.</exception>
    public static Instruction[] Assemble(string text)
    {
        Dictionary<string, int> labels = new(StringComparer.Ordinal);
        List<(int Line, int Slot, string? Label, SyntaxOperand Operand)> jumps = [];
        List<Instruction> instructions = [];
        int slot = 0;
        string[] lines = text.Split('\n');
        for (int number = 1; number <= lines.Length; number++)
        {
            AssemblyLine line = AssemblyLine.Parse(lines[number - 1], number);
            foreach (string label in line.Labels)
            {
                if (labels.ContainsKey(label))
                {
                    throw InstructionFormatException.AtLine(number, $"label '{label}' is already defined", "a label stands in one place");
                }

                labels.Add(label, slot);
            }

            if (line.Statement.Length > 0)
            {
                OperandBinder binder = AssembleStatement(line, number);
                jumps.Add((number, slot, binder.Label, binder.LabelOperand));
                instructions.Add(binder.Result);
                slot += binder.Result.SlotCount;
            }
        }

        for (int i = 0; i < jumps.Count; i++)
        {
            if (jumps[i].Label is { } label)
            {
                instructions[i] = Resolve(instructions[i], labels, label, jumps[i].Operand, jumps[i].Slot, jumps[i].Line);
            }
        }

        return [.. instructions];
    }

    private static OperandBinder AssembleStatement(AssemblyLine line, int number)
    {
        if (line.Statement.StartsWith(".insn ", StringComparison.Ordinal))
        {
            return new OperandBinder(ParseRaw(line.Statement.Substring(6), number));
        }

        List<Token> tokens = Lexer.Read(line.Statement, number);
        SyntaxTemplate template = TemplatesByShape[SyntaxTemplate.ShapeOf(tokens)]
            .FirstOrDefault(candidate => (line.Opcode is null || candidate.Form.Opcode == line.Opcode) && candidate.HasFixedPartsOf(tokens))
            ?? throw InstructionFormatException.AtLine(number, $"'{line.Statement}' is no instruction", "the forms that exist are listed in docs/isa.md");
        OperandBinder binder = new(template.Form);
        for (int token = 0; token < tokens.Count; token++)
        {
            if (template.OperandAt(token) is { } operand)
            {
                binder.Bind(operand, tokens[token], number);
            }
        }

        return binder;
    }

    private static Instruction ParseRaw(string fields, int line)
    {
        string[] parts = fields.Split(',');
        if (parts.Length == 5
            && TryParse(parts[0], 0, byte.MaxValue, out long opcode)
            && TryParse(parts[1], 0, 15, out long destination)
            && TryParse(parts[2], 0, 15, out long source)
            && TryParse(parts[3], short.MinValue, (ulong)short.MaxValue, out long offset)
            && (opcode == Instruction.LoadImmediate64
                ? TryParse(parts[4], long.MinValue, ulong.MaxValue, out long immediate)
                : TryParse(parts[4], int.MinValue, int.MaxValue, out immediate)))
        {
            return new Instruction((byte)opcode, (byte)destination, (byte)source, (short)offset, immediate);
        }

        throw InstructionFormatException.AtLine(line, $"'.insn {fields}' has wrong fields", ".insn takes opcode, destination, source, offset and immediate, each in the range of its field");

        bool TryParse(string part, long minimum, ulong maximum, out long value)
        {
            List<Token> tokens = Lexer.Read(part, line);
            value = 0;
            return tokens.Count == 1 && tokens[0].Kind == TokenKind.Number && tokens[0].TryGetValue(minimum, maximum, out value);
        }
    }

    /// <summary>Fills a jump's distance in. A name after call that is no label may be a helper's.</summary>
    private static Instruction Resolve(Instruction instruction, Dictionary<string, int> labels, string label, SyntaxOperand operand, int slot, int line)
    {
        if (!labels.TryGetValue(label, out int target))
        {
            return OpcodeTable.Find(instruction)?.Kind == InstructionKind.Call && HelperTable.Find(label) is { } helper
                ? Instructions.CallHelper((int)helper.Id)
                : throw InstructionFormatException.AtLine(line, $"'{label}' is not defined", "it is neither a label of this program nor a helper");
        }

        int distance = target - slot - 1;
        if (operand == SyntaxOperand.ImmediateTarget)
        {
            return instruction with { Immediate = instruction.SlotCount == 2 ? (uint)distance : distance };
        }

        return (short)distance == distance
            ? instruction with { Offset = (short)distance }
            : throw InstructionFormatException.AtLine(
                line,
                string.Format(CultureInfo.InvariantCulture, "'{0}' is {1} slots away", label, distance),
                "a jump reaches -32768 to 32767 slots; gotol reaches further");
    }
}
