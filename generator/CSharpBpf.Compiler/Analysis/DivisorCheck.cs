using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Warns of divisors that may be zero in a program without a value for faults (BPF0410): BPF gives 0, or for a remainder the dividend, where .NET throws.</summary>
internal sealed class DivisorCheck(CfgInfo cfg, DominatorTree dominators, IntervalAnalysis intervals)
{
    private readonly KnownComparisons known = new(dominators, intervals);

    public void Check(SafetyReport report)
    {
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op is IrOp.UDiv or IrOp.SDiv or IrOp.URem or IrOp.SRem && !IsNotZero(instruction.Operands[1], block))
                {
                    report.Warn("BPF0410", instruction);
                }
            }
        }
    }

    private bool IsNotZero(IrValue divisor, BasicBlock block)
    {
        Interval range = intervals.At(divisor, block);
        return range.UMin > 0
            || known.Has(IrOp.Ne, divisor, new IrConstant(divisor.Type, 0), block)
            || IsTested(divisor, block)
            || (divisor is IrInstruction { Op: IrOp.ZExt32 or IrOp.SExt32 or IrOp.Neg } made && IsNotZero(made.Operands[0], block));
    }

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
