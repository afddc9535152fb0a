using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Writes the comparisons that leave loops as kernels before 6.8 understand them, at no cost. They learn nothing of a range from an inequality:
/// "counter != 0" becomes "counter &gt; 0" (unsigned), or a counter that goes down would go on below zero. And they decide a comparison of two
/// registers only if they know the second one exactly: "counter &lt; limit" with a counter made of constants becomes "limit &gt; counter". Of a mask they
/// keep the largest value alone, so that a counter of 8 or 16 bits would never be seen to move: where it cannot wrap, it is not cut.
/// </summary>
internal static class LoopExitComparisons
{
    public static bool Run(IrFunction function)
    {
        var cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        var loops = new LoopInfo(cfg, dominators);
        bool changed = DropCuts(function, loops, dominators);
        foreach (Loop loop in loops.Loops)
        {
            foreach (BasicBlock block in loop.Blocks)
            {
                if (block.Terminator is { Op: IrOp.CondBr } branch && branch.Targets.Exists(target => !loop.Blocks.Contains(target)) && Understood(branch.Operands[0]) is { } condition)
                {
                    block.Instructions.Insert(block.Instructions.Count - 1, condition);
                    condition.Block = block;
                    branch.Operands[0] = condition;
                    changed = true;
                }
            }
        }

        return changed;
    }

    /// <summary>Everywhere: what bounds the counter is a test of what it is cut to.</summary>
    private static bool DropCuts(IrFunction function, LoopInfo loops, DominatorTree dominators)
    {
        IntervalAnalysis? intervals = null;
        var uncut = new Replacements();
        bool changed = false;
        foreach (Loop loop in loops.Loops)
        {
            foreach (IrInstruction phi in loop.Header.Instructions.TakeWhile(static instruction => instruction.Op == IrOp.Phi))
            {
                foreach (int i in Enumerable.Range(0, phi.Operands.Count).Where(i => loop.Latches.Contains(phi.PhiBlocks[i])))
                {
                    if (phi.Operands[i] is IrInstruction { Op: IrOp.ZExt8 or IrOp.ZExt16 or IrOp.SExt8 or IrOp.SExt16 } cut && loops.Contains(loop, cut.Block!)
                        && CutsNothing(cut, intervals ??= new IntervalAnalysis(dominators, loops)))
                    {
                        uncut.Replace(cut, cut.Operands[0]);
                        changed = true;
                    }
                }
            }
        }

        uncut.ApplyTo(function);
        return changed;
    }

    private static bool CutsNothing(IrInstruction cut, IntervalAnalysis intervals)
    {
        Interval range = intervals.At(cut.Operands[0], cut.Block!);
        Interval width = IntervalTransfer.Evaluate(cut, static operand => Interval.Full(operand.Type));
        return cut.Op is IrOp.ZExt8 or IrOp.ZExt16 ? range.UMax <= width.UMax : range.SMin >= width.SMin && range.SMax <= width.SMax;
    }

    private static IrInstruction? Understood(IrValue condition)
    {
        if (condition is not IrInstruction instruction)
        {
            return null;
        }

        if (!instruction.Op.IsComparison())
        {
            // "while (x)" tests the value itself.
            return instruction.Type == IrType.I32 ? WithOrder(IrOp.Ne, instruction, IrConstant.I32(0), instruction.Location) : null;
        }

        IrValue left = instruction.Operands[0];
        IrValue right = instruction.Operands[1];
        if (instruction.Op is IrOp.Eq or IrOp.Ne)
        {
            return right is IrConstant { Value: 0 } zero ? WithOrder(instruction.Op, left, zero, instruction.Location) : null;
        }

        return left is IrInstruction && right is IrInstruction && left.Type.IsInteger() && IntervalAnalysis.IsMadeOfConstants(left) && !IntervalAnalysis.IsMadeOfConstants(right)
            ? IrEdit.Create(ConstantFolding.Mirrored(instruction.Op), IrType.I32, instruction.Location, right, left)
            : null;
    }

    // A mask that is tested and thrown away is a test of bits, which has a jump of its own.
    private static IrInstruction? WithOrder(IrOp op, IrValue counter, IrConstant zero, SourceLocation? location) =>
        counter is IrInstruction { Op: not IrOp.And } && counter.Type.IsInteger()
            ? IrEdit.Create(op == IrOp.Ne ? IrOp.UGt : IrOp.ULe, IrType.I32, location, counter, zero)
            : null;
}
