namespace CSharpBpf.Isa;

/// <summary>The mode of a load or store: the high three bits of the opcode (RFC 9669, section 5).</summary>
public enum MemoryMode : byte
{
    /// <summary>IMM: the 64-bit immediate load.</summary>
    Imm = 0x00,

    /// <summary>ABS: legacy packet load at a fixed position.</summary>
    Abs = 0x20,

    /// <summary>IND: legacy packet load at a position from a register.</summary>
    Ind = 0x40,

    /// <summary>MEM: plain load or store.</summary>
    Mem = 0x60,

    /// <summary>MEMSX: sign-extending load. Kernel 6.6.</summary>
    Memsx = 0x80,

    /// <summary>ATOMIC: the operation is in the immediate, see <see cref="AtomicOperation"/>.</summary>
    Atomic = 0xc0,
}
