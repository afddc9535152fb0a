using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Where the kernel forgets that the upper half of a register is zero. Behind byte swaps, negation, division, remainder and operations with a variable
/// operand that it does not follow (shifts in every kernel, multiplication, or and xor before 6.10), its verifier marks all 64 bits of the result as
/// unknown, even in 32 bits (kernel/bpf/verifier.c, check_alu_op and __mark_reg_unknown in adjust_scalar_min_max_vals). A 32-bit comparison then bounds
/// the lower half only, and the register cannot be added to a packet pointer, though it holds what it should. A zero-extending move says so again.
/// </summary>
internal static class ForgottenRange
{
    /// <summary>Whether the register of the I32 instruction must be extended again for those that read it.</summary>
    public static bool MustExtend(IrInstruction instruction, SelectionFacts facts)
    {
        if (instruction.Type != IrType.I32 || !IsForgotten(instruction))
        {
            return false;
        }

        foreach (IrInstruction user in facts.UsersOf(instruction))
        {
            if (!ReadsLowHalf(user, instruction, facts))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsForgotten(IrInstruction instruction) => instruction.Op switch
    {
        IrOp.ByteSwap16 or IrOp.ByteSwap32 or IrOp.Neg => true,
        IrOp.UDiv or IrOp.URem or IrOp.SDiv or IrOp.SRem => !IsPowerOfTwo(instruction.Operands[1]),
        IrOp.Mul or IrOp.Or or IrOp.Xor => instruction.Operands[0] is not IrConstant && instruction.Operands[1] is not IrConstant,
        IrOp.Shl or IrOp.LShr or IrOp.AShr => instruction.Operands[1] is not IrConstant,
        _ => false,
    };

    /// <summary>Division by these is a shift, the remainder a mask.</summary>
    private static bool IsPowerOfTwo(IrValue divisor) => divisor is IrConstant constant && ArithmeticSelector.IsPowerOfTwo((uint)constant.Value);

    /// <summary>Whether the user makes a register of its own from the lower half, or none: then it does not matter what the kernel thinks of the upper.</summary>
    private static bool ReadsLowHalf(IrInstruction user, IrInstruction value, SelectionFacts facts) => user.Op switch
    {
        <= IrOp.Not => true,
        >= IrOp.ZExt8 and <= IrOp.SExt32 => facts.Strip(user) == user,
        IrOp.ByteSwap16 or IrOp.ByteSwap32 => true,
        >= IrOp.Eq and <= IrOp.SGe or IrOp.CondBr => true,
        IrOp.Select => user.Operands[1] != value && user.Operands[2] != value,
        IrOp.Store or IrOp.ContextStore => user.Operands[0] != value && user.Access.Size() <= 4,
        _ => false,
    };
}
