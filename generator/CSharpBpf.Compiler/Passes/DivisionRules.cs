using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Division by a constant as a multiplication and a shift: shorter and faster as machine code, and the kernel, which forgets what it knows at a division,
/// follows it.
/// </summary>
internal static class DivisionRules
{
    public static IrValue? Simplify(IrType type, IrValue dividend, ulong divisor, Rewriter rewriter)
    {
        ulong most = KnownBits.MayBeSet(dividend);
        if (most < divisor)
        {
            return IrEdit.Zero(type);
        }

        if (ConstantDivision.Find(divisor, most) is not { } found)
        {
            return null;
        }

        // The kernel follows products of 32 bits where both sides have 16, of 64 bits where both have 32.
        if (type == IrType.I64 || (most <= ushort.MaxValue && found.Multiplier <= ushort.MaxValue))
        {
            return Multiply(type, dividend, found, rewriter);
        }

        return rewriter.Make(IrOp.Trunc, IrType.I32, Multiply(IrType.I64, rewriter.Make(IrOp.ZExt32, IrType.I64, dividend), found, rewriter));
    }

    private static IrInstruction Multiply(IrType type, IrValue dividend, (long Multiplier, int Shift) found, Rewriter rewriter) =>
        rewriter.Make(IrOp.LShr, type, rewriter.Make(IrOp.Mul, type, dividend, new IrConstant(type, found.Multiplier)), new IrConstant(type, found.Shift));
}
