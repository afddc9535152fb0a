namespace CSharpBpf.Compiler.Ir;

/// <summary>The operations. What each takes, gives and does is also data: IrOpTable.</summary>
public enum IrOp : byte
{
    // Arithmetic: two operands of the result's type (I32 or I64). Wraps. Division by zero gives 0, remainder by zero the dividend; shift counts are masked.
    Add,
    Sub,
    Mul,
    UDiv,
    SDiv,
    URem,
    SRem,
    And,
    Or,
    Xor,
    Shl,
    LShr,
    AShr,
    Neg,
    Not,

    // Widening and narrowing. ZExt8..SExt16 take I32 and give I32 made from its low bits.
    ZExt8,
    ZExt16,
    SExt8,
    SExt16,
    ZExt32,
    SExt32,
    Trunc,

    // ByteSwap16 and ByteSwap32 take and give I32 (the former from the low 16 bits, upper bits zero); ByteSwap64 takes and gives I64.
    ByteSwap16,
    ByteSwap32,
    ByteSwap64,

    // Comparisons: two operands of one type (integers, or pointers), I32 result 0 or 1. Pointers compare unsigned.
    Eq,
    Ne,
    ULt,
    ULe,
    UGt,
    UGe,
    SLt,
    SLe,
    SGt,
    SGe,

    /// <summary>condition (I32), value if not zero, value if zero.</summary>
    Select,

    /// <summary>Size bytes of stack with an alignment; StackPointer. Only in the entry block.</summary>
    Alloca,

    /// <summary>pointer; Offset, Access, IsVolatile. I32 for up to 4 bytes, I64 for 8, a pointer type for Access Pointer.</summary>
    Load,

    /// <summary>pointer, value; Offset, Access, IsVolatile.</summary>
    Store,

    /// <summary>destination, source; Size bytes, the ranges are equal or disjoint.</summary>
    Copy,

    /// <summary>pointer; Size bytes become zero.</summary>
    Zero,

    /// <summary>pointer, I64 distance in bytes; result of the pointer's type.</summary>
    PtrAdd,

    /// <summary>pointer, pointer; I64 distance in bytes.</summary>
    PtrDiff,

    /// <summary>context; Offset, Access: a field of the context. I32, I64, PacketPointer, PacketEndPointer or PacketMetaPointer.</summary>
    ContextLoad,

    /// <summary>context, value; Offset, Access.</summary>
    ContextStore,

    /// <summary>The map named Symbol; MapPointer.</summary>
    MapAddress,

    /// <summary>The global named Symbol; GlobalPointer.</summary>
    GlobalAddress,

    /// <summary>Callee, for a helper that calls it; FunctionPointer.</summary>
    FunctionAddress,

    /// <summary>Helper, up to five operands; Void, I64, or MapValuePointer or MapPointer (may be null).</summary>
    CallHelper,

    /// <summary>Callee, with its parameters; its return type.</summary>
    Call,

    /// <summary>pointer, value; Offset, Access (U32 or U64), AtomicOperation Add, And, Or or Xor. Void, or the old value (I32 or I64).</summary>
    AtomicUpdate,

    /// <summary>pointer, value; Offset, Access. The old value.</summary>
    AtomicExchange,

    /// <summary>pointer, expected, replacement; Offset, Access. The old value.</summary>
    AtomicCompareExchange,

    /// <summary>A fault happens here, and what runs last (finally) follows, up to a Fault with the symbol "raised". First in its block. Symbol: as a Fault's.</summary>
    Raise,

    /// <summary>One operand per predecessor, in PhiBlocks order. First in its block.</summary>
    Phi,

    // Terminators.
    Br,

    /// <summary>condition (I32); Targets: if not zero, if zero.</summary>
    CondBr,

    /// <summary>The value, or nothing in a Void function.</summary>
    Ret,

    /// <summary>Nothing comes here: a branch to it is never taken.</summary>
    Unreachable,

    /// <summary>The program ends with its fault value, in whatever function it is. Symbol: the diagnostic where the program has none, or "proven" where nothing
    /// comes here and only the kernel does not know, or "raised" behind a Raise.</summary>
    Fault,
}
