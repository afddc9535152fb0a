using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Bytes of an alloca that become an alloca of their own.</summary>
internal sealed class Slice(int start, int end)
{
    public int Start { get; } = start;

    public int End { get; } = end;

    public int Size => End - Start;

    public bool IsPointer { get; set; }

    /// <summary>Whether some access touches only a part, so that the slice is an integer whose parts are shifted out and in.</summary>
    public bool HasParts { get; set; }

    public bool HasIntegers { get; set; }

    /// <summary>Whether anything reads it; if not, it need not exist.</summary>
    public bool IsRead { get; set; }

    /// <summary>The alloca in its place.</summary>
    public IrInstruction? Replacement { get; set; }

    /// <summary>The access that moves the whole slice.</summary>
    public MemoryAccess Access =>
        IsPointer ? MemoryAccess.Pointer
        : HasParts ? (Size <= 4 ? MemoryAccess.U32 : MemoryAccess.U64)
        : Size switch { 1 => MemoryAccess.U8, 2 => MemoryAccess.U16, 4 => MemoryAccess.U32, _ => MemoryAccess.U64 };

    /// <summary>Whether one register can hold it.</summary>
    public bool IsScalar => Size <= 8 && !(IsPointer && (HasParts || HasIntegers)) && (HasParts || Size is 1 or 2 or 4 or 8);
}
