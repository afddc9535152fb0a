using System;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// An upper bound of an integer value read as unsigned in its own width: what makes extensions and sign handling unnecessary. <see cref="KnownBits"/>
/// knows which bits those are; of sums and products, this knows more.
/// </summary>
internal static class UnsignedBound
{
    private const int MaximumDepth = 8;

    public static ulong Of(IrValue value) => Of(value, MaximumDepth);

    private static ulong Of(IrValue value, int depth)
    {
        ulong all = KnownBits.Mask(value.Type);
        if (value is IrConstant constant)
        {
            return (ulong)constant.Value & all;
        }

        if (depth == 0 || value is not IrInstruction instruction)
        {
            return all;
        }

        ulong Operand(int index) => Of(instruction.Operands[index], depth - 1);
        switch (instruction.Op)
        {
            case IrOp.And:
                return Math.Min(Operand(0), Operand(1));
            case IrOp.Or or IrOp.Xor:
                return KnownBits.Fill(Operand(0) | Operand(1));
            case IrOp.Add:
                ulong left = Operand(0), right = Operand(1);
                return left <= all - right ? left + right : all;
            case IrOp.Mul:
                ulong factor = Operand(0), times = Operand(1);
                return factor == 0 || times <= all / factor ? factor * times : all;
            case IrOp.Shl when instruction.Operands[1] is IrConstant count:
                int shift = (int)count.Value & (value.Type == IrType.I32 ? 31 : 63);
                ulong shifted = Operand(0);
                return shifted <= all >> shift ? shifted << shift : all;
            case IrOp.LShr when instruction.Operands[1] is IrConstant count:
                return Operand(0) >> ((int)count.Value & (value.Type == IrType.I32 ? 31 : 63));
            case IrOp.LShr or IrOp.UDiv or IrOp.Trunc:
                return Math.Min(all, Operand(0));
            case IrOp.URem:
                return instruction.Operands[1] is IrConstant { Value: not 0 } ? Math.Min(Operand(0), Operand(1) - 1) : Operand(0);
            case IrOp.ZExt8:
                return Math.Min(byte.MaxValue, Operand(0));
            case IrOp.ZExt16:
                return Math.Min(ushort.MaxValue, Operand(0));
            case IrOp.ByteSwap16:
                return ushort.MaxValue;
            case IrOp.ZExt32:
                return Operand(0);
            case IrOp.SExt32 or IrOp.SExt8 or IrOp.SExt16:
                ulong sign = instruction.Op switch { IrOp.SExt8 => 0x80ul, IrOp.SExt16 => 0x8000ul, _ => 0x8000_0000ul };
                ulong narrow = Operand(0);
                return narrow < sign ? narrow : all;
            case IrOp.Select:
                return Math.Max(Operand(1), Operand(2));
            case IrOp.Call when instruction.Callee is { IsComplete: true, IsGlobal: false } callee:
                ulong most = 0;
                foreach (BasicBlock block in callee.Blocks)
                {
                    most = block.Terminator.Op == IrOp.Ret ? Math.Max(most, Of(block.Terminator.Operands[0], depth - 1)) : most;
                }

                return most;
            case IrOp.Load or IrOp.ContextLoad:
                return instruction.Access switch
                {
                    MemoryAccess.U8 => byte.MaxValue,
                    MemoryAccess.U16 => ushort.MaxValue,
                    MemoryAccess.U32 => uint.MaxValue,
                    _ => all,
                };
            default:
                return instruction.Op.IsComparison() ? 1 : all;
        }
    }
}
