using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A branch to a fault goes if the ranges of what it compares say that it is never taken. What the check guarded is proven again by the safety check,
/// with the kernel's own means, so a range that only this compiler knows makes no access pass.
/// </summary>
internal static class FaultProof
{
    public static bool Run(IrFunction function)
    {
        if (!function.Blocks.Any(IsFault))
        {
            return false;
        }

        var cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        var intervals = new IntervalAnalysis(cfg, dominators, new LoopInfo(cfg, dominators));
        bool changed = false;
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            IrInstruction branch = block.Terminator;
            if (branch.Op != IrOp.CondBr || branch.Targets[0] == branch.Targets[1] || IsFault(branch.Targets[0]) == IsFault(branch.Targets[1]))
            {
                continue;
            }

            int fault = IsFault(branch.Targets[0]) ? 0 : 1;
            if (Truth(branch.Operands[0], block, intervals) == (fault == 1))
            {
                IrEdit.RemoveIncoming(branch.Targets[fault], block);
                IrEdit.ReplaceTerminatorByBranch(block, branch.Targets[1 - fault]);
                changed = true;
            }
        }

        if (changed)
        {
            ControlFlowSimplification.RemoveUnreachable(function);
        }

        return changed;
    }

    private static bool IsFault(BasicBlock block) => block.Instructions[0].Op == IrOp.Fault;

    private static bool? Truth(IrValue condition, BasicBlock block, IntervalAnalysis intervals)
    {
        if (condition is not IrInstruction { Op: var op } comparison || !op.IsComparison() || !comparison.Operands[0].Type.IsInteger())
        {
            Interval range = intervals.At(condition, block);
            return range.UMin > 0 ? true : range.UMax == 0 ? false : null;
        }

        Interval left = intervals.At(comparison.Operands[0], block);
        Interval right = intervals.At(comparison.Operands[1], block);
        return op switch
        {
            IrOp.Eq => Disjoint(left, right) ? false : left.IsConstant && left == right ? true : null,
            IrOp.Ne => Disjoint(left, right) ? true : left.IsConstant && left == right ? false : null,
            IrOp.ULt => left.UMax < right.UMin ? true : left.UMin >= right.UMax ? false : null,
            IrOp.ULe => left.UMax <= right.UMin ? true : left.UMin > right.UMax ? false : null,
            IrOp.UGt => left.UMin > right.UMax ? true : left.UMax <= right.UMin ? false : null,
            IrOp.UGe => left.UMin >= right.UMax ? true : left.UMax < right.UMin ? false : null,
            IrOp.SLt => left.SMax < right.SMin ? true : left.SMin >= right.SMax ? false : null,
            IrOp.SLe => left.SMax <= right.SMin ? true : left.SMin > right.SMax ? false : null,
            IrOp.SGt => left.SMin > right.SMax ? true : left.SMax <= right.SMin ? false : null,
            _ => left.SMin >= right.SMax ? true : left.SMax < right.SMin ? false : null,
        };
    }

    private static bool Disjoint(Interval left, Interval right) => left.UMax < right.UMin || right.UMax < left.UMin || left.SMax < right.SMin || right.SMax < left.SMin;
}
