using System;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Rules for comparisons, selects and conditions. A constant stands on the right; what is known not to be negative compares unsigned.</summary>
internal static class ComparisonRules
{
    public static IrValue? Simplify(IrInstruction comparison, Rewriter rewriter)
    {
        IrValue left = comparison.Operands[0];
        IrValue right = comparison.Operands[1];
        if (IrEdit.Same(left, right))
        {
            return Truth(comparison.Op is IrOp.Eq or IrOp.ULe or IrOp.UGe or IrOp.SLe or IrOp.SGe);
        }

        if (left is IrConstant first)
        {
            return right is IrConstant second
                ? Truth(ConstantFolding.Compare(comparison.Op, left.Type, first.Value, second.Value))
                : rewriter.Make(ConstantFolding.Mirrored(comparison.Op), IrType.I32, right, left);
        }

        if (left.Type.IsPointer())
        {
            return right is IrConstant && comparison.Op is IrOp.Eq or IrOp.Ne && PointerRules.IsNeverNull(left) ? Truth(comparison.Op == IrOp.Ne) : PointerRules.Compare(comparison.Op, left, right);
        }

        if (LengthRules.Simplify(comparison.Op, left, right, rewriter) is { } pointers)
        {
            return pointers;
        }

        if (right is not IrConstant constant)
        {
            return LengthRules.Simplify(ConstantFolding.Mirrored(comparison.Op), right, left, rewriter) ?? SwapRules.Equality(comparison, left, right, rewriter) ?? Narrow(comparison, left, right, rewriter);
        }

        return ByRange(comparison, left, constant, rewriter)
            ?? (comparison.Op is IrOp.Eq or IrOp.Ne ? EqualityRules.Simplify(comparison, left, constant.Value, rewriter)
                : WrappedBelow(comparison, left, constant.Value, rewriter) ?? Unshifted(comparison, left, constant.Value, rewriter) ?? Unmasked(comparison, left, constant.Value, rewriter) ?? NarrowConstant(comparison, left, constant.Value, rewriter));
    }

    /// <summary>Takes "is not zero" and "is zero" into the branch.</summary>
    public static bool SimplifyBranch(IrInstruction branch)
    {
        bool changed = false;
        while (branch.Operands[0] is IrInstruction { Op: IrOp.Eq or IrOp.Ne } test && test.Operands[0].Type == IrType.I32 && IrEdit.IsConstant(test.Operands[1], 0))
        {
            branch.Operands[0] = test.Operands[0];
            if (test.Op == IrOp.Eq)
            {
                branch.Targets.Reverse();
            }

            changed = true;
        }

        return changed;
    }

    public static IrValue? SimplifySelect(IrInstruction select, Rewriter rewriter)
    {
        IrValue condition = select.Operands[0];
        IrValue ifNotZero = select.Operands[1];
        IrValue ifZero = select.Operands[2];
        if (condition is IrConstant constant)
        {
            return constant.Value != 0 ? ifNotZero : ifZero;
        }

        if (IrEdit.Same(ifNotZero, ifZero))
        {
            return ifZero;
        }

        if (condition is IrInstruction { Op: IrOp.Eq or IrOp.Ne } test && test.Operands[0].Type == IrType.I32 && IrEdit.IsConstant(test.Operands[1], 0))
        {
            return test.Op == IrOp.Ne
                ? rewriter.Make(IrOp.Select, select.Type, test.Operands[0], ifNotZero, ifZero)
                : rewriter.Make(IrOp.Select, select.Type, test.Operands[0], ifZero, ifNotZero);
        }

        if (select.Type != IrType.I32 || !KnownBits.IsBoolean(condition))
        {
            return null;
        }

        return IrEdit.IsConstant(ifNotZero, 1) && IrEdit.IsConstant(ifZero, 0) ? condition
            : IrEdit.IsConstant(ifNotZero, 0) && IrEdit.IsConstant(ifZero, 1) ? rewriter.Make(IrOp.Eq, IrType.I32, condition, IrConstant.I32(0))
            : null;
    }

    public static IrConstant Truth(bool value) => IrConstant.I32(value ? 1 : 0);

    /// <summary>Decides or weakens a comparison by the largest value that the left side can have.</summary>
    private static IrValue? ByRange(IrInstruction comparison, IrValue left, IrConstant right, Rewriter rewriter)
    {
        ulong maximum = KnownBits.MayBeSet(left);
        ulong value = (ulong)right.Value & KnownBits.Mask(left.Type);
        if (comparison.Op is IrOp.Eq or IrOp.Ne)
        {
            return (value & ~maximum) != 0 ? Truth(comparison.Op == IrOp.Ne) : null;
        }

        // A check that holds for what the kernel forgets tells it a range.
        maximum = left is IrInstruction made && rewriter.MayNeedRangeOf(made) ? KnownBits.KernelMayBeSet(left) : maximum;
        switch (comparison.Op)
        {
            case IrOp.ULt when maximum < value || value == 0:
                return Truth(value != 0);
            case IrOp.ULe when maximum <= value:
                return Truth(true);
            case IrOp.UGt when maximum <= value:
                return Truth(false);
            case IrOp.UGe when maximum < value || value == 0:
                return Truth(value == 0);
            case IrOp.ULt when value == 1:
            case IrOp.ULe when value == 0:
                return rewriter.Make(IrOp.Eq, IrType.I32, left, IrEdit.Zero(left.Type));
            case IrOp.UGe when value == 1:
            case IrOp.UGt when value == 0:
                return rewriter.Make(IrOp.Ne, IrType.I32, left, IrEdit.Zero(left.Type));
            case >= IrOp.SLt when KnownBits.IsNonNegative(left):
                return right.Value < 0
                    ? Truth(comparison.Op is IrOp.SGt or IrOp.SGe)
                    : rewriter.Make(Unsigned(comparison.Op), IrType.I32, left, right);
            default:
                return null;
        }
    }

    /// <summary>x - c compared unsigned with a bound that x cannot reach from above asks only whether x is below c.</summary>
    private static IrInstruction? WrappedBelow(IrInstruction comparison, IrValue left, long value, Rewriter rewriter)
    {
        if (comparison.Op is < IrOp.ULt or > IrOp.UGe || value is < 0 or > int.MaxValue
            || left is not IrInstruction { Op: IrOp.Add } sum || sum.Operands[1] is not IrConstant { Value: < 0 and > int.MinValue } negative)
        {
            return null;
        }

        long largest = (long)Math.Min(KnownBits.MayBeSet(sum.Operands[0]), long.MaxValue) + negative.Value;
        bool excludesBound = comparison.Op is IrOp.ULt or IrOp.UGe;
        if (largest > int.MaxValue || largest > value - (excludesBound ? 1 : 0))
        {
            return null;
        }

        IrOp below = comparison.Op is IrOp.UGt or IrOp.UGe ? IrOp.ULt : IrOp.UGe;
        return rewriter.Make(below, IrType.I32, sum.Operands[0], new IrConstant(left.Type, -negative.Value));
    }

    /// <summary>x &lt;&lt; n is compared as x with the upper bits of the constant, if the shift loses none and the kernel need not learn the range of what was shifted.</summary>
    private static IrInstruction? Unshifted(IrInstruction comparison, IrValue left, long value, Rewriter rewriter)
    {
        if (!IsUnsignedOrder(comparison.Op) || left is not IrInstruction { Op: IrOp.Shl } shift || shift.Operands[1] is not IrConstant count || rewriter.MayNeedRangeOf(shift))
        {
            return null;
        }

        IrValue operand = shift.Operands[0];
        ulong mask = KnownBits.Mask(left.Type);
        int bits = (int)count.Value & (left.Type == IrType.I32 ? 31 : 63);
        if ((KnownBits.MayBeSet(operand) & ~(mask >> bits)) != 0)
        {
            return null;
        }

        ulong bound = (ulong)value & mask;
        bool roundsUp = comparison.Op is IrOp.ULt or IrOp.UGe && (bound & ((1UL << bits) - 1)) != 0;
        return rewriter.Make(comparison.Op, IrType.I32, operand, new IrConstant(left.Type, (long)(bound >> bits) + (roundsUp ? 1 : 0)));
    }

    /// <summary>
    /// Of x - c, cut to the 8 or 16 bits that x has: if it is compared with a bound that no difference reaches which wraps in them, it need not be cut, since one
    /// that wraps in 32 bits does not reach it either.
    /// </summary>
    private static IrInstruction? Unmasked(IrInstruction comparison, IrValue left, long value, Rewriter rewriter)
    {
        if (!IsUnsignedOrder(comparison.Op) || left is not IrInstruction { Op: IrOp.ZExt8 or IrOp.ZExt16 } cut
            || cut.Operands[0] is not IrInstruction { Op: IrOp.Add } sum || sum.Operands[1] is not IrConstant { Value: < 0 } negative || rewriter.MayNeedRangeOf(cut))
        {
            return null;
        }

        long largest = cut.Op == IrOp.ZExt8 ? byte.MaxValue : ushort.MaxValue;
        long firstThatFails = comparison.Op is IrOp.ULt or IrOp.UGe ? value : value + 1;
        return KnownBits.MayBeSet(sum.Operands[0]) <= (ulong)largest && -negative.Value <= largest && firstThatFails >= 0 && firstThatFails <= largest + 1 + negative.Value
            ? rewriter.Make(comparison.Op, IrType.I32, sum, IrConstant.I32((int)value))
            : null;
    }

    private static bool IsUnsignedOrder(IrOp op) => op is >= IrOp.ULt and <= IrOp.UGe;

    private static IrOp Unsigned(IrOp signed) => signed switch
    {
        IrOp.SLt => IrOp.ULt,
        IrOp.SLe => IrOp.ULe,
        IrOp.SGt => IrOp.UGt,
        _ => IrOp.UGe,
    };

    private static bool IsSigned(IrOp comparison) => comparison is >= IrOp.SLt and <= IrOp.SGe;

    /// <summary>Two values that were widened alike compare as they were.</summary>
    private static IrInstruction? Narrow(IrInstruction comparison, IrValue left, IrValue right, Rewriter rewriter)
    {
        if (left is not IrInstruction { Op: IrOp.ZExt32 or IrOp.SExt32 } a || right is not IrInstruction b || a.Op != b.Op)
        {
            return null;
        }

        bool signed = IsSigned(comparison.Op);
        bool equality = comparison.Op is IrOp.Eq or IrOp.Ne;
        return a.Op == IrOp.SExt32
            ? (signed || equality ? rewriter.Make(comparison.Op, IrType.I32, a.Operands[0], b.Operands[0]) : null)
            : rewriter.Make(signed ? Unsigned(comparison.Op) : comparison.Op, IrType.I32, a.Operands[0], b.Operands[0]);
    }

    private static IrInstruction? NarrowConstant(IrInstruction comparison, IrValue left, long value, Rewriter rewriter)
    {
        return left switch
        {
            IrInstruction { Op: IrOp.ZExt32 } wide when !IsSigned(comparison.Op) && value is >= 0 and <= uint.MaxValue =>
                rewriter.Make(comparison.Op, IrType.I32, wide.Operands[0], IrConstant.I32((int)value)),
            IrInstruction { Op: IrOp.SExt32 } wide when IsSigned(comparison.Op) && value is >= int.MinValue and <= int.MaxValue =>
                rewriter.Make(comparison.Op, IrType.I32, wide.Operands[0], IrConstant.I32((int)value)),
            _ => null,
        };
    }
}
