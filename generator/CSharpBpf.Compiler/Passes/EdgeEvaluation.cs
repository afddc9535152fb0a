using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>What is known about values of a block when it is entered over one edge: its phis have that edge's operands, and tests before it have been decided.</summary>
internal readonly struct EdgeEvaluation(BasicBlock block, BasicBlock predecessor)
{
    private const int MaximumDepth = 4;

    /// <summary>The value as a constant, or null.</summary>
    public IrConstant? Evaluate(IrValue value) => Value(value, MaximumDepth) as IrConstant;

    private IrValue Value(IrValue value, int depth)
    {
        if (value is not IrInstruction instruction || depth == 0)
        {
            return value;
        }

        if (instruction.Block != block)
        {
            return Decided(instruction) ?? value;
        }

        if (instruction.Op == IrOp.Phi)
        {
            IrValue incoming = IrEdit.PhiOperand(instruction, predecessor);
            return incoming is IrConstant ? incoming : Decided(incoming) ?? incoming;
        }

        if (!instruction.Op.IsPure() || instruction.Operands.Count is 0 or > 3)
        {
            return value;
        }

        IrValue left = Value(instruction.Operands[0], depth - 1);
        if (instruction.Operands.Count == 3)
        {
            return left is IrConstant condition ? Value(instruction.Operands[condition.Value != 0 ? 1 : 2], depth - 1) : value;
        }

        if (instruction.Operands.Count == 1)
        {
            return (left is IrConstant operand ? ConstantFolding.Unary(instruction.Op, instruction.Type, operand.Value) : null) ?? value;
        }

        IrValue right = Value(instruction.Operands[1], depth - 1);
        return instruction.Op.IsComparison() ? Compare(instruction, left, right) ?? value
            : left is IrConstant a && right is IrConstant b && instruction.Type.IsInteger() ? ConstantFolding.Binary(instruction.Op, instruction.Type, a.Value, b.Value) ?? value
            : value;
    }

    private IrConstant? Compare(IrInstruction comparison, IrValue left, IrValue right)
    {
        if (left is IrConstant a && right is IrConstant b)
        {
            return ComparisonRules.Truth(ConstantFolding.Compare(comparison.Op, left.Type, a.Value, b.Value));
        }

        if (IrEdit.Same(left, right))
        {
            return ComparisonRules.Truth(comparison.Op is IrOp.Eq or IrOp.ULe or IrOp.UGe or IrOp.SLe or IrOp.SGe);
        }

        if (comparison.Op is IrOp.Eq or IrOp.Ne && left.Type.IsPointer() && IrEdit.IsConstant(right, 0) && (PointerRules.IsNeverNull(left) || IsTestedNotNull(left)))
        {
            return ComparisonRules.Truth(comparison.Op == IrOp.Ne);
        }

        return null;
    }

    /// <summary>A condition that the branch over this edge has just decided.</summary>
    private IrConstant? Decided(IrValue value)
    {
        IrInstruction branch = predecessor.Terminator;
        if (branch.Op != IrOp.CondBr || branch.Operands[0] != value || branch.Targets[0] == branch.Targets[1])
        {
            return null;
        }

        return branch.Targets[0] != block ? IrConstant.I32(0) : KnownBits.IsBoolean(value) ? IrConstant.I32(1) : null;
    }

    private bool IsTestedNotNull(IrValue pointer)
    {
        IrInstruction branch = predecessor.Terminator;
        if (branch.Op != IrOp.CondBr || branch.Targets[0] == branch.Targets[1] || branch.Operands[0] is not IrInstruction { Op: IrOp.Eq or IrOp.Ne } test)
        {
            return false;
        }

        bool taken = branch.Targets[0] == block;
        return test.Operands[0] == pointer && IrEdit.IsConstant(test.Operands[1], 0) && (test.Op == IrOp.Ne) == taken;
    }
}
