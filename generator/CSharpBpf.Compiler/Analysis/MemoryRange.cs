using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>The bytes that a load, store or atomic operation touches, from the pointer that its constant distances are counted from.</summary>
internal readonly record struct MemoryRange(IrValue Root, long Offset, int Size)
{
    public long End => Offset + Size;

    /// <summary>Whether no other CPU sees the bytes: nothing there needs an order.</summary>
    public bool IsPrivate => Kind(Root.Type) is IrType.StackPointer or IrType.PacketPointer;

    public static MemoryRange Of(IrInstruction access)
    {
        (IrValue root, long offset) = PointerRules.Strip(access.Operands[0]);
        return new MemoryRange(root, offset + access.Offset, access.Access.Size());
    }

    /// <summary>What Zero and Copy write.</summary>
    public static MemoryRange OfBlock(IrInstruction write)
    {
        (IrValue root, long offset) = PointerRules.Strip(write.Operands[0]);
        return new MemoryRange(root, offset, write.Size);
    }

    public bool Covers(MemoryRange other) => Root == other.Root && Offset <= other.Offset && other.End <= End;

    /// <summary>Whether the two have a byte in common and count from one pointer.</summary>
    public bool Overlaps(MemoryRange other) => Root == other.Root && Offset < other.End && other.Offset < End;

    /// <summary>Whether the two may have a byte in common.</summary>
    public bool MayOverlap(MemoryRange other)
    {
        if (Root == other.Root)
        {
            return Overlaps(other);
        }

        // Another local is other memory; so is another kind, but for a pointer whose kind is not known.
        return !IsOtherLocal(other) && (Kind(Root.Type) == Kind(other.Root.Type) || Kind(Root.Type) == IrType.Pointer || Kind(other.Root.Type) == IrType.Pointer);
    }

    private bool IsOtherLocal(MemoryRange other) => Root is IrInstruction { Op: IrOp.Alloca } && other.Root is IrInstruction { Op: IrOp.Alloca };

    private static IrType Kind(IrType pointer) => pointer switch
    {
        IrType.PacketMetaPointer => IrType.PacketPointer,
        IrType.GlobalPointer => IrType.MapValuePointer,
        IrType.MemoryPointer => IrType.Pointer,
        _ => pointer,
    };
}
