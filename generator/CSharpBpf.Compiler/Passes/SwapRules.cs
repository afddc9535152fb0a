using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Rules for what is done with a swapped value: some of its bytes are bytes of the value itself, and two swapped values are equal as they were.</summary>
internal static class SwapRules
{
    /// <summary>The upper bytes of a swapped value are the lower ones of the value.</summary>
    public static IrValue? ShiftRight(IrInstruction swap, long count, Rewriter rewriter)
    {
        IrValue value = swap.Operands[0];
        return (swap.Op, count) switch
        {
            (IrOp.ByteSwap16, 8) or (IrOp.ByteSwap32, 24) => rewriter.Make(IrOp.ZExt8, IrType.I32, value),
            (IrOp.ByteSwap32, 16) => rewriter.Make(IrOp.ByteSwap16, IrType.I32, value),
            (IrOp.ByteSwap64, 32) => Widen(IrOp.ByteSwap32),
            (IrOp.ByteSwap64, 48) => Widen(IrOp.ByteSwap16),
            (IrOp.ByteSwap64, 56) => Widen(IrOp.ZExt8),
            _ => null,
        };

        IrInstruction Widen(IrOp op) => rewriter.Make(IrOp.ZExt32, IrType.I64, rewriter.Make(op, IrType.I32, rewriter.Make(IrOp.Trunc, IrType.I32, value)));
    }

    /// <summary>The lower bytes of a swapped value are the upper ones of the value.</summary>
    public static IrValue? Mask(IrInstruction swap, long mask, Rewriter rewriter)
    {
        IrValue value = swap.Operands[0];
        return (swap.Op, mask) switch
        {
            (IrOp.ByteSwap16, 0xff) when KnownBits.MayBeSet(value) <= 0xffff => Shift(8),
            (IrOp.ByteSwap32, 0xff) => Shift(24),
            (IrOp.ByteSwap32, 0xffff) => rewriter.Make(IrOp.ByteSwap16, IrType.I32, Shift(16)),
            _ => null,
        };

        IrInstruction Shift(int count) => rewriter.Make(IrOp.LShr, IrType.I32, value, IrConstant.I32(count));
    }

    /// <summary>Compares two swapped values for equality without swapping them.</summary>
    public static IrInstruction? Equality(IrInstruction comparison, IrValue left, IrValue right, Rewriter rewriter)
    {
        if (comparison.Op is not (IrOp.Eq or IrOp.Ne) || left is not IrInstruction { Op: IrOp.ByteSwap16 or IrOp.ByteSwap32 or IrOp.ByteSwap64 } a || right is not IrInstruction b || a.Op != b.Op)
        {
            return null;
        }

        return rewriter.Make(comparison.Op, IrType.I32, Swapped(a), Swapped(b));

        IrValue Swapped(IrInstruction swap)
        {
            IrValue value = swap.Operands[0];
            return swap.Op == IrOp.ByteSwap16 && KnownBits.MayBeSet(value) > 0xffff ? rewriter.Make(IrOp.ZExt16, IrType.I32, value) : value;
        }
    }
}
