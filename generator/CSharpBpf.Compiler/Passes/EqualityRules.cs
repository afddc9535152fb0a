using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Rules for comparing a value with a constant for equality: what can be undone on the constant is not computed on the value.</summary>
internal static class EqualityRules
{
    public static IrValue? Simplify(IrInstruction comparison, IrValue left, long value, Rewriter rewriter)
    {
        if (KnownBits.IsBoolean(left))
        {
            // The range rules have left only 0 and 1.
            return (comparison.Op == IrOp.Ne) == (value == 0) ? left
                : left is IrInstruction inner && inner.Op.IsComparison() ? rewriter.Make(ConstantFolding.Inverted(inner.Op), IrType.I32, inner.Operands[0], inner.Operands[1])
                : comparison.Op == IrOp.Ne ? rewriter.Make(IrOp.Eq, IrType.I32, left, IrConstant.I32(0))
                : null;
        }

        if (left is not IrInstruction operation)
        {
            return null;
        }

        IrValue first = operation.Operands.Count > 0 ? operation.Operands[0] : left;
        var constant = operation.Operands.Count == 2 ? operation.Operands[1] as IrConstant : null;
        switch (operation.Op)
        {
            case IrOp.Add when constant is not null:
                return Make(first, unchecked(value - constant.Value));
            case IrOp.Xor when constant is not null:
                return Make(first, value ^ constant.Value);
            case IrOp.Sub or IrOp.Xor when value == 0:
                return rewriter.Make(comparison.Op, IrType.I32, first, operation.Operands[1]);
            case IrOp.ZExt32:
                return value is >= 0 and <= uint.MaxValue ? Make(first, value) : ComparisonRules.Truth(comparison.Op == IrOp.Ne);
            case IrOp.SExt32:
                return value is >= int.MinValue and <= int.MaxValue ? Make(first, value) : ComparisonRules.Truth(comparison.Op == IrOp.Ne);
            case IrOp.ZExt8 or IrOp.ZExt16 when KnownBits.MayBeSet(first) <= (operation.Op == IrOp.ZExt8 ? byte.MaxValue : ushort.MaxValue):
                return Make(first, value);
            case IrOp.Shl when constant is not null && Unshifted(first, (int)constant.Value & (operation.Type == IrType.I32 ? 31 : 63)) is { } unshifted:
                return unshifted;
            case IrOp.ByteSwap16:
                return Make(KnownBits.MayBeSet(first) <= 0xffff ? first : rewriter.Make(IrOp.ZExt16, IrType.I32, first), Swapped(operation.Op, value));
            case IrOp.ByteSwap32 or IrOp.ByteSwap64:
                return Make(first, Swapped(operation.Op, value));
            case IrOp.And when constant is not null && first is IrInstruction { Op: IrOp.ByteSwap16 or IrOp.ByteSwap32 or IrOp.ByteSwap64 } swap:
                return Masked(swap, constant.Value);
            case IrOp.Select when operation.Operands[1] is IrConstant ifNotZero && operation.Operands[2] is IrConstant ifZero:
                return Selected(operation.Operands[0], ifNotZero.Value == value, ifZero.Value == value);
            default:
                return null;
        }

        IrInstruction Make(IrValue operand, long other) => rewriter.Make(comparison.Op, IrType.I32, operand, new IrConstant(operand.Type, other));

        IrValue? Unshifted(IrValue operand, int count)
        {
            ulong mask = KnownBits.Mask(operand.Type);
            ulong wanted = (ulong)value & mask;
            return (KnownBits.MayBeSet(operand) & ~(mask >> count)) != 0 ? null
                : (wanted >> count) << count != wanted ? ComparisonRules.Truth(comparison.Op == IrOp.Ne)
                : Make(operand, (long)(wanted >> count));
        }

        IrInstruction Masked(IrInstruction swap, long mask)
        {
            var swappedMask = new IrConstant(swap.Type, Swapped(swap.Op, mask));
            IrInstruction masked = rewriter.Make(IrOp.And, swap.Type, swap.Operands[0], swappedMask);
            return Make(masked, Swapped(swap.Op, value));
        }

        IrValue Selected(IrValue condition, bool matchesNotZero, bool matchesZero)
        {
            bool equal = comparison.Op == IrOp.Eq;
            return matchesNotZero == matchesZero
                ? ComparisonRules.Truth(matchesZero == equal)
                : rewriter.Make(matchesNotZero == equal ? IrOp.Ne : IrOp.Eq, IrType.I32, condition, IrConstant.I32(0));
        }
    }

    private static long Swapped(IrOp swap, long value) =>
        (long)ConstantFolding.Swap((ulong)value, swap switch { IrOp.ByteSwap16 => 2, IrOp.ByteSwap32 => 4, _ => 8 });
}
