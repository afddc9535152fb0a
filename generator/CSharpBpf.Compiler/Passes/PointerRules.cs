using System;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Rules for addresses. A variable distance is added before a constant one, so that all accesses around one computed address share it, as the
/// kernel's proof needs, and constants end up in the offsets of loads and stores.
/// </summary>
internal static class PointerRules
{
    private const ulong MaximumPacketOffset = 0xffff;
    private const int MaximumDepth = 4;

    public static IrValue? Simplify(IrInstruction instruction, Rewriter rewriter) =>
        instruction.Op == IrOp.PtrAdd ? SimplifyAdd(instruction, rewriter) : SimplifyDifference(instruction);

    /// <summary>Moves a constant distance from the address into the instruction's offset.</summary>
    public static bool FoldOffset(IrInstruction instruction)
    {
        bool folded = false;
        while (instruction.Op is IrOp.Load or IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange
            && instruction.Operands[0] is IrInstruction { Op: IrOp.PtrAdd } address && address.Operands[1] is IrConstant distance
            && instruction.Offset + distance.Value is >= short.MinValue and <= short.MaxValue)
        {
            instruction.Operands[0] = address.Operands[0];
            instruction.Offset += (int)distance.Value;
            folded = true;
        }

        return folded;
    }

    /// <summary>The pointer below constant additions, and their sum.</summary>
    public static (IrValue Root, long Offset) Strip(IrValue pointer)
    {
        long offset = 0;
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } address && address.Operands[1] is IrConstant distance)
        {
            offset += distance.Value;
            pointer = address.Operands[0];
        }

        return (pointer, offset);
    }

    /// <summary>Whether the kernel takes the pointer that a constant distance is added to: no packet is longer, and no other memory has a pointer beyond it.</summary>
    public static bool IsInReach(IrValue pointer, long distance) => Strip(pointer).Offset + distance is >= 0 and <= (long)MaximumPacketOffset;

    /// <summary>Whether the pointer is null on no path; map lookups may give null.</summary>
    public static bool IsNeverNull(IrValue pointer) => IsNeverNull(pointer, MaximumDepth);

    /// <summary>
    /// Pointers with one root compare by their distances. Which of two objects lies before the other nobody may depend on, so the order of kinds of memory
    /// decides, and of two locals the first comes first: the kernel learns nothing from such comparisons, and would follow both ways. That the packet's start
    /// lies behind its end it would believe too, and then refuse what reads there.
    /// </summary>
    public static IrConstant? Compare(IrOp op, IrValue left, IrValue right)
    {
        (IrValue leftRoot, long leftOffset) = Strip(left);
        (IrValue rightRoot, long rightOffset) = Strip(right);
        if (leftRoot == rightRoot)
        {
            return ComparisonRules.Truth(ConstantFolding.Compare(Signed(op), IrType.I64, leftOffset, rightOffset));
        }

        if (op is IrOp.ULe or IrOp.UGt && leftOffset <= 0 && IsStart(leftRoot, right))
        {
            return ComparisonRules.Truth(op == IrOp.ULe);
        }

        if (op is IrOp.UGe or IrOp.ULt && rightOffset <= 0 && IsStart(rightRoot, left))
        {
            return ComparisonRules.Truth(op == IrOp.UGe);
        }

        return ObjectOf(leftRoot) is { } first && ObjectOf(rightRoot) is { } second && first != second
            ? ComparisonRules.Truth(ConstantFolding.Compare(Signed(op), IrType.I64, first, second))
            : null;
    }

    /// <summary>Whether a pointer never lies behind the other: the start of the packet, or of its metadata, and the end.</summary>
    private static bool IsStart(IrValue pointer, IrValue end) => (pointer, end) is
        (IrInstruction { Op: IrOp.ContextLoad, Type: IrType.PacketPointer }, IrInstruction { Op: IrOp.ContextLoad, Type: IrType.PacketEndPointer })
        or (IrInstruction { Op: IrOp.ContextLoad, Type: IrType.PacketMetaPointer }, IrInstruction { Op: IrOp.ContextLoad, Type: IrType.PacketPointer });

    /// <summary>A number for the object that a pointer points into: a local, the packet, map values, globals.</summary>
    private static int? ObjectOf(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } address)
        {
            pointer = address.Operands[0];
        }

        return pointer switch
        {
            IrInstruction { Op: IrOp.Alloca } local => local.Block!.Instructions.IndexOf(local),
            { Type: IrType.PacketPointer or IrType.MapValuePointer or IrType.GlobalPointer } and not IrConstant => -(int)pointer.Type,
            _ => null,
        };
    }

    /// <summary>The comparison of distances that says what a comparison of pointers into one object does.</summary>
    public static IrOp Signed(IrOp op) => op switch
    {
        IrOp.ULt => IrOp.SLt,
        IrOp.ULe => IrOp.SLe,
        IrOp.UGt => IrOp.SGt,
        IrOp.UGe => IrOp.SGe,
        _ => op,
    };

    private static bool IsNeverNull(IrValue pointer, int depth)
    {
        if (pointer is not IrInstruction instruction)
        {
            return pointer is IrParameter { Type: IrType.ContextPointer };
        }

        switch (instruction.Op)
        {
            case IrOp.Alloca or IrOp.ContextLoad or IrOp.MapAddress or IrOp.GlobalAddress:
                return true;
            case IrOp.PtrAdd:
                return IsNeverNull(instruction.Operands[0], depth);
            case IrOp.Phi when depth > 0:
                foreach (IrValue operand in instruction.Operands)
                {
                    if (operand != instruction && !IsNeverNull(operand, depth - 1))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }

    private static IrValue? SimplifyAdd(IrInstruction add, Rewriter rewriter)
    {
        IrValue pointer = add.Operands[0];
        if (add.Operands[1] is IrConstant distance)
        {
            return distance.Value == 0 ? pointer
                : pointer is IrInstruction { Op: IrOp.PtrAdd } inner && inner.Operands[1] is IrConstant below
                    ? rewriter.Make(IrOp.PtrAdd, add.Type, inner.Operands[0], IrConstant.I64(below.Value + distance.Value))
                : null;
        }

        if (pointer is IrInstruction { Op: IrOp.PtrAdd } constantly && constantly.Operands[1] is IrConstant constant)
        {
            IrInstruction computed = rewriter.Make(IrOp.PtrAdd, add.Type, constantly.Operands[0], add.Operands[1]);
            return rewriter.Make(IrOp.PtrAdd, add.Type, computed, constant);
        }

        return SplitDistance(add, pointer, rewriter);
    }

    /// <summary>
    /// p + (x + c) is (p + x) + c where x is small and not negative, so that the kernel can prove p + x by itself. A negative c in an unsigned sum may
    /// wrap, in a signed one it cannot.
    /// </summary>
    private static IrInstruction? SplitDistance(IrInstruction add, IrValue pointer, Rewriter rewriter)
    {
        if (add.Operands[1] is not IrInstruction distance)
        {
            return null;
        }

        bool widened = distance.Op is IrOp.ZExt32 or IrOp.SExt32;
        if ((widened ? distance.Operands[0] : distance) is not IrInstruction { Op: IrOp.Add } sum || sum.Operands[1] is not IrConstant { Value: var constant }
            || KnownBits.MayBeSet(sum.Operands[0]) > MaximumPacketOffset || Math.Abs(constant) > (long)MaximumPacketOffset || (constant < 0 && distance.Op == IrOp.ZExt32))
        {
            return null;
        }

        IrValue variable = widened ? rewriter.Make(IrOp.ZExt32, IrType.I64, sum.Operands[0]) : sum.Operands[0];
        return rewriter.Make(IrOp.PtrAdd, add.Type, rewriter.Make(IrOp.PtrAdd, add.Type, pointer, variable), IrConstant.I64(constant));
    }

    private static IrValue? SimplifyDifference(IrInstruction difference)
    {
        (IrValue left, long leftOffset) = Strip(difference.Operands[0]);
        (IrValue right, long rightOffset) = Strip(difference.Operands[1]);
        if (IrEdit.Same(left, right))
        {
            return IrConstant.I64(leftOffset - rightOffset);
        }

        return left is IrInstruction { Op: IrOp.PtrAdd } add && add.Operands[0] == right && leftOffset == rightOffset ? add.Operands[1] : null;
    }
}
