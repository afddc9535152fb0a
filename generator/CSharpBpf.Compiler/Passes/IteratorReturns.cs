using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A fault that the compiler adds itself, of an access that it cannot prove, ends the program in the middle of a loop over a range: no finally gives its iterator
/// back, and the kernel wants it back. In a program with a value for faults it is given back there.
/// </summary>
internal static class IteratorReturns
{
    public static bool Run(IrFunction function)
    {
        var cfg = new CfgInfo(function);
        if (function.OnFault is null || IteratorFlow.Of(cfg) is not { } flow)
        {
            return false;
        }

        bool changed = false;
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            if (block.Terminator is not { Op: IrOp.Fault } fault)
            {
                continue;
            }

            OpenIterators open = flow.AtStart(block);
            block.Instructions.ForEach(open.Step);
            foreach ((IrValue local, long offset) in open.Keys)
            {
                IrValue iterator = offset == 0 ? local : Insert(block, IrEdit.Create(IrOp.PtrAdd, local.Type, fault.Location, local, IrConstant.I64(offset)));
                Insert(block, IrEdit.Create(IrOp.CallHelper, IrType.Void, fault.Location, iterator)).Helper = KernelFunctionId.IterNumDestroy;
                changed = true;
            }
        }

        return changed;
    }

    private static IrInstruction Insert(BasicBlock block, IrInstruction instruction)
    {
        instruction.Block = block;
        block.Instructions.Insert(block.Instructions.Count - 1, instruction);
        return instruction;
    }
}
