namespace CSharpBpf.Isa;

/// <summary>
/// One eBPF instruction (RFC 9669, section 3): opcode:8, destination:4, source:4, offset:16, immediate:32, little-endian on disk.
/// The wide form (lddw) is one value here although it takes two 8-byte slots; jump offsets and all positions count slots, as the kernel does.
/// </summary>
/// <param name="Opcode">The opcode byte as encoded.</param>
/// <param name="Destination">The destination register, 0 to 10.</param>
/// <param name="Source">The source register, 0 to 10, or the pseudo source of lddw and call.</param>
/// <param name="Offset">The signed 16-bit offset.</param>
/// <param name="Immediate">The 32-bit immediate, sign-extended; for lddw the low half is the first slot's immediate and the high half the second's.</param>
public readonly record struct Instruction(byte Opcode, byte Destination, byte Source, short Offset, long Immediate)
{
    /// <summary>The opcode of the one wide instruction: BPF_LD | BPF_IMM | BPF_DW.</summary>
    public const byte LoadImmediate64 = 0x18;

    /// <summary>How many 8-byte slots the instruction takes: 2 for lddw, 1 otherwise.</summary>
    public int SlotCount => Opcode == LoadImmediate64 ? 2 : 1;

    /// <summary>The class: the low three bits of the opcode.</summary>
    public InstructionClass Class => (InstructionClass)(Opcode & 0x07);

    /// <summary>Where the second operand comes from. Meaningful for ALU, ALU64, JMP and JMP32.</summary>
    public SourceOperand SourceOperand => (SourceOperand)(Opcode & 0x08);

    /// <summary>The operation, with the offset's part of it. Meaningful for <see cref="InstructionKind.Alu"/>.</summary>
    public AluOperation AluOperation => (AluOperation)((Opcode & 0xf0) | (Offset << 8));

    /// <summary>The comparison. Meaningful for <see cref="InstructionKind.Jump"/>.</summary>
    public JumpOperation JumpOperation => (JumpOperation)(Opcode & 0xf0);

    /// <summary>The width of the access. Meaningful for LD, LDX, ST and STX.</summary>
    public MemorySize MemorySize => (MemorySize)(Opcode & 0x18);

    /// <summary>The mode of the access. Meaningful for LD, LDX, ST and STX.</summary>
    public MemoryMode MemoryMode => (MemoryMode)(Opcode & 0xe0);

    /// <summary>The atomic operation. Meaningful for STX with mode ATOMIC.</summary>
    public AtomicOperation AtomicOperation => (AtomicOperation)Immediate;

    /// <summary>The instruction in the kernel's syntax, such as r0 += r1.</summary>
    public override string ToString() => Text.Disassembler.Format(this);
}
