namespace CSharpBpf.Isa;

/// <summary>What an instruction does, one member for each shape of operands: what interpreters and analyses switch on.</summary>
public enum InstructionKind
{
    /// <summary>dst = dst op operand, or dst = operand for mov; the operation is <see cref="Instruction.AluOperation"/>.</summary>
    Alu,

    /// <summary>dst = the low 8, 16 or 32 bits (the offset says which) of src, sign-extended.</summary>
    MovSignExtend,

    /// <summary>dst = src, seen from another address space; the immediate holds the spaces.</summary>
    AddressSpaceCast,

    /// <summary>dst = -dst.</summary>
    Neg,

    /// <summary>dst = dst with its bytes reordered; the opcode is a <see cref="Isa.ByteSwap"/>, the immediate the width in bits.</summary>
    ByteSwap,

    /// <summary>dst = a 64-bit immediate or what it stands for; the source is a <see cref="LoadImmediate64Source"/>.</summary>
    LoadImmediate64,

    /// <summary>r0 = packet bytes, legacy.</summary>
    LoadPacket,

    /// <summary>dst = *(src + offset), zero-extended.</summary>
    Load,

    /// <summary>dst = *(src + offset), sign-extended.</summary>
    LoadSignExtend,

    /// <summary>*(dst + offset) = src.</summary>
    StoreRegister,

    /// <summary>*(dst + offset) = immediate.</summary>
    StoreImmediate,

    /// <summary>A read-modify-write of *(dst + offset) with src; the operation is <see cref="Instruction.AtomicOperation"/>.</summary>
    Atomic,

    /// <summary>dst = *(src + offset), zero-extended, with acquire ordering.</summary>
    LoadAcquire,

    /// <summary>*(dst + offset) = src with release ordering.</summary>
    StoreRelease,

    /// <summary>An unconditional jump, by the offset (JMP) or by the immediate (JMP32).</summary>
    Goto,

    /// <summary>A conditional jump by the offset; the comparison is <see cref="Instruction.JumpOperation"/>.</summary>
    Jump,

    /// <summary>A jump by the offset that the kernel takes when the program has run too long.</summary>
    MayGoto,

    /// <summary>A call; the source is a <see cref="CallSource"/>.</summary>
    Call,

    /// <summary>A call of the address in dst.</summary>
    CallRegister,

    /// <summary>Return.</summary>
    Exit,
}
