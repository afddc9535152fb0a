using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Whether a pointer may be used as it is used, by what it points into.</summary>
internal sealed class AccessCheck(SafetyReport report, IntervalAnalysis intervals, PacketOffsets offsets, MemoryExtents extents, AddressAlignment alignments, bool isPacketReadOnly)
{
    // BPF_MAX_VAR_OFF of the kernel's verifier.
    private const long MaximumDistance = 1 << 29;

    public MemoryExtents Extents => extents;

    /// <summary>Checks the use of <paramref name="size"/> bytes at pointer + offset.</summary>
    public void Check(IrInstruction user, IrValue pointer, long offset, long size, bool isWrite, PointerState state)
    {
        switch (pointer.Type)
        {
            case IrType.PacketPointer when isWrite && isPacketReadOnly:
                report.Add("BPF0204", user, "programs of this type can only read the packet");
                break;
            case IrType.PacketPointer or IrType.PacketMetaPointer:
                CheckPacket(user, pointer, offset, size, state);
                break;
            case IrType.MapValuePointer when isWrite && extents.IsReadOnly(pointer):
                report.Add("BPF0204", user, "a map's key cannot be changed");
                break;
            case IrType.MapValuePointer or IrType.MemoryPointer:
                if (PointerFlow.IsNotNull(pointer, state))
                {
                    CheckObject(user, pointer, offset, size, pointer.Type == IrType.MapValuePointer ? "the access is not proven to be inside the map's value" : "the access is not proven to be inside what the reference refers to");
                }
                else
                {
                    report.AddOnce("BPF0201", user, PointerRules.Strip(pointer).Root, isByName: false);
                }

                break;
            case IrType.GlobalPointer when isWrite && extents.IsReadOnly(pointer):
                report.Add("BPF0204", user, "a BpfConst or constant table is read-only in the kernel");
                break;
            case IrType.GlobalPointer:
                CheckObject(user, pointer, offset, size, "the access is not proven to be inside the global");
                break;
            case IrType.StackPointer:
                CheckObject(user, pointer, offset, size, "the access is not proven to be inside the local");
                CheckAlignment(user, pointer);
                break;
            default:
                report.Add("BPF0204", user, Reason(pointer.Type));
                break;
        }
    }

    public void CheckStoredPointer(IrInstruction store)
    {
        if (store.Access == MemoryAccess.Pointer && store.Operands[0].Type != IrType.StackPointer)
        {
            report.Add("BPF0204", store, "a pointer can be kept in locals only");
        }
    }

    public void CheckAtomic(IrInstruction atomic)
    {
        if (atomic.Operands[0].Type is IrType.PacketPointer or IrType.PacketMetaPointer)
        {
            report.Add("BPF0204", atomic, "the kernel allows atomic operations on map values, globals and locals, not on packets");
        }
        else if (atomic.Operands[0].Type.IsPointer() && alignments.Of(atomic.Operands[0], atomic.Offset) < atomic.Access.Size())
        {
            report.Add("BPF0204", atomic, "the kernel allows atomic operations only at places that are known to be a multiple of their width: give the field its natural place");
        }
    }

    /// <summary>What may be added to the pointer.</summary>
    public void CheckAddition(IrInstruction add, PointerState state)
    {
        switch (add.Type)
        {
            case IrType.PacketPointer or IrType.PacketMetaPointer:
                Interval distance = intervals.At(add.Operands[1], add.Block!);
                bool bounded = add.Operands[1] is IrConstant constant
                    ? constant.Value is >= -PacketOffsets.Maximum and <= PacketOffsets.Maximum
                    : distance.SMin >= 0 && distance.UMax <= (ulong)PacketOffsets.Maximum;
                if (!bounded)
                {
                    report.Add("BPF0203", add);
                }

                break;
            case IrType.MapValuePointer or IrType.MemoryPointer when !PointerFlow.IsNotNull(add.Operands[0], state):
                report.AddOnce("BPF0201", add, PointerRules.Strip(add).Root, isByName: false);
                break;
            case IrType.ContextPointer when intervals.At(add.Operands[1], add.Block!) is { SMin: < 0 } or { SMax: >= MaximumDistance }:
                report.Add("BPF0203", add);
                break;
            case IrType.MapPointer or IrType.PacketEndPointer:
                report.Add("BPF0204", add, Reason(add.Type));
                break;
        }
    }

    private void CheckPacket(IrInstruction user, IrValue pointer, long offset, long size, PointerState state)
    {
        (IrValue root, long distance) = PointerRules.Strip(pointer);
        long start = distance + offset;
        if (CanBeNull(root) && !PointerFlow.IsNotNull(root, state))
        {
            report.AddOnce("BPF0201", user, root, isByName: false);
        }
        else if (!state.TryPacket(root, out PacketFact fact) || start < -(long)fact.Back || start + size > fact.Range)
        {
            report.AddOnce(offsets.MaximumOf(root) + start + size > PacketOffsets.Maximum ? "BPF0203" : "BPF0202", user, root, isByName: true);
        }
    }

    /// <summary>A packet pointer is null only where null was written, or passed.</summary>
    private static bool CanBeNull(IrValue root)
    {
        if (root is not IrInstruction { Op: IrOp.Phi or IrOp.Select } choice)
        {
            return root is IrConstant or IrParameter;
        }

        foreach (IrValue operand in choice.Operands)
        {
            if (operand is IrConstant { Type: not (IrType.I32 or IrType.I64) })
            {
                return true;
            }
        }

        return false;
    }

    private void CheckObject(IrInstruction user, IrValue pointer, long offset, long size, string reason)
    {
        Extent extent = extents.Of(pointer);
        if (extent.Before + offset < 0 || offset + size > extent.After)
        {
            report.Add("BPF0204", user, reason);
        }
    }

    /// <summary>A stack access at a variable distance must be aligned for every distance.</summary>
    private void CheckAlignment(IrInstruction user, IrValue pointer)
    {
        if (user.Op is not (IrOp.Load or IrOp.Store))
        {
            return;
        }

        int width = user.Access.Size();
        ulong low = (ulong)width - 1;
        bool isComputed = false;
        bool isAligned = true;
        for (; pointer is IrInstruction { Op: IrOp.PtrAdd } add; pointer = add.Operands[0])
        {
            isComputed |= add.Operands[1] is not IrConstant;
            isAligned &= add.Operands[1] is IrConstant || (KnownBits.MayBeSet(add.Operands[1]) & low) == 0;
        }

        isAligned &= pointer is not IrParameter parameter || parameter.Alignment >= width;
        if (isComputed && !isAligned)
        {
            report.Add("BPF0204", user, "an access to a local at a computed place must be aligned to its width");
        }
    }

    private static string Reason(IrType type) => type switch
    {
        IrType.PacketEndPointer => "the end of the packet can only be compared with",
        IrType.MapPointer => "a map is used through its methods only",
        IrType.ContextPointer => "a context is only read, and at constant places inside of it, behind the head of a record: copy to a local what is indexed",
        _ => "the kernel cannot know what it points to",
    };
}
