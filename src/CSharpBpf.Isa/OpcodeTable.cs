using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa;

/// <summary>
/// Every form of every instruction: RFC 9669 complete, and what Linux added to it up to kernel 6.18. The validator, the assembler and the disassembler
/// read it and know no opcode themselves.
/// </summary>
/// <remarks>
/// What is not here: instructions that only the kernel writes after verification (the per-CPU address move, nospec, tail call opcodes); a program
/// that contains one is refused.
/// </remarks>
public static class OpcodeTable
{
    private static readonly InstructionForm[] All = [.. ArithmeticForms.Rows(), .. MemoryForms.Rows(), .. JumpForms.Rows()];
    private static readonly InstructionForm[][] ByOpcode = GroupByOpcode();

    /// <summary>All forms, arithmetic first, then memory, then jumps.</summary>
    public static IReadOnlyList<InstructionForm> Forms { get; } = Array.AsReadOnly(All);

    /// <summary>
    /// The form of an instruction by its opcode and selector fields, or null when there is none. The other fields may still break the form's rules:
    /// see <see cref="InstructionValidator"/>.
    /// </summary>
    public static InstructionForm? Find(in Instruction instruction)
    {
        foreach (InstructionForm form in ByOpcode[instruction.Opcode])
        {
            if (form.Selects(instruction))
            {
                return form;
            }
        }

        return null;
    }

    /// <summary>The forms that share an opcode; empty for an unknown opcode.</summary>
    public static IReadOnlyList<InstructionForm> WithOpcode(byte opcode) => ByOpcode[opcode];

    private static InstructionForm[][] GroupByOpcode()
    {
        InstructionForm[][] groups = new InstructionForm[256][];
        for (int opcode = 0; opcode < groups.Length; opcode++)
        {
            groups[opcode] = Array.FindAll(All, form => form.Opcode == opcode);
        }

        return groups;
    }
}
