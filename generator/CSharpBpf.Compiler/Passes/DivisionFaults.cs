using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A division has a check before it, which is a fault where .NET throws. A program without a value for faults does without it: the kernel's division
/// throws nothing, and the safety check warns.
/// </summary>
internal static class DivisionFaults
{
    /// <summary>The fault of such a check.</summary>
    public const string Id = "BPF0410";

    public static bool Run(IrFunction function)
    {
        if (function.OnFault is not null)
        {
            return false;
        }

        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            if (block.Terminator is { Op: IrOp.CondBr } branch && branch.Targets.FindIndex(static t => t.Instructions[0] is { Op: IrOp.Fault or IrOp.Raise, Symbol: Id }) is >= 0 and var fault)
            {
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
}
