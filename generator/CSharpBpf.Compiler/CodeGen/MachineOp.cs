namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// The operations of the machine code between selection and emission. D, S, L, R are the instruction's register fields; "+" is read and written.
/// Most are one BPF instruction; the exceptions are said.
/// </summary>
internal enum MachineOp : byte
{
    /// <summary>D = S, all 64 bits: the only move the allocator coalesces.</summary>
    Copy,

    /// <summary>D = Immediate. One slot if the value fits 32 bits zero- or sign-extended, else lddw.</summary>
    LoadConstant,

    /// <summary>D = the low 32 bits of S.</summary>
    ZeroExtend,

    /// <summary>D = the low Bits of S sign-extended to 32 or (Is64) 64 bits. cpu v4.</summary>
    SignExtend,

    /// <summary>D+ op= S, or Immediate if S is none.</summary>
    Alu,

    /// <summary>D+ = -D.</summary>
    Negate,

    /// <summary>D+ = the low Bits of D with the bytes reversed, zero-extended.</summary>
    ByteSwap,

    /// <summary>D = *(Size *)(S + Offset), zero-extended.</summary>
    Load,

    /// <summary>D = *(Size *)(S + Offset), sign-extended to 64 bits. cpu v4.</summary>
    LoadSigned,

    /// <summary>*(Size *)(D + Offset) = S, or Immediate if S is none. D is read.</summary>
    Store,

    /// <summary>Atomic on *(Size *)(D + Offset) with S; the fetching ones write S, CompareExchange reads and writes r0.</summary>
    Atomic,

    /// <summary>D = the map Symbol. Two slots.</summary>
    MapAddress,

    /// <summary>D = the global Symbol + Immediate. Two slots.</summary>
    GlobalAddress,

    /// <summary>D = the function Symbol, for helpers. Two slots.</summary>
    FunctionAddress,

    /// <summary>D = the frame object's address + Offset. One or two instructions.</summary>
    FrameAddress,

    /// <summary>r0 = helper Immediate, or the function Symbol if there is one, of r1 to r(ArgumentCount); r1 to r5 are lost.</summary>
    Call,

    /// <summary>Unless (L condition R): D+ = S, or Immediate if S is none. A jump over a move.</summary>
    MoveUnless,

    /// <summary>A jump that leads on whether S is large or not: to say which, the kernel must know S, and remembers that its number matters.</summary>
    AskNumber,

    /// <summary>If (L condition R) goto Target, else goto Otherwise. A terminator.</summary>
    Branch,

    /// <summary>Goto Target. A terminator.</summary>
    Jump,

    /// <summary>Return r0. A terminator.</summary>
    Exit,
}
