using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// The length of packet memory, end - p, compared with a number n that is neither negative nor large, becomes p + n compared with the end: the only
/// shape from which the kernel learns that n bytes are there. A signed comparison says the same of both, because packets do not wrap around the address
/// space; an unsigned one only where p cannot lie behind the end.
/// </summary>
internal static class LengthRules
{
    private const ulong MaximumLength = 0x7fff;
    private const int MaximumDepth = 4;

    public static IrInstruction? Simplify(IrOp comparison, IrValue left, IrValue right, Rewriter rewriter)
    {
        // A minimum of the length and a number stays one: it is a limit that the kernel sees.
        if (rewriter.IsChoice || Length(left) is not { } length || KnownBits.MayBeSet(right) > MaximumLength || !HasVisibleBound(right, MaximumDepth))
        {
            return null;
        }

        IrValue end = length.Operands[0];
        IrValue start = length.Operands[1];
        bool signed = comparison is >= IrOp.SLt and <= IrOp.SGe;
        bool unsigned = comparison is >= IrOp.ULt and <= IrOp.UGe && start is IrInstruction { Op: IrOp.ContextLoad };
        if (end.Type != IrType.PacketEndPointer || !(signed || unsigned) || !PointerRules.IsInReach(start, (long)KnownBits.MayBeSet(right) + 1))
        {
            return null;
        }

        IrValue distance = right is IrConstant constant ? IrConstant.I64(constant.Value)
            : right.Type == IrType.I32 ? rewriter.Make(IrOp.ZExt32, IrType.I64, right)
            : right;
        IrValue limit = rewriter.Make(IrOp.PtrAdd, start.Type, start, distance);

        // More than n bytes are at least n + 1, of which the kernel learns all.
        if (comparison is IrOp.SLe or IrOp.ULe or IrOp.SGt or IrOp.UGt)
        {
            limit = rewriter.Make(IrOp.PtrAdd, start.Type, limit, IrConstant.I64(1));
        }

        return rewriter.Make(comparison is IrOp.SLt or IrOp.ULt or IrOp.SLe or IrOp.ULe ? IrOp.UGt : IrOp.ULe, IrType.I32, limit, end);
    }

    /// <summary>Whether what bounds the number is nothing of which the kernel forgets what it knew, see <see cref="KernelForgets"/>.</summary>
    private static bool HasVisibleBound(IrValue value, int depth) => value is not IrInstruction instruction || instruction.Op switch
    {
        IrOp.SDiv or IrOp.SRem => false,
        _ when KernelForgets.Result(instruction) => false,
        IrOp.Or or IrOp.Xor or IrOp.Mul or IrOp.Shl or IrOp.LShr or IrOp.AShr => HasVisibleBound(instruction.Operands[0], depth),
        IrOp.Load or IrOp.ContextLoad or IrOp.ZExt8 or IrOp.ZExt16 => true,
        IrOp.And when instruction.Operands[1] is IrConstant => true,
        _ => depth == 0 || instruction.Operands.TrueForAll(operand => HasVisibleBound(operand, depth - 1)),
    };

    /// <summary>Whether the value is a length of packet memory, in 32 bits or 64: a constant in its place would not be compared as pointers are.</summary>
    public static bool IsLength(IrValue value) => Length(value) is { } difference && difference.Operands[0].Type == IrType.PacketEndPointer;

    private static IrInstruction? Length(IrValue value) => value switch
    {
        IrInstruction { Op: IrOp.PtrDiff } difference => difference,
        IrInstruction { Op: IrOp.Trunc } narrow when narrow.Operands[0] is IrInstruction { Op: IrOp.PtrDiff } difference => difference,
        _ => null,
    };
}
