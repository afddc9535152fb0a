using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Constant branches, unreachable blocks, empty blocks and chains of blocks go.</summary>
internal static class ControlFlowSimplification
{
    private const int MaximumRounds = 8;

    public static bool Run(IrFunction function)
    {
        bool changed = false;
        for (int round = 0; round < MaximumRounds; round++)
        {
            bool again = FoldBranches(function);
            again |= RemoveUnreachable(function);
            again |= ForwardEmptyBlocks(function);
            again |= MergeChains(function);
            if (!again)
            {
                break;
            }

            changed = true;
        }

        return changed;
    }

    public static bool RemoveUnreachable(IrFunction function)
    {
        var cfg = new CfgInfo(function);
        if (cfg.ReversePostorder.Count == function.Blocks.Count)
        {
            return false;
        }

        foreach (BasicBlock block in function.Blocks)
        {
            if (!cfg.IsReachable(block))
            {
                foreach (BasicBlock target in block.Terminator.Targets)
                {
                    IrEdit.RemoveIncoming(target, block);
                }
            }
        }

        function.Blocks.RemoveAll(block => !cfg.IsReachable(block));
        return true;
    }

    private static bool FoldBranches(IrFunction function)
    {
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            IrInstruction terminator = block.Terminator;
            if (terminator.Op != IrOp.CondBr)
            {
                continue;
            }

            BasicBlock ifNotZero = terminator.Targets[0];
            BasicBlock ifZero = terminator.Targets[1];
            BasicBlock? taken = null;
            if (ifNotZero == ifZero)
            {
                taken = ifZero;
            }
            else if (terminator.Operands[0] is IrConstant constant)
            {
                taken = constant.Value != 0 ? ifNotZero : ifZero;
            }
            else if (IsNeverEntered(ifNotZero) || IsNeverEntered(ifZero))
            {
                taken = IsNeverEntered(ifNotZero) ? ifZero : ifNotZero;
            }

            if (taken is null)
            {
                continue;
            }

            BasicBlock other = taken == ifZero ? ifNotZero : ifZero;
            if (other != taken)
            {
                IrEdit.RemoveIncoming(other, block);
            }

            IrEdit.ReplaceTerminatorByBranch(block, taken);
            changed = true;
        }

        return changed;
    }

    private static bool IsNeverEntered(BasicBlock block) => block.Instructions[0].Op == IrOp.Unreachable;

    /// <summary>Branches to a block that only branches on go to its target, unless the target's phis could not tell the two edges apart.</summary>
    private static bool ForwardEmptyBlocks(IrFunction function)
    {
        var cfg = new CfgInfo(function);
        var predecessors = new Dictionary<BasicBlock, List<BasicBlock>>();
        bool changed = false;
        for (int i = 1; i < function.Blocks.Count; i++)
        {
            BasicBlock empty = function.Blocks[i];
            BasicBlock target = empty.Instructions[0].Op == IrOp.Br ? empty.Instructions[0].Targets[0] : empty;
            if (target == empty)
            {
                continue;
            }

            List<BasicBlock> sources = Predecessors(empty);
            List<BasicBlock> targetSources = Predecessors(target);
            if (!CanForward(empty, target, sources, targetSources))
            {
                continue;
            }

            foreach (IrInstruction phi in IrEdit.Phis(target))
            {
                IrValue value = IrEdit.PhiOperand(phi, empty);
                IrEdit.RemovePhiOperand(phi, empty);
                foreach (BasicBlock source in sources)
                {
                    if (!targetSources.Contains(source))
                    {
                        phi.PhiBlocks.Add(source);
                        phi.Operands.Add(value);
                    }
                }
            }

            foreach (BasicBlock source in sources)
            {
                List<BasicBlock> targets = source.Terminator.Targets;
                for (int t = 0; t < targets.Count; t++)
                {
                    if (targets[t] == empty)
                    {
                        targets[t] = target;
                    }
                }

                if (!targetSources.Contains(source))
                {
                    targetSources.Add(source);
                }
            }

            targetSources.Remove(empty);
            sources.Clear();
            changed = true;
        }

        if (changed)
        {
            RemoveUnreachable(function);
        }

        return changed;

        List<BasicBlock> Predecessors(BasicBlock block)
        {
            if (!predecessors.TryGetValue(block, out List<BasicBlock>? list))
            {
                list = [.. cfg.Predecessors(block)];
                predecessors.Add(block, list);
            }

            return list;
        }
    }

    private static bool CanForward(BasicBlock empty, BasicBlock target, List<BasicBlock> sources, List<BasicBlock> targetSources)
    {
        if (sources.Count == 0)
        {
            return false;
        }

        bool hasPhis = target.Instructions[0].Op == IrOp.Phi;
        foreach (BasicBlock source in sources)
        {
            if (!hasPhis || !targetSources.Contains(source))
            {
                continue;
            }

            foreach (IrInstruction phi in IrEdit.Phis(target))
            {
                if (!IrEdit.Same(IrEdit.PhiOperand(phi, source), IrEdit.PhiOperand(phi, empty)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>A block whose only successor has no other predecessor takes that successor's instructions.</summary>
    private static bool MergeChains(IrFunction function)
    {
        var cfg = new CfgInfo(function);
        var replacements = new Replacements();
        var gone = new HashSet<BasicBlock>();
        var renamed = new Dictionary<BasicBlock, BasicBlock>();
        foreach (BasicBlock block in function.Blocks)
        {
            if (gone.Contains(block))
            {
                continue;
            }

            while (block.Terminator.Op == IrOp.Br && block.Terminator.Targets[0] is { } next && next != block && cfg.Predecessors(next).Count == 1 && next != function.Blocks[0])
            {
                block.Instructions.RemoveAt(block.Instructions.Count - 1);
                foreach (IrInstruction instruction in next.Instructions)
                {
                    if (instruction.Op == IrOp.Phi)
                    {
                        replacements.Replace(instruction, instruction.Operands[0]);
                    }
                    else
                    {
                        IrEdit.Append(block, instruction);
                    }
                }

                gone.Add(next);
                renamed[next] = block;
            }
        }

        if (gone.Count == 0)
        {
            return false;
        }

        function.Blocks.RemoveAll(gone.Contains);
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction phi in IrEdit.Phis(block))
            {
                for (int i = 0; i < phi.PhiBlocks.Count; i++)
                {
                    BasicBlock from = phi.PhiBlocks[i];
                    while (renamed.TryGetValue(from, out BasicBlock? into))
                    {
                        from = into;
                    }

                    phi.PhiBlocks[i] = from;
                }
            }
        }

        replacements.ApplyTo(function);
        return true;
    }
}
