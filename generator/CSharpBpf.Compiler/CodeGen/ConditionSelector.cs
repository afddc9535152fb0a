using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Selects comparisons: as the condition of a branch or a select, and as a value. Before cpu v3 there is no 32-bit jump: equality and unsigned
/// order of I32 values are those of their zero-extended registers, signed order needs sign-extended copies.
/// </summary>
internal sealed class ConditionSelector(SelectionContext context)
{
    private readonly MachineBuilder builder = context.Builder;
    private readonly ValueRegisters values = context.Values;

    /// <summary>The machine's comparison, and whether the opposite of it is meant.</summary>
    public (Condition Condition, bool IsNegated) Select(IrValue condition)
    {
        SelectedCondition selected = context.Facts.ResolveCondition(condition);
        return (Compare(selected), selected.IsNegated);
    }

    /// <summary>result = condition ? ifNotZero : ifZero, as a move of one and a conditional move of the other.</summary>
    public void SelectValue(IrInstruction select)
    {
        (Condition condition, bool negated) = Select(select.Operands[0]);
        int result = values.Define(select);
        IrValue first = select.Operands[negated ? 2 : 1];
        IrValue second = select.Operands[negated ? 1 : 2];

        // The first move is free where the value dies here; a constant never is.
        if (condition.CanNegate && (context.Facts.Strip(first) is IrConstant || !context.Facts.HasOneUse(first)) && context.Facts.Strip(second) is not IrConstant)
        {
            condition = condition.Negate();
            (first, second) = (second, first);
        }

        IrValue otherwise = context.Facts.Strip(second);
        if (otherwise is IrConstant constant && IsOneSlot(ValueRegisters.RegisterContents(constant)))
        {
            values.UseInto(result, first);
            builder.MoveUnless(condition, result, MachineInstruction.None, ValueRegisters.RegisterContents(constant));
        }
        else
        {
            int source = values.Use(second);
            values.UseInto(result, first);
            builder.MoveUnless(condition, result, source, 0);
        }
    }

    /// <summary>result = 0 or 1.</summary>
    public void SelectComparison(IrInstruction comparison)
    {
        int result = values.Define(comparison);
        SelectedCondition selected = context.Facts.ResolveCondition(comparison);
        if (SelectWithoutJump(selected, result))
        {
            return;
        }

        Condition condition = Compare(selected);
        builder.Constant(result, selected.IsNegated ? 0 : 1);
        builder.MoveUnless(condition, result, MachineInstruction.None, selected.IsNegated ? 1 : 0);
    }

    private bool SelectWithoutJump(SelectedCondition selected, int result)
    {
        if (selected.Right is not IrConstant constant || !selected.Left.Type.IsInteger())
        {
            return false;
        }

        bool is64 = selected.Left.Type == IrType.I64;
        ulong mask = is64 ? (ulong)constant.Value : (uint)constant.Value;
        bool negated = selected.IsNegated ^ (selected.Op == IrOp.Eq);
        if (selected.IsBitTest && ArithmeticSelector.IsPowerOfTwo(mask))
        {
            int bit = ArithmeticSelector.Log2(mask);
            values.UseInto(result, selected.Left);
            if (bit > 0)
            {
                builder.AluImmediate(AluOperation.Rsh, is64, result, bit);
            }

            builder.AluImmediate(AluOperation.And, false, result, 1);
        }
        else if (!selected.IsBitTest && selected.Op is IrOp.Eq or IrOp.Ne && constant.Value == 0 && UnsignedBound.Of(selected.Left) <= 1)
        {
            values.UseInto(result, selected.Left);
        }
        else if (selected.Op == IrOp.SLt && constant.Value == 0)
        {
            values.UseInto(result, selected.Left);
            builder.AluImmediate(AluOperation.Rsh, is64, result, is64 ? 63 : 31);
        }
        else
        {
            return false;
        }

        if (negated)
        {
            builder.AluImmediate(AluOperation.Xor, false, result, 1);
        }

        return true;
    }

    private static bool IsOneSlot(long value) => ValueRegisters.FitsImmediate(value) || value == (uint)value;

    private Condition Compare(SelectedCondition selected)
    {
        IrOp op = selected.Op;
        IrValue left = selected.Left;
        IrValue right = selected.Right;
        if (left is IrConstant && right is not IrConstant)
        {
            (left, right) = (right, left);
            op = Mirror(op);
        }

        JumpOperation operation = selected.IsBitTest ? JumpOperation.Jset : Operation(op);
        bool isNarrow = left.Type == IrType.I32;
        bool is64 = !isNarrow || context.Cpu < CpuVersion.V3;
        bool signExtend = isNarrow && is64 && op is >= IrOp.SLt and <= IrOp.SGe;
        int leftRegister = Operand(left, signExtend);
        if (right is IrConstant constant)
        {
            long value = isNarrow && is64 && !signExtend ? ValueRegisters.RegisterContents(constant) : constant.Value;
            bool hasImmediate = context.Cpu >= CpuVersion.V2 || operation is JumpOperation.Jeq or JumpOperation.Jne or JumpOperation.Jset;
            return ValueRegisters.FitsImmediate(value) && hasImmediate
                ? new Condition(operation, is64, leftRegister, MachineInstruction.None, value)
                : new Condition(operation, is64, leftRegister, values.ConstantRegister(value), 0);
        }

        return new Condition(operation, is64, leftRegister, Operand(right, signExtend), 0);
    }

    private int Operand(IrValue value, bool signExtend)
    {
        if (!signExtend || UnsignedBound.Of(value) <= int.MaxValue)
        {
            return values.Use(value);
        }

        int register = builder.CreateRegister();
        values.UseInto(register, value);
        builder.AluImmediate(AluOperation.Lsh, true, register, 32);
        builder.AluImmediate(AluOperation.Arsh, true, register, 32);
        return register;
    }

    private static IrOp Mirror(IrOp op) => op switch
    {
        IrOp.ULt => IrOp.UGt,
        IrOp.ULe => IrOp.UGe,
        IrOp.UGt => IrOp.ULt,
        IrOp.UGe => IrOp.ULe,
        IrOp.SLt => IrOp.SGt,
        IrOp.SLe => IrOp.SGe,
        IrOp.SGt => IrOp.SLt,
        IrOp.SGe => IrOp.SLe,
        _ => op,
    };

    private static JumpOperation Operation(IrOp op) => op switch
    {
        IrOp.Eq => JumpOperation.Jeq,
        IrOp.Ne => JumpOperation.Jne,
        IrOp.ULt => JumpOperation.Jlt,
        IrOp.ULe => JumpOperation.Jle,
        IrOp.UGt => JumpOperation.Jgt,
        IrOp.UGe => JumpOperation.Jge,
        IrOp.SLt => JumpOperation.Jslt,
        IrOp.SLe => JumpOperation.Jsle,
        IrOp.SGt => JumpOperation.Jsgt,
        IrOp.SGe => JumpOperation.Jsge,
        _ => throw new CodeGenException("No jump for " + op + "."),
    };
}
