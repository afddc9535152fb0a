namespace CSharpBpf.Isa;

/// <summary>The instruction class: the low three bits of the opcode (RFC 9669, section 3.3).</summary>
public enum InstructionClass : byte
{
    /// <summary>LD: the 64-bit immediate load and the legacy packet loads.</summary>
    Ld = 0,

    /// <summary>LDX: loads from memory into a register.</summary>
    Ldx = 1,

    /// <summary>ST: stores of an immediate.</summary>
    St = 2,

    /// <summary>STX: stores of a register, and atomics.</summary>
    Stx = 3,

    /// <summary>ALU: 32-bit arithmetic; the upper half of the destination becomes zero.</summary>
    Alu = 4,

    /// <summary>JMP: jumps that compare 64 bits, calls and exit.</summary>
    Jmp = 5,

    /// <summary>JMP32: jumps that compare the low 32 bits, and the long jump.</summary>
    Jmp32 = 6,

    /// <summary>ALU64: 64-bit arithmetic.</summary>
    Alu64 = 7,
}
