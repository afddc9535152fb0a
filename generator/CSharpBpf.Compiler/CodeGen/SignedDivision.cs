using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Signed division and remainder. cpu v4 has them. Before, with sign(x) = x s>> (width - 1) and abs(x) = (x ^ sign(x)) - sign(x):
/// a / b = ((abs(a) / abs(b)) ^ s) - s with s = sign(a) ^ sign(b), and a % b = ((abs(a) % abs(b)) ^ sign(a)) - sign(a).
/// The edge cases come out as sdiv and smod define them: a / 0 = 0, a % 0 = a, smallest / -1 = smallest, smallest % -1 = 0.
/// </summary>
internal sealed class SignedDivision(SelectionContext context)
{
    private readonly MachineBuilder builder = context.Builder;
    private readonly ValueRegisters values = context.Values;

    public void Select(IrInstruction instruction, int result)
    {
        bool is64 = instruction.Type == IrType.I64;
        bool isRemainder = instruction.Op == IrOp.SRem;
        IrValue dividend = instruction.Operands[0];
        IrValue divisor = instruction.Operands[1];
        if (divisor is IrConstant { Value: 0 })
        {
            DivideByZero(is64, result, isRemainder ? dividend : new IrConstant(instruction.Type, 0));
            return;
        }

        ulong signBit = is64 ? 1ul << 63 : 1ul << 31;
        if (UnsignedBound.Of(dividend) < signBit && UnsignedBound.Of(divisor) < signBit)
        {
            Divide(isRemainder ? AluOperation.Mod : AluOperation.Div, is64, result, dividend, divisor);
        }
        else if (context.Cpu >= CpuVersion.V4)
        {
            Divide(isRemainder ? AluOperation.Smod : AluOperation.Sdiv, is64, result, dividend, divisor);
        }
        else
        {
            Expand(is64, isRemainder, result, dividend, divisor);
        }
    }

    private void DivideByZero(bool is64, int result, IrValue value)
    {
        if (is64)
        {
            values.UseInto(result, value);
        }
        else
        {
            builder.ZeroExtend(result, values.Use(value));
        }
    }

    private void Divide(AluOperation operation, bool is64, int result, IrValue dividend, IrValue divisor)
    {
        if (divisor is IrConstant constant && ValueRegisters.FitsImmediate(constant.Value))
        {
            values.UseInto(result, dividend);
            DivideImmediate(operation, is64, result, constant.Value);
            return;
        }

        int source = values.Use(divisor);
        values.UseInto(result, dividend);
        builder.Alu(operation, is64, result, source);
    }

    private void DivideImmediate(AluOperation operation, bool is64, int result, long value)
    {
        ulong unsigned = is64 ? (ulong)value : (uint)value;
        if (operation is AluOperation.Div or AluOperation.Mod && ArithmeticSelector.IsPowerOfTwo(unsigned) && ValueRegisters.FitsImmediate((long)unsigned - 1))
        {
            if (operation == AluOperation.Mod)
            {
                builder.AluImmediate(AluOperation.And, is64, result, (long)unsigned - 1);
            }
            else if (unsigned > 1)
            {
                builder.AluImmediate(AluOperation.Rsh, is64, result, ArithmeticSelector.Log2(unsigned));
            }

            return;
        }

        builder.AluImmediate(operation, is64, result, value);
    }

    private void Expand(bool is64, bool isRemainder, int result, IrValue dividend, IrValue divisor)
    {
        AluOperation operation = isRemainder ? AluOperation.Mod : AluOperation.Div;
        int a = values.Use(dividend);
        int sign = Sign(a, is64);
        builder.Copy(result, a);
        MakeAbsolute(result, sign, is64);
        if (divisor is IrConstant constant)
        {
            ulong absolute = constant.Value < 0 ? 0ul - (ulong)constant.Value : (ulong)constant.Value;
            if (is64 && absolute > int.MaxValue)
            {
                builder.Alu(operation, is64, result, values.ConstantRegister((long)absolute));
            }
            else
            {
                DivideImmediate(operation, is64, result, is64 ? (long)absolute : (int)(uint)absolute);
            }

            if (!isRemainder && constant.Value < 0)
            {
                builder.AluImmediate(AluOperation.Xor, is64, sign, -1);
            }
        }
        else
        {
            int b = values.Use(divisor);
            int signOfDivisor = Sign(b, is64);
            int absolute = builder.CopyOf(b);
            MakeAbsolute(absolute, signOfDivisor, is64);
            builder.Alu(operation, is64, result, absolute);
            if (!isRemainder)
            {
                builder.Alu(AluOperation.Xor, is64, sign, signOfDivisor);
            }
        }

        builder.Alu(AluOperation.Xor, is64, result, sign);
        builder.Alu(AluOperation.Sub, is64, result, sign);
    }

    private int Sign(int register, bool is64)
    {
        int sign = builder.CopyOf(register);
        builder.AluImmediate(AluOperation.Arsh, is64, sign, is64 ? 63 : 31);
        return sign;
    }

    private void MakeAbsolute(int register, int sign, bool is64)
    {
        builder.Alu(AluOperation.Xor, is64, register, sign);
        builder.Alu(AluOperation.Sub, is64, register, sign);
    }
}
