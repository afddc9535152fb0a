using System;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Ranges of results. They may not be tighter than what the kernel's verifier knows, from 6.1 on (kernel/bpf/verifier.c, scalar_min_max_*): division,
/// remainder, negation and byte swaps are unknown to it whatever the operands, shifts by a variable too, and before 6.10 products, or and xor of two variables.
/// </summary>
internal static class IntervalTransfer
{
    public static Interval Evaluate(IrInstruction instruction, Func<IrValue, Interval> range)
    {
        IrType type = instruction.Type;
        switch (instruction.Op)
        {
            case IrOp.Add:
                return Add(type, Operand(0), Operand(1));
            case IrOp.Sub:
                return Subtract(type, Operand(0), Operand(1));
            case IrOp.Mul:
                return HasConstant(instruction) ? Multiply(type, Operand(0), Operand(1)) : Interval.Full(type);
            case IrOp.Or or IrOp.Xor when !HasConstant(instruction):
                return Interval.Full(type);
            case IrOp.And:
                return Interval.Unsigned(type, 0, Math.Min(Bits(0) & Bits(1), Math.Min(Operand(0).UMax, Operand(1).UMax)));
            case IrOp.Or:
                return Interval.Unsigned(type, Math.Max(Operand(0).UMin, Operand(1).UMin), KnownBits.Fill(Operand(0).UMax | Operand(1).UMax));
            case IrOp.Xor:
                return Interval.Unsigned(type, 0, KnownBits.Fill(Operand(0).UMax | Operand(1).UMax));
            case IrOp.Shl or IrOp.LShr or IrOp.AShr:
                return Shift(instruction, Operand(0));
            case IrOp.ZExt8:
                return Operand(0).UMax <= 0xff ? Operand(0) : Interval.Unsigned(type, 0, 0xff);
            case IrOp.ZExt16:
                return Operand(0).UMax <= 0xffff ? Operand(0) : Interval.Unsigned(type, 0, 0xffff);
            case IrOp.SExt8:
                return Interval.Signed(type, sbyte.MinValue, sbyte.MaxValue);
            case IrOp.SExt16:
                return Interval.Signed(type, short.MinValue, short.MaxValue);
            case IrOp.ZExt32:
                return Interval.Unsigned(type, Operand(0).UMin, Operand(0).UMax);
            case IrOp.SExt32:
                // As two shifts: the kernel keeps a bound through them only if it is not negative.
                return Interval.Signed(type, Operand(0).SMin < 0 ? int.MinValue : Operand(0).SMin, Operand(0).SMax < 0 ? int.MaxValue : Operand(0).SMax);
            case IrOp.Trunc:
                return Operand(0).UMax <= uint.MaxValue ? Interval.Unsigned(type, Operand(0).UMin, Operand(0).UMax) : Interval.Full32;
            case IrOp.Select:
                return Interval.Join(Chosen(instruction, 1, range), Chosen(instruction, 2, range));
            case IrOp.Load or IrOp.ContextLoad:
                return instruction.Access switch
                {
                    MemoryAccess.U8 => Interval.Unsigned(type, 0, 0xff),
                    MemoryAccess.U16 => Interval.Unsigned(type, 0, 0xffff),
                    MemoryAccess.S8 => Interval.Signed(type, sbyte.MinValue, sbyte.MaxValue),
                    MemoryAccess.S16 => Interval.Signed(type, short.MinValue, short.MaxValue),
                    _ => Interval.Full(type),
                };
            default:
                return instruction.Op.IsComparison() ? Interval.Unsigned(type, 0, 1) : Interval.Full(type);
        }

        Interval Operand(int index) => range(instruction.Operands[index]);

        // Known bits look a few definitions back, ranges all of the way: what was told by the ones at first can be told by the others later.
        ulong Bits(int index) => KnownBits.KernelMayBeSet(instruction.Operands[index]) & KnownBits.Fill(Operand(index).UMax);
    }

    private static bool HasConstant(IrInstruction instruction) => instruction.Operands[0] is IrConstant || instruction.Operands[1] is IrConstant;

    /// <summary>What a select makes of one of its values: as in min and max, the condition may be about that value.</summary>
    private static Interval Chosen(IrInstruction select, int index, Func<IrValue, Interval> range)
    {
        IrValue value = select.Operands[index];
        Interval result = range(value);
        if (select.Operands[0] is IrInstruction condition && condition.Op.IsComparison())
        {
            IrOp op = index == 1 ? condition.Op : ConstantFolding.Inverted(condition.Op);
            if (condition.Operands[0] == value && condition.Operands[1] is IrConstant right)
            {
                return result.Intersect(IntervalAnalysis.Bound(op, range(right), value.Type), value.Type);
            }

            if (condition.Operands[1] == value && condition.Operands[0] is IrConstant left)
            {
                return result.Intersect(IntervalAnalysis.Bound(ConstantFolding.Mirrored(op), range(left), value.Type), value.Type);
            }
        }

        return result;
    }

    private static Interval Add(IrType type, Interval a, Interval b)
    {
        Interval full = Interval.Full(type);
        bool unsignedFits = a.UMax <= full.UMax - b.UMax;
        bool signedFits = (decimal)a.SMin + b.SMin >= full.SMin && (decimal)a.SMax + b.SMax <= full.SMax;
        return new Interval(
            unsignedFits ? a.UMin + b.UMin : 0,
            unsignedFits ? a.UMax + b.UMax : full.UMax,
            signedFits ? a.SMin + b.SMin : full.SMin,
            signedFits ? a.SMax + b.SMax : full.SMax).Normalize(type);
    }

    private static Interval Subtract(IrType type, Interval a, Interval b)
    {
        Interval full = Interval.Full(type);
        bool unsignedFits = a.UMin >= b.UMax;
        bool signedFits = (decimal)a.SMin - b.SMax >= full.SMin && (decimal)a.SMax - b.SMin <= full.SMax;
        return new Interval(
            unsignedFits ? a.UMin - b.UMax : 0,
            unsignedFits ? a.UMax - b.UMin : full.UMax,
            signedFits ? a.SMin - b.SMax : full.SMin,
            signedFits ? a.SMax - b.SMin : full.SMax).Normalize(type);
    }

    private static Interval Multiply(IrType type, Interval a, Interval b)
    {
        ulong limit = type == IrType.I32 ? ushort.MaxValue : uint.MaxValue;
        return a.SMin < 0 || b.SMin < 0 || a.UMax > limit || b.UMax > limit
            ? Interval.Full(type)
            : Interval.Unsigned(type, a.UMin * b.UMin, a.UMax * b.UMax);
    }

    private static Interval Shift(IrInstruction instruction, Interval value)
    {
        IrType type = instruction.Type;
        int bits = type == IrType.I32 ? 32 : 64;
        if (instruction.Operands[1] is not IrConstant constant)
        {
            return Interval.Full(type);
        }

        int count = (int)constant.Value & (bits - 1);
        return instruction.Op switch
        {
            IrOp.Shl => value.UMax > 1UL << (bits - 1 - count) ? Interval.Full(type) : Interval.Unsigned(type, value.UMin << count, value.UMax << count),
            IrOp.LShr => Interval.Unsigned(type, value.UMin >> count, value.UMax >> count),
            _ => Interval.Signed(type, value.SMin >> count, value.SMax >> count),
        };
    }
}
