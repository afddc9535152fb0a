using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Rules for widening, narrowing and byte swaps.</summary>
internal static class ExtensionRules
{
    public static IrValue? Simplify(IrInstruction instruction, Rewriter rewriter)
    {
        IrValue operand = instruction.Operands[0];
        if (operand is IrConstant constant)
        {
            return ConstantFolding.Unary(instruction.Op, instruction.Type, constant.Value);
        }

        var inner = operand as IrInstruction;
        switch (instruction.Op)
        {
            case IrOp.ZExt8 or IrOp.ZExt16:
                long mask = instruction.Op == IrOp.ZExt8 ? 0xff : 0xffff;
                return IsNeedless(operand, (ulong)mask, rewriter) ? operand : Through(instruction, inner, mask, rewriter) ?? ArithmeticRules.Flipped(operand, (ulong)mask, rewriter);
            case IrOp.SExt8 or IrOp.SExt16:
                long low = instruction.Op == IrOp.SExt8 ? 0x7f : 0x7fff;
                return (KnownBits.MayBeSet(operand) & ~(ulong)low) == 0 || IsSignExtended(instruction.Op, inner) ? operand : Through(instruction, inner, (low << 1) | 1, rewriter);
            case IrOp.SExt32 when KnownBits.IsNonNegative(operand):
                return rewriter.Make(IrOp.ZExt32, IrType.I64, operand);
            case IrOp.Trunc:
                return inner is null ? null : SimplifyTrunc(inner, rewriter);
            case IrOp.ByteSwap16 when inner?.Op == IrOp.ByteSwap16:
                return rewriter.Make(IrOp.ZExt16, IrType.I32, inner.Operands[0]);
            case IrOp.ByteSwap16:
                return Through(instruction, inner, 0xffff, rewriter);
            case IrOp.ByteSwap32 or IrOp.ByteSwap64 when inner?.Op == instruction.Op:
                return inner.Operands[0];
            default:
                return null;
        }
    }

    /// <summary>A mask of bits that are not set, unless only we know that, and the kernel must.</summary>
    private static bool IsNeedless(IrValue operand, ulong mask, Rewriter rewriter) =>
        (KnownBits.MayBeSet(operand) & ~mask) == 0 && ((KnownBits.KernelMayBeSet(operand) & ~mask) == 0 || !rewriter.IsRangeNeeded);

    /// <summary>A store does not need what only makes bits that it leaves out.</summary>
    public static bool NarrowStored(IrInstruction store)
    {
        long stored = store.Op != IrOp.Store ? 0 : store.Access switch { MemoryAccess.U8 => 0xff, MemoryAccess.U16 => 0xffff, _ => 0 };
        bool changed = false;
        while (stored != 0 && store.Operands[1] is IrInstruction value && KeepsLow(value, stored))
        {
            store.Operands[1] = value.Operands[0];
            changed = true;
        }

        return changed;
    }

    private static bool IsSignExtended(IrOp op, IrInstruction? inner) =>
        inner is not null && (inner.Op == IrOp.SExt8 || (inner.Op == IrOp.SExt16 && op == IrOp.SExt16)
        || (inner.Op == IrOp.Load && (inner.Access == MemoryAccess.S8 || (inner.Access == MemoryAccess.S16 && op == IrOp.SExt16))));

    /// <summary>Drops an operation below that only changes bits which are not used.</summary>
    private static IrValue? Through(IrInstruction instruction, IrInstruction? inner, long used, Rewriter rewriter)
    {
        return inner is not null && KeepsLow(inner, used) ? rewriter.Make(instruction.Op, instruction.Type, inner.Operands[0]) : null;
    }

    /// <summary>Whether the bits of the low mask are those of the operand.</summary>
    private static bool KeepsLow(IrInstruction instruction, long used) => instruction.Op switch
    {
        IrOp.ZExt8 or IrOp.SExt8 => used == 0xff,
        IrOp.ZExt16 or IrOp.SExt16 => used <= 0xffff,
        IrOp.And => instruction.Operands[1] is IrConstant mask && (mask.Value & used) == used,
        _ => false,
    };

    private static IrValue? SimplifyTrunc(IrInstruction inner, Rewriter rewriter)
    {
        switch (inner.Op)
        {
            case IrOp.ZExt32 or IrOp.SExt32:
                return inner.Operands[0];
            case IrOp.Add or IrOp.Sub or IrOp.Mul or IrOp.And or IrOp.Or or IrOp.Xor:
                IrValue? left = Narrow(inner.Operands[0]);
                IrValue? right = Narrow(inner.Operands[1]);
                return left is null || right is null ? null : rewriter.Make(inner.Op, IrType.I32, left, right);
            case IrOp.Shl when inner.Operands[1] is IrConstant { Value: >= 0 and < 32 } count && Narrow(inner.Operands[0]) is { } shifted:
                return rewriter.Make(IrOp.Shl, IrType.I32, shifted, IrConstant.I32((int)count.Value));
            case IrOp.LShr when inner.Operands[1] is IrConstant { Value: >= 0 and < 32 } count && inner.Operands[0] is IrInstruction { Op: IrOp.ZExt32 } wide:
                return rewriter.Make(IrOp.LShr, IrType.I32, wide.Operands[0], IrConstant.I32((int)count.Value));
            default:
                return null;
        }
    }

    /// <summary>The low half of a 64-bit value, if it is there without an instruction.</summary>
    private static IrValue? Narrow(IrValue value) => value switch
    {
        IrConstant constant => IrConstant.I32((int)constant.Value),
        IrInstruction { Op: IrOp.ZExt32 or IrOp.SExt32 } extension => extension.Operands[0],
        _ => null,
    };
}
