using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace CSharpBpf.Isa.Text;

/// <summary>Writes instructions in the kernel's syntax, as verifier logs and bpftool show them; <see cref="Assembler"/> reads what this writes.</summary>
/// <remarks>
/// Two spellings differ from the kernel's, which cannot be read back: a 64-bit immediate ends in "ll" (r1 = 0x5 ll, as LLVM writes it, because r1 = 5 is
/// a mov), and lddw with a pseudo source is written with the RFC's names (r1 = map_by_fd(3)). What is no valid encoding is written
/// .insn opcode, destination, source, offset, immediate.
/// </remarks>
public static class Disassembler
{
    private static readonly Dictionary<InstructionForm, SyntaxTemplate> Templates = PrintedTemplates();

    /// <summary>One instruction, such as r0 += r1.</summary>
    public static string Format(in Instruction instruction) =>
        OpcodeTable.Find(instruction) is { } form && InstructionValidator.IsWritable(form, instruction)
            ? Templates[form].Print(instruction)
            : string.Format(
                CultureInfo.InvariantCulture,
                ".insn 0x{0:x2}, {1}, {2}, {3}, {4}",
                instruction.Opcode,
                instruction.Destination,
                instruction.Source,
                instruction.Offset,
                instruction.Immediate);

    /// <summary>A program as a verifier log lists it, one line for each instruction: slot, opcode, instruction. Lines end in a line feed.</summary>
    public static string Disassemble(IEnumerable<Instruction> instructions)
    {
        StringBuilder text = new();
        int slot = 0;
        foreach (Instruction instruction in instructions)
        {
            text.AppendFormat(CultureInfo.InvariantCulture, "{0}: ({1:x2}) {2}\n", slot, instruction.Opcode, Format(instruction));
            slot += instruction.SlotCount;
        }

        return text.ToString();
    }

    private static Dictionary<InstructionForm, SyntaxTemplate> PrintedTemplates()
    {
        int count = OpcodeTable.Forms.Count;
        return SyntaxTemplate.All.Take(count).ToDictionary(template => template.Form);
    }
}
