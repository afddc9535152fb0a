using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Selects arithmetic, extensions and byte swaps. An I32 result always leaves the upper half of its register zero, which 32-bit arithmetic
/// does by itself. Before cpu v4 there is no signed division, sign-extending move or unconditional byte swap; their expansions are here.
/// </summary>
internal sealed class ArithmeticSelector(SelectionContext context)
{
    private readonly MachineBuilder builder = context.Builder;
    private readonly ValueRegisters values = context.Values;
    private readonly SignedDivision division = new(context);

    public void Select(IrInstruction instruction)
    {
        bool is64 = instruction.Type == IrType.I64;
        int result = values.Define(instruction);
        IrValue operand = instruction.Operands[0];
        switch (instruction.Op)
        {
            case IrOp.Neg:
                values.UseInto(result, operand);
                builder.Negate(is64, result);
                break;
            case IrOp.Not:
                values.UseInto(result, operand);
                builder.AluImmediate(AluOperation.Xor, is64, result, -1);
                break;
            case IrOp.ZExt8 or IrOp.ZExt16:
                values.UseInto(result, operand);
                builder.AluImmediate(AluOperation.And, false, result, instruction.Op == IrOp.ZExt8 ? byte.MaxValue : ushort.MaxValue);
                break;
            case IrOp.SExt8 or IrOp.SExt16 or IrOp.SExt32:
                SignExtend(result, operand, instruction.Op switch { IrOp.SExt8 => 8, IrOp.SExt16 => 16, _ => 32 }, is64);
                break;
            case IrOp.Trunc:
                builder.ZeroExtend(result, values.Use(operand));
                break;
            case IrOp.ByteSwap16 or IrOp.ByteSwap32 or IrOp.ByteSwap64:
                values.UseInto(result, operand);
                builder.ByteSwap(instruction.Op switch { IrOp.ByteSwap16 => 16, IrOp.ByteSwap32 => 32, _ => 64 }, result);
                break;
            case IrOp.SDiv or IrOp.SRem:
                division.Select(instruction, result);
                break;
            default:
                Binary(instruction, is64, result);
                break;
        }

        if (ForgottenRange.MustExtend(instruction, context.Facts))
        {
            builder.ZeroExtend(result, result);
        }
    }

    private void SignExtend(int result, IrValue operand, int bits, bool is64)
    {
        if (context.Cpu >= CpuVersion.V4)
        {
            builder.SignExtend(is64, bits, result, values.Use(operand));
            return;
        }

        int distance = (is64 ? 64 : 32) - bits;
        values.UseInto(result, operand);
        builder.AluImmediate(AluOperation.Lsh, is64, result, distance);
        builder.AluImmediate(AluOperation.Arsh, is64, result, distance);
    }

    private void Binary(IrInstruction instruction, bool is64, int result)
    {
        IrOp op = instruction.Op;
        IrValue left = instruction.Operands[0];
        IrValue right = instruction.Operands[1];
        if (IsCommutative(op) && (left is IrConstant || (right is not IrConstant && context.Facts.IsBetterFirst(instruction, right, left))))
        {
            (left, right) = (right, left);
        }

        if (right is IrConstant constant)
        {
            BinaryImmediate(op, is64, result, left, constant.Value);
            return;
        }

        int source = values.Use(right);
        values.UseInto(result, left);
        builder.Alu(Operation(op), is64, result, source);
    }

    private void BinaryImmediate(IrOp op, bool is64, int result, IrValue left, long value)
    {
        int width = is64 ? 64 : 32;
        ulong unsigned = is64 ? (ulong)value : (uint)value;
        switch (op)
        {
            case IrOp.Shl or IrOp.LShr or IrOp.AShr:
                value &= width - 1;
                break;
            case IrOp.UDiv when value == 0:
                builder.Constant(result, 0);
                return;
            case IrOp.URem when value == 0:
                op = IrOp.Or;
                break;
            case IrOp.UDiv or IrOp.Mul when IsPowerOfTwo(unsigned):
                op = op == IrOp.Mul ? IrOp.Shl : IrOp.LShr;
                value = Log2(unsigned);
                break;
            case IrOp.URem when IsPowerOfTwo(unsigned):
                op = IrOp.And;
                value = (long)(unsigned - 1);
                break;
        }

        // In 32 bits a do-nothing still has to clear the upper half: the operand may be the low half of a 64-bit register.
        if ((is64 && op == IrOp.And && value == uint.MaxValue) || (!is64 && IsIdentity(op, value)))
        {
            builder.ZeroExtend(result, values.Use(left));
            return;
        }

        // A mask with a zero upper half clears it, as 32-bit arithmetic does; the shorter form serves.
        if (is64 && op == IrOp.And && value == (uint)value)
        {
            values.UseInto(result, left);
            builder.AluImmediate(AluOperation.And, false, result, (int)value);
            return;
        }

        // Only 64-bit constants can be too long for an immediate.
        int source = ValueRegisters.FitsImmediate(value) ? MachineInstruction.None : values.ConstantRegister(value);
        values.UseInto(result, left);
        if (source != MachineInstruction.None)
        {
            builder.Alu(Operation(op), is64, result, source);
        }
        else if (!IsIdentity(op, value))
        {
            builder.AluImmediate(Operation(op), is64, result, value);
        }
    }

    private static bool IsIdentity(IrOp op, long value) => value == 0 && op is IrOp.Add or IrOp.Sub or IrOp.Or or IrOp.Xor or IrOp.Shl or IrOp.LShr or IrOp.AShr;

    private static bool IsCommutative(IrOp op) => op is IrOp.Add or IrOp.Mul or IrOp.And or IrOp.Or or IrOp.Xor;

    public static bool IsPowerOfTwo(ulong value) => value != 0 && (value & (value - 1)) == 0;

    public static int Log2(ulong value)
    {
        int log = 0;
        while (value > 1)
        {
            value >>= 1;
            log++;
        }

        return log;
    }

    private static AluOperation Operation(IrOp op) => op switch
    {
        IrOp.Add => AluOperation.Add,
        IrOp.Sub => AluOperation.Sub,
        IrOp.Mul => AluOperation.Mul,
        IrOp.UDiv => AluOperation.Div,
        IrOp.URem => AluOperation.Mod,
        IrOp.And => AluOperation.And,
        IrOp.Or => AluOperation.Or,
        IrOp.Xor => AluOperation.Xor,
        IrOp.Shl => AluOperation.Lsh,
        IrOp.LShr => AluOperation.Rsh,
        IrOp.AShr => AluOperation.Arsh,
        _ => throw new CodeGenException("No arithmetic instruction for " + op + "."),
    };
}
