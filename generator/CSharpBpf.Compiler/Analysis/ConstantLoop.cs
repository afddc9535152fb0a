using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// The trips of a loop whose counter starts with a constant and is made of nothing but itself and constants ("bit &lt;&lt;= 1", "i -= 2", "p *= 3"):
/// counted by running it, as the kernel does.
/// </summary>
internal static class ConstantLoop
{
    /// <summary>How often the header is entered; null if the loop is of another kind, or does not end within <paramref name="most"/> trips.</summary>
    public static long? Trips(Loop loop, IrInstruction condition, bool leavesIfHolds, long most)
    {
        if (Counter(condition) is not { } phi || phi.Block != loop.Header)
        {
            return null;
        }

        IrConstant? start = null;
        IrValue? next = null;
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            IrValue operand = phi.Operands[i];
            if (loop.Latches.Contains(phi.PhiBlocks[i]))
            {
                if (next is not null && next != operand)
                {
                    return null;
                }

                next = operand;
            }
            else if (operand is IrConstant constant && (start is null || start.Value == constant.Value))
            {
                start = constant;
            }
            else
            {
                return null;
            }
        }

        long? value = start?.Value;
        for (long trips = 1; trips <= most && value is { } current; trips++)
        {
            if (Value(condition, phi, current) is not { } test)
            {
                return null;
            }

            if (test != 0 == leavesIfHolds)
            {
                return trips;
            }

            value = next is null ? null : Value(next, phi, current);
        }

        return null;
    }

    /// <summary>The only phi that a value is made of.</summary>
    private static IrInstruction? Counter(IrValue value)
    {
        while (value is IrInstruction instruction)
        {
            if (instruction.Op == IrOp.Phi)
            {
                return instruction;
            }

            if (!IsFollowed(instruction))
            {
                return null;
            }

            value = instruction.Operands[0] is IrConstant && instruction.Operands.Count == 2 ? instruction.Operands[1] : instruction.Operands[0];
        }

        return null;
    }

    private static long? Value(IrValue value, IrInstruction phi, long counter)
    {
        if (value == phi)
        {
            return counter;
        }

        if (value is IrConstant constant)
        {
            return constant.Value;
        }

        if (value is not IrInstruction instruction || !IsFollowed(instruction) || Value(instruction.Operands[0], phi, counter) is not { } left)
        {
            return null;
        }

        if (instruction.Operands.Count == 1)
        {
            return ConstantFolding.Unary(instruction.Op, instruction.Type, left)?.Value;
        }

        if (Value(instruction.Operands[1], phi, counter) is not { } right)
        {
            return null;
        }

        return instruction.Op.IsComparison()
            ? ConstantFolding.Compare(instruction.Op, instruction.Operands[0].Type, left, right) ? 1 : 0
            : ConstantFolding.Binary(instruction.Op, instruction.Type, left, right)?.Value;
    }

    /// <summary>Division, remainder, negation and byte swaps of constants are unknown to kernels before 6.8 or so.</summary>
    private static bool IsFollowed(IrInstruction instruction) => instruction.Op.IsComparison() || instruction.Op is
        IrOp.Add or IrOp.Sub or IrOp.Mul or IrOp.And or IrOp.Or or IrOp.Xor or IrOp.Shl or IrOp.LShr or IrOp.AShr or
        IrOp.ZExt8 or IrOp.ZExt16 or IrOp.ZExt32 or IrOp.SExt8 or IrOp.SExt16 or IrOp.SExt32 or IrOp.Trunc;
}
