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
}
