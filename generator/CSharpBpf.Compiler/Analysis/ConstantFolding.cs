using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// The operations on constants, as BPF computes them: wrapping; division by zero gives 0, remainder by zero the dividend (also for signed ones, where
/// the smallest value by -1 gives itself and 0); shift counts are masked to the width.
/// </summary>
public static class ConstantFolding
{
    public static IrConstant? Binary(IrOp op, IrType type, long left, long right)
    {
        bool narrow = type == IrType.I32;
        ulong a = narrow ? (uint)left : (ulong)left;
        ulong b = narrow ? (uint)right : (ulong)right;
        int count = (int)(b & (narrow ? 31u : 63u));
        long? result = op switch
        {
            IrOp.Add => unchecked(left + right),
            IrOp.Sub => unchecked(left - right),
            IrOp.Mul => unchecked(left * right),
            IrOp.UDiv => b == 0 ? 0 : (long)(a / b),
            IrOp.URem => b == 0 ? (long)a : (long)(a % b),
            IrOp.SDiv => right == 0 ? 0 : right == -1 ? unchecked(-left) : left / right,
            IrOp.SRem => right == 0 ? left : right == -1 ? 0 : left % right,
            IrOp.And => left & right,
            IrOp.Or => left | right,
            IrOp.Xor => left ^ right,
            IrOp.Shl => left << count,
            IrOp.LShr => (long)(a >> count),
            IrOp.AShr => left >> count,
            _ => null,
        };
        return result is { } value ? new IrConstant(type, value) : null;
    }

    public static IrConstant? Unary(IrOp op, IrType type, long operand) => op switch
    {
        IrOp.Neg => new IrConstant(type, unchecked(-operand)),
        IrOp.Not => new IrConstant(type, ~operand),
        IrOp.ZExt8 => new IrConstant(type, (byte)operand),
        IrOp.ZExt16 => new IrConstant(type, (ushort)operand),
        IrOp.ZExt32 => new IrConstant(type, (uint)operand),
        IrOp.SExt8 => new IrConstant(type, (sbyte)operand),
        IrOp.SExt16 => new IrConstant(type, (short)operand),
        IrOp.SExt32 => new IrConstant(type, (int)operand),
        IrOp.Trunc => new IrConstant(type, (int)operand),
        IrOp.ByteSwap16 => new IrConstant(type, (long)Swap((ulong)operand, 2)),
        IrOp.ByteSwap32 => new IrConstant(type, (int)Swap((ulong)operand, 4)),
        IrOp.ByteSwap64 => new IrConstant(type, (long)Swap((ulong)operand, 8)),
        _ => null,
    };

    public static bool Compare(IrOp op, IrType type, long left, long right)
    {
        ulong a = type == IrType.I32 ? (uint)left : (ulong)left;
        ulong b = type == IrType.I32 ? (uint)right : (ulong)right;
        return op switch
        {
            IrOp.Eq => a == b,
            IrOp.Ne => a != b,
            IrOp.ULt => a < b,
            IrOp.ULe => a <= b,
            IrOp.UGt => a > b,
            IrOp.UGe => a >= b,
            IrOp.SLt => left < right,
            IrOp.SLe => left <= right,
            IrOp.SGt => left > right,
            IrOp.SGe => left >= right,
            _ => throw new System.ArgumentOutOfRangeException(nameof(op), op, null),
        };
    }

    /// <summary>The comparison that holds where this one does not.</summary>
    public static IrOp Inverted(IrOp comparison) => comparison switch
    {
        IrOp.Eq => IrOp.Ne,
        IrOp.Ne => IrOp.Eq,
        IrOp.ULt => IrOp.UGe,
        IrOp.ULe => IrOp.UGt,
        IrOp.UGt => IrOp.ULe,
        IrOp.UGe => IrOp.ULt,
        IrOp.SLt => IrOp.SGe,
        IrOp.SLe => IrOp.SGt,
        IrOp.SGt => IrOp.SLe,
        IrOp.SGe => IrOp.SLt,
        _ => throw new System.ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };

    /// <summary>The comparison that says the same with its operands swapped.</summary>
    public static IrOp Mirrored(IrOp comparison) => comparison switch
    {
        IrOp.ULt => IrOp.UGt,
        IrOp.ULe => IrOp.UGe,
        IrOp.UGt => IrOp.ULt,
        IrOp.UGe => IrOp.ULe,
        IrOp.SLt => IrOp.SGt,
        IrOp.SLe => IrOp.SGe,
        IrOp.SGt => IrOp.SLt,
        IrOp.SGe => IrOp.SLe,
        _ => comparison,
    };

    /// <summary>The lowest bytes in the other order.</summary>
    public static ulong Swap(ulong value, int bytes)
    {
        ulong swapped = 0;
        for (int i = 0; i < bytes; i++)
        {
            swapped = (swapped << 8) | ((value >> (i * 8)) & 0xff);
        }

        return swapped;
    }
}
