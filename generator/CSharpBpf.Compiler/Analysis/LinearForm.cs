using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Factor * Variable + Addend, none of them negative; the addend alone if there is no variable. The variable is an I32.</summary>
internal readonly record struct LinearForm(IrValue? Variable, long Factor, long Addend)
{
    /// <summary>Factors and addends above this are not followed.</summary>
    private const long Maximum = int.MaxValue;

    /// <summary>
    /// What a value is, if nothing in it wraps, which <see cref="IsBelow"/> tells: each step of it is at most its result. Null if it has no such form.
    /// </summary>
    public static LinearForm? Of(IrValue value)
    {
        if (value is IrConstant constant)
        {
            return Checked(null, 0, constant.Value);
        }

        if (value is not IrInstruction instruction)
        {
            return null;
        }

        switch (instruction.Op)
        {
            case IrOp.ZExt32:
                return Of(instruction.Operands[0]);
            case IrOp.Add when instruction.Operands[1] is IrConstant { Value: >= 0 and <= Maximum } addend && Of(instruction.Operands[0]) is { } sum:
                return Checked(sum.Variable, sum.Factor, sum.Addend + addend.Value);
            case IrOp.Mul when instruction.Operands[1] is IrConstant { Value: > 0 and <= Maximum } times && Of(instruction.Operands[0]) is { } product:
                return Checked(product.Variable, product.Factor * times.Value, product.Addend * times.Value);
            case IrOp.Shl when instruction.Operands[1] is IrConstant { Value: >= 0 and < 31 } count && Of(instruction.Operands[0]) is { } shifted:
                return Checked(shifted.Variable, shifted.Factor << (int)count.Value, shifted.Addend << (int)count.Value);
            default:
                return instruction.Type == IrType.I32 ? new LinearForm(instruction, 1, 0) : null;
        }
    }

    /// <summary>Whether no value of it is above a limit below 2^31, by the range of the variable.</summary>
    public bool IsBelow(long limit, Interval variable) =>
        Factor <= limit && Addend <= limit && variable.UMax <= (ulong)limit && ((ulong)Factor * variable.UMax) + (ulong)Addend <= (ulong)limit;

    private static LinearForm? Checked(IrValue? variable, long factor, long addend) =>
        factor is >= 0 and <= Maximum && addend is >= 0 and <= Maximum ? new LinearForm(variable, factor, addend) : null;
}
