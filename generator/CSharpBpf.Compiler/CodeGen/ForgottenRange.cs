using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Says to the kernel again what it forgot (<see cref="KernelForgets"/>): that the upper half of a register is zero. A 32-bit comparison bounds the
/// lower half only, so without that the register cannot be added to a packet pointer, though it holds what it should. A zero-extending move says it.
/// </summary>
internal static class ForgottenRange
{
    /// <summary>Whether the register of the I32 instruction must be extended again for those that read it.</summary>
    public static bool MustExtend(IrInstruction instruction, SelectionFacts facts)
    {
        if (instruction.Type != IrType.I32 || !KernelForgets.Result(instruction) || !facts.IsRangeNeeded(instruction))
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
