using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Arithmetic and conversions in a checked context: where the result does not fit, a fault. 32-bit operands are computed with in 64 bits, where
/// they cannot overflow, so that the ranges of operands prove the check needless; 64-bit ones are tested by their signs or by dividing again.
/// </summary>
internal sealed class CheckedLowering(FunctionLowering f)
{
    /// <summary>An addition, subtraction or multiplication of two operands of one layout.</summary>
    public IrValue Arithmetic(BinaryOperatorKind kind, IrValue left, IrValue right, TypeLayout layout)
    {
        IrOp op = kind switch
        {
            BinaryOperatorKind.Add => IrOp.Add,
            BinaryOperatorKind.Subtract => IrOp.Sub,
            _ => IrOp.Mul,
        };
        if (left.Type == IrType.I32)
        {
            IrValue wide = f.Builder.Binary(op, f.Conversions.Widen(left, layout, IrType.I64), f.Conversions.Widen(right, layout, IrType.I64));
            RequireFits(wide, isSigned: true, layout);
            return f.Builder.Convert(IrOp.Trunc, wide);
        }

        IrValue result = f.Builder.Binary(op, left, right);
        Require(op switch
        {
            IrOp.Mul => MultiplicationFits(left, right, result, layout.IsSigned),
            IrOp.Add => layout.IsSigned ? SumFits(left, right, result) : f.Builder.Compare(IrOp.UGe, result, left),
            _ => layout.IsSigned ? DifferenceFits(left, right, result) : f.Builder.Compare(IrOp.UGe, left, right),
        });
        return result;
    }

    /// <summary>-x: the smallest signed number has none, and of the unsigned ones 0 alone.</summary>
    public IrValue Negation(IrValue operand, TypeLayout layout)
    {
        Require(layout.IsSigned
            ? f.Builder.Compare(IrOp.Ne, operand, new IrConstant(operand.Type, -1L << ((layout.Size * 8) - 1)))
            : f.Builder.Compare(IrOp.Eq, operand, new IrConstant(operand.Type, 0)));
        return f.Builder.Unary(IrOp.Neg, operand);
    }

    /// <summary>A number that is to become one of another type.</summary>
    public void Conversion(IrValue value, TypeLayout source, TypeLayout target)
    {
        bool always = source.IsSigned == target.IsSigned ? source.Size <= target.Size : !source.IsSigned && source.Size < target.Size;
        if (!always)
        {
            RequireFits(value, source.IsSigned, target);
        }
    }

    /// <summary>Before a division or remainder: .NET throws for zero, and for the smallest number by -1, whatever the context.</summary>
    public void Division(IrValue left, IrValue right, bool isSigned)
    {
        if (right is IrConstant { Value: not (0 or -1) } || (right is IrConstant { Value: -1 } && !isSigned))
        {
            return;
        }

        if (right is not IrConstant { Value: -1 })
        {
            f.Faults.Require(f.Builder.Compare(IrOp.Ne, right, new IrConstant(right.Type, 0)), DiagnosticTable.DivisorMayBeZero);
        }

        if (isSigned)
        {
            IrValue wraps = f.Builder.Binary(
                IrOp.And,
                f.Builder.Compare(IrOp.Eq, right, new IrConstant(right.Type, -1)),
                f.Builder.Compare(IrOp.Eq, left, new IrConstant(left.Type, left.Type == IrType.I32 ? int.MinValue : long.MinValue)));
            f.Faults.Require(f.Builder.Compare(IrOp.Eq, wraps, IrConstant.I32(0)), DiagnosticTable.DivisorMayBeZero);
        }
    }

    private void RequireFits(IrValue value, bool isSigned, TypeLayout target)
    {
        int bits = target.Size * 8;
        int width = value.Type == IrType.I32 ? 32 : 64;
        if (bits >= width)
        {
            // Of the same width and another sign, or an unsigned number as a wider signed one: the highest bit must be clear.
            Require(f.Builder.Compare(IrOp.SGe, value, new IrConstant(value.Type, 0)));
        }
        else if (!target.IsSigned)
        {
            // As an unsigned number a negative one is too large as well.
            Require(f.Builder.Compare(IrOp.ULe, value, new IrConstant(value.Type, (1L << bits) - 1)));
        }
        else if (!isSigned)
        {
            Require(f.Builder.Compare(IrOp.ULe, value, new IrConstant(value.Type, (1L << (bits - 1)) - 1)));
        }
        else
        {
            // Moved up by the smallest value, the values that fit start at zero.
            IrValue moved = f.Builder.Binary(IrOp.Add, value, new IrConstant(value.Type, 1L << (bits - 1)));
            Require(f.Builder.Compare(IrOp.ULe, moved, new IrConstant(value.Type, (1L << bits) - 1)));
        }
    }

    // The sum overflows if both operands have the sign that it has not.
    private IrValue SumFits(IrValue left, IrValue right, IrValue sum) => right is IrConstant constant
        ? constant.Value >= 0
            ? f.Builder.Compare(IrOp.SLe, left, IrConstant.I64(long.MaxValue - constant.Value))
            : f.Builder.Compare(IrOp.SGe, left, IrConstant.I64(long.MinValue - constant.Value))
        : NotNegative(f.Builder.Binary(IrOp.And, f.Builder.Binary(IrOp.Xor, left, sum), f.Builder.Binary(IrOp.Xor, right, sum)));

    // The difference overflows if the operands have different signs and it has not the left one's.
    private IrValue DifferenceFits(IrValue left, IrValue right, IrValue difference) =>
        NotNegative(f.Builder.Binary(IrOp.And, f.Builder.Binary(IrOp.Xor, left, right), f.Builder.Binary(IrOp.Xor, left, difference)));

    private IrInstruction NotNegative(IrValue value) => f.Builder.Compare(IrOp.SGe, value, IrConstant.I64(0));

    // Division undoes it, but for zero, where IR divides to zero, and for -1 times the smallest number, which wraps both ways.
    private IrValue MultiplicationFits(IrValue left, IrValue right, IrValue product, bool isSigned)
    {
        IrValue undone = f.Builder.Compare(IrOp.Eq, f.Builder.Binary(isSigned ? IrOp.SDiv : IrOp.UDiv, product, left), right);
        if (isSigned)
        {
            IrValue wraps = f.Builder.Binary(
                IrOp.And,
                f.Builder.Compare(IrOp.Eq, left, IrConstant.I64(-1)),
                f.Builder.Compare(IrOp.Eq, right, IrConstant.I64(long.MinValue)));
            undone = f.Builder.Binary(IrOp.And, undone, f.Builder.Compare(IrOp.Eq, wraps, IrConstant.I32(0)));
        }

        return f.Builder.Binary(IrOp.Or, f.Builder.Compare(IrOp.Eq, left, IrConstant.I64(0)), undone);
    }

    private void Require(IrValue condition) => f.Faults.Require(condition, DiagnosticTable.CheckedArithmetic);
}
