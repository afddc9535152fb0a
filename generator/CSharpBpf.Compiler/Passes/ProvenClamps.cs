using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A check that only tells the kernel what is known of an index anyway ends the program on a way that nothing goes. The kernel follows that way all the same,
/// and where a record or a lock is held it sees that neither is given back. In functions that may hold one, that way goes on with the index 0.
/// </summary>
internal static class ProvenClamps
{
    public static bool Run(IrFunction function)
    {
        bool changed = false;
        if (function.Blocks.Exists(static block => block.Instructions.Exists(Holds)))
        {
            foreach (BasicBlock block in function.Blocks.ToArray())
            {
                changed |= IsClampable(block, out int never, out IrValue? index) && Clamp(function, block, never, index!);
            }
        }

        return changed;
    }

    private static bool Holds(IrInstruction instruction) =>
        instruction is { Op: IrOp.CallHelper, Helper: HelperId.RingbufReserve or HelperId.RingbufReserveDynptr or HelperId.SpinLock };

    /// <summary>Whether the block ends with a comparison of an index with a constant, which 0 passes and of which the other way is never gone.</summary>
    private static bool IsClampable(BasicBlock block, out int never, out IrValue? index)
    {
        IrInstruction branch = block.Terminator;
        index = null;
        never = branch.Op == IrOp.CondBr ? branch.Targets.FindIndex(static target => target.Instructions[0] is { Op: IrOp.Fault, Symbol: FaultSymbols.Proven }) : -1;
        if (never < 0 || branch.Operands[0] is not IrInstruction comparison || !comparison.Op.IsComparison())
        {
            return false;
        }

        IrOp passes = never == 1 ? comparison.Op : ConstantFolding.Inverted(comparison.Op);
        (passes, index, IrValue limit) = comparison.Operands[0] is IrConstant
            ? (ConstantFolding.Mirrored(passes), comparison.Operands[1], comparison.Operands[0])
            : (passes, comparison.Operands[0], comparison.Operands[1]);
        return index is not IrConstant && index.Type.IsInteger() && limit is IrConstant constant && (passes == IrOp.ULe || (passes == IrOp.ULt && constant.Value != 0));
    }

    private static bool Clamp(IrFunction function, BasicBlock block, int never, IrValue index)
    {
        IrInstruction branch = block.Terminator;
        BasicBlock unseen = branch.Targets[never];
        BasicBlock pass = branch.Targets[1 - never];
        if (new CfgInfo(function).Predecessors(unseen).Count > 1)
        {
            return false;
        }

        var within = new BasicBlock(new BlockNames(function).Create(block.Name));
        function.Blocks.Insert(function.Blocks.IndexOf(block) + 1, within);
        foreach (IrInstruction phi in IrEdit.Phis(pass))
        {
            phi.PhiBlocks[phi.PhiBlocks.IndexOf(block)] = within;
        }

        IrInstruction jump = IrEdit.Create(IrOp.Br, IrType.Void, branch.Location);
        jump.Targets.Add(pass);
        IrEdit.Append(within, jump);
        IrEdit.ReplaceTerminatorByBranch(unseen, within);
        branch.Targets[1 - never] = within;

        var cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        var uses = new UseLists(cfg.ReversePostorder);

        // A zero extension is the same number, and may have been made before.
        var same = new List<IrValue> { index };
        foreach (IrInstruction user in uses.Of(index))
        {
            if (user.Op == IrOp.ZExt32 && user.Block != within && dominators.Dominates(user.Block!, within))
            {
                same.Add(user);
            }
        }

        foreach (IrValue value in same)
        {
            IrInstruction clamped = IrEdit.Create(IrOp.Phi, value.Type, branch.Location, value, IrEdit.Zero(value.Type));
            clamped.PhiBlocks.AddRange([block, unseen]);
            clamped.Block = within;
            ReplaceBehind(value, clamped, uses, dominators);
            within.Instructions.Insert(0, clamped);
        }

        return true;
    }

    private static void ReplaceBehind(IrValue value, IrInstruction by, UseLists uses, DominatorTree dominators)
    {
        foreach (IrInstruction user in uses.Of(value))
        {
            for (int i = 0; i < user.Operands.Count; i++)
            {
                if (user.Operands[i] == value && dominators.Dominates(by.Block!, user.Op == IrOp.Phi ? user.PhiBlocks[i] : user.Block!))
                {
                    user.Operands[i] = by;
                }
            }
        }
    }
}
