using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Warns of divisors that may be zero in a program without a value for faults (BPF0410): BPF gives 0, or for a remainder the dividend, where .NET throws.</summary>
internal sealed class DivisorCheck(CfgInfo cfg, DominatorTree dominators, IntervalAnalysis intervals)
{
    private const int MaximumDepth = 3;

    private readonly KnownComparisons known = new(dominators, intervals);

    public void Check(SafetyReport report)
    {
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op is IrOp.UDiv or IrOp.SDiv or IrOp.URem or IrOp.SRem && !IsNotZero(instruction.Operands[1], block))
                {
                    report.Warn("BPF0410", instruction, IsShared(instruction.Operands[1]) ? "copy it to a local, since others may change it meanwhile, and compare that with 0 first" : "compare it with 0 first");
                }
            }
        }
    }

    /// <summary>Whether a divisor is read from memory in which a test of it says nothing of what is read next.</summary>
    private static bool IsShared(IrValue divisor) => divisor is IrInstruction { Op: IrOp.ZExt32 or IrOp.SExt32 or IrOp.Neg } made ? IsShared(made.Operands[0])
        : divisor is IrInstruction { Op: IrOp.Load } load && load.Operands[0] is { } place && (place.Type == IrType.MapValuePointer || PointerRules.Strip(place).Root is IrInstruction { Op: IrOp.GlobalAddress });

    private bool IsNotZero(IrValue divisor, BasicBlock block, int depth = MaximumDepth)
    {
        Interval range = intervals.At(divisor, block);
        return range.UMin > 0
            || (depth > 0 && divisor is IrInstruction { Op: IrOp.Select or IrOp.Phi } choice && IsChosenNotZero(choice, depth - 1))
            || known.Has(IrOp.Ne, divisor, new IrConstant(divisor.Type, 0), block)
            || IsTested(divisor, block)
            || (divisor is IrInstruction { Op: IrOp.Add } sum && sum.Operands[1] is IrConstant added && known.Has(IrOp.Ne, sum.Operands[0], new IrConstant(sum.Type, unchecked(-added.Value)), block))
            || (divisor is IrInstruction { Op: IrOp.ZExt32 or IrOp.SExt32 or IrOp.Neg } made && IsNotZero(made.Operands[0], block, depth));
    }

    /// <summary>Whether a value that is one of several is other than zero wherever it is chosen.</summary>
    private bool IsChosenNotZero(IrInstruction choice, int depth)
    {
        if (choice.Op == IrOp.Select)
        {
            return IsNotZeroIf(choice.Operands[0], true, choice.Operands[1]) && IsNotZeroIf(choice.Operands[0], false, choice.Operands[2]);
        }

        for (int i = 0; i < choice.Operands.Count; i++)
        {
            IrInstruction way = choice.PhiBlocks[i].Terminator;
            bool isOnOneWay = way.Op == IrOp.CondBr && way.Targets[0] != way.Targets[1];
            if (!IsNotZero(choice.Operands[i], choice.PhiBlocks[i], depth) && !(isOnOneWay && TellsNotZero(way.Operands[0], way.Targets[0] == choice.Block, choice.Operands[i])))
            {
                return false;
            }
        }

        return true;

        bool IsNotZeroIf(IrValue condition, bool holds, IrValue value) => TellsNotZero(condition, holds, value) || IsNotZero(value, choice.Block!, depth);
    }

    /// <summary>Whether a condition, as a test for zero or as the value itself, says that the value is not zero.</summary>
    private static bool TellsNotZero(IrValue condition, bool holds, IrValue value) =>
        condition == value ? holds
            : condition is IrInstruction { Op: IrOp.Eq or IrOp.Ne } test && test.Operands[0] == value && IrEdit.IsConstant(test.Operands[1], 0) && (test.Op == IrOp.Ne) == holds;

    /// <summary>Whether the divisor itself is the condition of a branch on the only way to the block.</summary>
    private bool IsTested(IrValue divisor, BasicBlock block)
    {
        for (BasicBlock? at = block; at is not null; at = dominators.ImmediateDominator(at))
        {
            if (cfg.Predecessors(at) is [{ Terminator: { Op: IrOp.CondBr } branch }] && branch.Operands[0] == divisor && branch.Targets[0] == at && branch.Targets[1] != at)
            {
                return true;
            }
        }

        return false;
    }
}
