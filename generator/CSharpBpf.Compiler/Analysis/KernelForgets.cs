using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Behind byte swaps, negation, division, remainder and operations with a variable operand that it does not follow (shifts in every kernel,
/// multiplication, or and xor before 6.10), the kernel's verifier marks all 64 bits of the result as unknown, even in 32 bits
/// (kernel/bpf/verifier.c, check_alu_op and __mark_reg_unknown in adjust_scalar_min_max_vals).
/// </summary>
internal static class KernelForgets
{
    /// <summary>Whether the kernel knows nothing of the instruction's result.</summary>
    public static bool Result(IrInstruction instruction) => instruction.Op switch
    {
        IrOp.ByteSwap16 or IrOp.ByteSwap32 or IrOp.ByteSwap64 or IrOp.Neg => true,
        IrOp.UDiv or IrOp.URem or IrOp.SDiv or IrOp.SRem => !IsPowerOfTwo(instruction.Operands[1]),
        IrOp.Mul or IrOp.Or or IrOp.Xor => instruction.Operands[0] is not IrConstant && instruction.Operands[1] is not IrConstant,
        IrOp.Shl or IrOp.LShr or IrOp.AShr => instruction.Operands[1] is not IrConstant,
        _ => false,
    };

    /// <summary>Division by these is a shift, the remainder a mask.</summary>
    private static bool IsPowerOfTwo(IrValue divisor) => divisor is IrConstant { Value: > 0 } constant && (constant.Value & (constant.Value - 1)) == 0;
}
