using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Rules for Add to Not. Constants stand on the right of commutative operations, and constants of nested operations meet.</summary>
internal static class ArithmeticRules
{
    public static IrValue? Simplify(IrInstruction instruction, Rewriter rewriter)
    {
        IrType type = instruction.Type;
        IrValue left = instruction.Operands[0];
        if (instruction.Op is IrOp.Neg or IrOp.Not)
        {
            return left is IrConstant operand ? ConstantFolding.Unary(instruction.Op, type, operand.Value)
                : left is IrInstruction inner && inner.Op == instruction.Op ? inner.Operands[0]
                : null;
        }

        IrValue right = instruction.Operands[1];
        if (left is IrConstant && right is not IrConstant && instruction.Op.Info().Has(IrOpTraits.Commutative))
        {
            (left, right) = (right, left);
            instruction.Operands[0] = left;
            instruction.Operands[1] = right;
        }

        if (right is not IrConstant constant)
        {
            return left == right ? SameOperands(instruction.Op, left)
                : instruction.Op == IrOp.And && (KnownBits.MayBeSet(left) & KnownBits.MayBeSet(right)) == 0 ? IrEdit.Zero(type)
                : ZeroOnTheLeft(instruction, left, right, rewriter);
        }

        if (left is IrConstant other)
        {
            return ConstantFolding.Binary(instruction.Op, type, other.Value, constant.Value);
        }

        return WithConstant(instruction, left, constant.Value, rewriter) ?? Nested(instruction, left, constant.Value, rewriter);
    }

    private static IrValue? SameOperands(IrOp op, IrValue value) => op switch
    {
        IrOp.Sub or IrOp.Xor => IrEdit.Zero(value.Type),
        IrOp.And or IrOp.Or => value,
        _ => null,
    };

    private static IrValue? ZeroOnTheLeft(IrInstruction instruction, IrValue left, IrValue right, Rewriter rewriter)
    {
        if (!IrEdit.IsConstant(left, 0))
        {
            return null;
        }

        return instruction.Op switch
        {
            IrOp.Sub => rewriter.Make(IrOp.Neg, instruction.Type, right),
            IrOp.UDiv or IrOp.SDiv or IrOp.URem or IrOp.SRem or IrOp.Shl or IrOp.LShr or IrOp.AShr => left,
            _ => null,
        };
    }

    private static IrValue? WithConstant(IrInstruction instruction, IrValue left, long value, Rewriter rewriter)
    {
        IrType type = instruction.Type;
        bool narrow = type == IrType.I32;
        ulong bits = narrow ? (uint)value : (ulong)value;
        switch (instruction.Op)
        {
            case IrOp.Add or IrOp.Or or IrOp.Xor when value == 0:
            case IrOp.Mul or IrOp.UDiv or IrOp.SDiv when value == 1:
            case IrOp.Shl or IrOp.LShr or IrOp.AShr when (value & (narrow ? 31 : 63)) == 0:
            case IrOp.URem or IrOp.SRem when value == 0:
                return left;
            case IrOp.Mul or IrOp.UDiv or IrOp.SDiv when value == 0:
            case IrOp.URem or IrOp.SRem when value is 1:
                return IrEdit.Zero(type);
            case IrOp.Sub:
                return rewriter.Make(IrOp.Add, type, left, new IrConstant(type, unchecked(-value)));
            case IrOp.Mul when IsPowerOfTwo(bits):
                return rewriter.Make(IrOp.Shl, type, left, new IrConstant(type, Log2(bits)));
            case IrOp.UDiv when IsPowerOfTwo(bits):
                return rewriter.Make(IrOp.LShr, type, left, new IrConstant(type, Log2(bits)));
            case IrOp.UDiv:
                return DivisionRules.Simplify(type, left, bits, rewriter);
            case IrOp.URem when IsPowerOfTwo(bits):
                return rewriter.Make(IrOp.And, type, left, new IrConstant(type, (long)bits - 1));
            case IrOp.URem when KnownBits.MayBeSet(left) < bits:
                return left;
            case IrOp.SDiv when value > 0 && KnownBits.IsNonNegative(left):
                return rewriter.Make(IrOp.UDiv, type, left, instruction.Operands[1]);
            case IrOp.SRem when value > 0 && KnownBits.IsNonNegative(left):
                return rewriter.Make(IrOp.URem, type, left, instruction.Operands[1]);
            case IrOp.AShr when KnownBits.IsNonNegative(left):
                return rewriter.Make(IrOp.LShr, type, left, instruction.Operands[1]);
            case IrOp.And:
                // A mask that only we can do without tells the kernel a range.
                return (KnownBits.MayBeSet(left) & bits) == 0 ? IrEdit.Zero(type)
                    : (KnownBits.KernelMayBeSet(left) & ~bits) == 0 ? left
                    : Spread(left, instruction.Operands[1], rewriter) ?? Flipped(left, bits, rewriter);
            case IrOp.Or when value == -1:
                return instruction.Operands[1];
            case IrOp.LShr:
                return KnownBits.MayBeSet(left) >> (int)(value & (narrow ? 31 : 63)) == 0 ? IrEdit.Zero(type) : null;
            case IrOp.Xor when value == 1 && left is IrInstruction comparison && comparison.Op.IsComparison():
                return rewriter.Make(ConstantFolding.Inverted(comparison.Op), IrType.I32, comparison.Operands[0], comparison.Operands[1]);
            default:
                return null;
        }
    }

    /// <summary>
    /// -b &amp; c, where b is one bit, is b * c: an instruction less, and of what is 0 or -1 kernels follow both ways (maybe_fork_scalars of kernel/bpf/verifier.c, v6.18),
    /// which are 2^32 for a CRC whose value decides something.
    /// </summary>
    private static IrValue? Spread(IrValue mask, IrValue constant, Rewriter rewriter) =>
        mask is IrInstruction { Op: IrOp.Neg } negated && KnownBits.MayBeSet(negated.Operands[0]) == 1 ? rewriter.Make(IrOp.Mul, mask.Type, negated.Operands[0], constant) : null;

    /// <summary>Of ~x or x ^ c, where x has no more bits than are left: those are flipped alone.</summary>
    public static IrValue? Flipped(IrValue value, ulong left, Rewriter rewriter) => value switch
    {
        IrInstruction { Op: IrOp.Not } not when (KnownBits.KernelMayBeSet(not.Operands[0]) & ~left) == 0 => rewriter.Make(IrOp.Xor, not.Type, not.Operands[0], new IrConstant(not.Type, (long)left)),
        IrInstruction { Op: IrOp.Xor } xor when xor.Operands[1] is IrConstant bits && (KnownBits.KernelMayBeSet(xor.Operands[0]) & ~left) == 0 =>
            rewriter.Make(IrOp.Xor, xor.Type, xor.Operands[0], new IrConstant(xor.Type, bits.Value & (long)left)),
        _ => null,
    };

    /// <summary>(x op c) op d is x op (c op d).</summary>
    private static IrValue? Nested(IrInstruction instruction, IrValue left, long value, Rewriter rewriter)
    {
        IrType type = instruction.Type;
        if (left is not IrInstruction inner)
        {
            return null;
        }

        if (instruction.Op == IrOp.And && inner.Op == IrOp.ZExt32 && value >= 0 && value <= int.MaxValue)
        {
            return rewriter.Make(IrOp.ZExt32, IrType.I64, rewriter.Make(IrOp.And, IrType.I32, inner.Operands[0], IrConstant.I32((int)value)));
        }

        if (instruction.Op == IrOp.And && inner.Op is IrOp.ZExt8 or IrOp.ZExt16)
        {
            return rewriter.Make(IrOp.And, type, inner.Operands[0], IrConstant.I32((int)value & (inner.Op == IrOp.ZExt8 ? byte.MaxValue : ushort.MaxValue)));
        }

        if (instruction.Op == IrOp.Add && value < 0 && inner.Op == IrOp.Trunc && inner.Operands[0] is IrInstruction { Op: IrOp.PtrDiff } length
            && PointerRules.IsInReach(length.Operands[1], -value))
        {
            // The length of a span that was sliced: keep it a distance between two pointers, so that comparing it compares the pointers.
            IrInstruction start = rewriter.Make(IrOp.PtrAdd, length.Operands[1].Type, length.Operands[1], IrConstant.I64(-value));
            return rewriter.Make(IrOp.Trunc, IrType.I32, rewriter.Make(IrOp.PtrDiff, IrType.I64, length.Operands[0], start));
        }

        if (inner.Op is IrOp.ByteSwap16 or IrOp.ByteSwap32 or IrOp.ByteSwap64 && instruction.Op is IrOp.LShr or IrOp.And)
        {
            return instruction.Op == IrOp.LShr ? SwapRules.ShiftRight(inner, value, rewriter) : SwapRules.Mask(inner, value, rewriter);
        }

        if (inner.Operands.Count != 2 || inner.Operands[1] is not IrConstant { Value: var innerValue })
        {
            return null;
        }

        if (inner.Op != instruction.Op)
        {
            return ShiftedThereAndBack(instruction, inner, innerValue, value, rewriter);
        }

        switch (instruction.Op)
        {
            case IrOp.Add or IrOp.And or IrOp.Or or IrOp.Xor or IrOp.Mul:
                return rewriter.Make(instruction.Op, type, inner.Operands[0], ConstantFolding.Binary(instruction.Op, type, innerValue, value)!);
            case IrOp.Shl or IrOp.LShr:
                int width = type == IrType.I32 ? 32 : 64;
                long count = (innerValue & (width - 1)) + (value & (width - 1));
                return count >= width ? IrEdit.Zero(type) : rewriter.Make(instruction.Op, type, inner.Operands[0], new IrConstant(type, count));
            default:
                return null;
        }
    }

    /// <summary>(x &lt;&lt; n) >> n and (x >> n) &lt;&lt; n are masks of x.</summary>
    private static IrInstruction? ShiftedThereAndBack(IrInstruction instruction, IrInstruction inner, long innerCount, long count, Rewriter rewriter)
    {
        if (instruction.Op is not (IrOp.Shl or IrOp.LShr) || inner.Op is not (IrOp.Shl or IrOp.LShr) || count != innerCount)
        {
            return null;
        }

        bool narrow = instruction.Type == IrType.I32;
        ulong mask = KnownBits.Mask(instruction.Type) >> (int)(count & (narrow ? 31 : 63));
        mask = instruction.Op == IrOp.LShr ? mask : mask << (int)(count & (narrow ? 31 : 63));

        // A mask of 64 bits that is no immediate is not worth it.
        return narrow ? rewriter.Make(IrOp.And, IrType.I32, inner.Operands[0], IrConstant.I32((int)(uint)mask))
            : mask == uint.MaxValue || (long)mask == (int)mask ? rewriter.Make(IrOp.And, IrType.I64, inner.Operands[0], IrConstant.I64((long)mask))
            : null;
    }

    private static bool IsPowerOfTwo(ulong value) => value > 1 && (value & (value - 1)) == 0;

    private static int Log2(ulong value)
    {
        int log = 0;
        while ((value >>= 1) != 0)
        {
            log++;
        }

        return log;
    }
}
