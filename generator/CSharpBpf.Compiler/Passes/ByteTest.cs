using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>A branch by a value of at most 8 bits, through steps that have no other operands than constants. The first step is what is branched on, the last is made of the value.</summary>
internal sealed record ByteTest(BasicBlock Block, IrValue Value, IReadOnlyList<IrInstruction> Steps, BasicBlock Pass, BasicBlock Fail)
{
    private const int MaximumSteps = 6;

    /// <summary>The same branch, where the other way counts as passing.</summary>
    public ByteTest Opposite => this with { Pass = Fail, Fail = Pass };

    /// <summary>The block's branch read as such a test, which passes to its first target; null if it is none.</summary>
    public static ByteTest? Of(BasicBlock block)
    {
        IrInstruction branch = block.Terminator;
        if (branch.Op != IrOp.CondBr || branch.Targets[0] == branch.Targets[1])
        {
            return null;
        }

        var steps = new List<IrInstruction>();
        IrValue value = branch.Operands[0];
        while (value is IrInstruction step && IsStep(step))
        {
            steps.Add(step);
            value = step.Operands[0];
            if (steps.Count > MaximumSteps)
            {
                return null;
            }
        }

        return value is IrConstant || value.Type.IsPointer() || KnownBits.MayBeSet(value) > byte.MaxValue ? null : new ByteTest(block, value, steps, branch.Targets[0], branch.Targets[1]);
    }

    /// <summary>Whether the test passes if the byte is this.</summary>
    public bool Passes(int value)
    {
        long result = value;
        for (int i = Steps.Count - 1; i >= 0; i--)
        {
            IrInstruction step = Steps[i];
            result = step.Op.IsComparison() ? (ConstantFolding.Compare(step.Op, step.Operands[0].Type, result, ((IrConstant)step.Operands[1]).Value) ? 1 : 0)
                : step.Operands.Count == 1 ? ConstantFolding.Unary(step.Op, step.Type, result)!.Value
                : ConstantFolding.Binary(step.Op, step.Type, result, ((IrConstant)step.Operands[1]).Value)!.Value;
        }

        return (result != 0) == (Block.Terminator.Targets[0] == Pass);
    }

    /// <summary>Extensions and operations with a constant; divisions need not have a result.</summary>
    private static bool IsStep(IrInstruction instruction) => instruction.Op switch
    {
        IrOp.ZExt8 or IrOp.ZExt16 or IrOp.ZExt32 or IrOp.SExt8 or IrOp.SExt16 or IrOp.SExt32 or IrOp.Trunc => true,
        IrOp.Add or IrOp.Sub or IrOp.And or IrOp.Or or IrOp.Xor or IrOp.Shl or IrOp.LShr or IrOp.AShr => instruction.Operands[1] is IrConstant,
        _ => instruction.Op.IsComparison() && !instruction.Operands[0].Type.IsPointer() && instruction.Operands[1] is IrConstant,
    };
}

/// <summary>Values of a byte from the lowest to the highest.</summary>
/// <param name="StartsAtZero">Whether no smaller value is possible.</param>
/// <param name="EndsAtLast">Whether no larger value is possible.</param>
internal sealed record ByteRange(int Low, int High, bool StartsAtZero, bool EndsAtLast)
{
    /// <summary>The values that pass both tests, if all possible ones between the first and the last do.</summary>
    public static ByteRange? Of(ByteTest first, ByteTest second)
    {
        ulong possible = KnownBits.MayBeSet(first.Value);
        List<int> values = [.. Enumerable.Range(0, byte.MaxValue + 1).Where(value => ((ulong)value & ~possible) == 0)];
        int low = values.FindIndex(Pass);
        int high = values.FindLastIndex(Pass);
        return low >= 0 && values.GetRange(low, high - low).TrueForAll(Pass) ? new ByteRange(values[low], values[high], low == 0, high == values.Count - 1) : null;

        bool Pass(int value) => first.Passes(value) && second.Passes(value);
    }
}
