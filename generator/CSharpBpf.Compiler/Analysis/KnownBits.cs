using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Which bits of an integer may be set, by looking a few definitions back. An I32's upper half counts as zero.</summary>
public static class KnownBits
{
    private const int MaximumDepth = 6;

    public static ulong MayBeSet(IrValue value) => MayBeSet(value, MaximumDepth, asKernel: false);

    /// <summary>As <see cref="MayBeSet(IrValue)"/>, but no more than the kernel's verifier follows: all bits behind what it forgets.</summary>
    public static ulong KernelMayBeSet(IrValue value) => MayBeSet(value, MaximumDepth, asKernel: true);

    public static bool IsBoolean(IrValue value) => value.Type == IrType.I32 && MayBeSet(value) <= 1;

    /// <summary>Whether the sign bit is known to be clear.</summary>
    public static bool IsNonNegative(IrValue value) => (MayBeSet(value) & SignBit(value.Type)) == 0;

    public static ulong SignBit(IrType type) => type == IrType.I32 ? 1UL << 31 : 1UL << 63;

    public static ulong Mask(IrType type) => type == IrType.I32 ? uint.MaxValue : ulong.MaxValue;

    /// <summary>All bits up to the highest one of <paramref name="bits"/>.</summary>
    public static ulong Fill(ulong bits)
    {
        bits |= bits >> 1;
        bits |= bits >> 2;
        bits |= bits >> 4;
        bits |= bits >> 8;
        bits |= bits >> 16;
        return bits | (bits >> 32);
    }

    private static ulong MayBeSet(IrValue value, int depth, bool asKernel)
    {
        ulong mask = Mask(value.Type);
        if (value is IrConstant constant)
        {
            return (ulong)constant.Value & mask;
        }

        if (value is not IrInstruction instruction || depth == 0 || (asKernel && KernelForgets.Result(instruction)))
        {
            return mask;
        }

        switch (instruction.Op)
        {
            case IrOp.And:
                return Operand(0) & Operand(1);
            case IrOp.Or or IrOp.Xor:
                return Operand(0) | Operand(1);
            case IrOp.Add:
                ulong sum = Fill(Operand(0) | Operand(1));
                return ((sum << 1) | 1) & mask;
            case IrOp.UDiv:
                return Fill(Operand(0));
            case IrOp.URem:
                return instruction.Operands[1] is IrConstant { Value: > 0 } divisor ? Fill((ulong)divisor.Value - 1) & Fill(Operand(0)) : Fill(Operand(0));
            case IrOp.Mul:
                return instruction.Operands[1] is IrConstant { Value: > 0 } factor ? MultiplyBound(Operand(0), (ulong)factor.Value, mask) : mask;
            case IrOp.Shl:
                return instruction.Operands[1] is IrConstant left ? (Operand(0) << Count(left)) & mask : mask;
            case IrOp.LShr:
                return instruction.Operands[1] is IrConstant right ? Operand(0) >> Count(right) : Fill(Operand(0));
            case IrOp.ZExt8:
                return Operand(0) & 0xff;
            case IrOp.ZExt16:
                return Operand(0) & 0xffff;
            case IrOp.SExt8:
                return (Operand(0) & 0x80) != 0 ? mask : Operand(0) & 0x7f;
            case IrOp.SExt16:
                return (Operand(0) & 0x8000) != 0 ? mask : Operand(0) & 0x7fff;
            case IrOp.SExt32:
                return (Operand(0) & 0x8000_0000) != 0 ? mask : Operand(0);
            case IrOp.ZExt32:
                return Operand(0);
            case IrOp.Trunc:
                return Operand(0) & uint.MaxValue;
            case IrOp.ByteSwap16:
                return 0xffff;
            case IrOp.Select:
                return Operand(1) | Operand(2);
            case IrOp.Load or IrOp.ContextLoad:
                return instruction.Access switch
                {
                    MemoryAccess.U8 => 0xff,
                    MemoryAccess.U16 => 0xffff,
                    _ => mask,
                };
            case IrOp.Call when instruction.Callee is { IsComplete: true, IsGlobal: false } callee:
                ulong results = 0;
                foreach (BasicBlock block in callee.Blocks)
                {
                    results |= block.Terminator.Op == IrOp.Ret ? MayBeSet(block.Terminator.Operands[0], depth / 2, asKernel) : 0;
                }

                return results;
            case IrOp.Phi:
                ulong joined = 0;
                foreach (IrValue operand in instruction.Operands)
                {
                    joined |= operand == instruction ? 0 : MayBeSet(operand, depth / 2, asKernel);
                    if (joined == mask)
                    {
                        break;
                    }
                }

                return joined;
            default:
                return instruction.Op.IsComparison() ? 1 : mask;
        }

        ulong Operand(int index) => MayBeSet(instruction.Operands[index], depth - 1, asKernel);

        int Count(IrConstant shift) => (int)(shift.Value & (instruction.Type == IrType.I32 ? 31 : 63));
    }

    private static ulong MultiplyBound(ulong bits, ulong factor, ulong mask) =>
        bits == 0 ? 0 : bits > mask / factor ? mask : Fill(bits * factor);
}
