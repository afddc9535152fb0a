using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Open-coded iterators (BPF0316), by the kernel's rules (process_iter_arg of kernel/bpf/verifier.c): one lies in a local of its own, is made once before it is
/// used, is given back on every path, and nothing else touches its bytes until then.
/// </summary>
internal sealed class IteratorCheck(CfgInfo cfg, SafetyReport report)
{
    public void Check()
    {
        if (IteratorFlow.Of(cfg) is not { } flow)
        {
            return;
        }

        foreach (IrInstruction made in flow.Unbalanced)
        {
            report.Add("BPF0316", made, "it is not given back on every path that goes on");
        }

        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            OpenIterators open = flow.AtStart(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                Check(instruction, open);
                open.Step(instruction);
            }
        }
    }

    private void Check(IrInstruction instruction, OpenIterators open)
    {
        switch (instruction.Op)
        {
            case IrOp.CallHelper when IteratorFlow.IsStep(instruction):
                (IrValue Local, long Offset) iterator = PointerRules.Strip(instruction.Operands[0]);
                if (iterator.Local is not IrInstruction { Op: IrOp.Alloca } || instruction.Helper == KernelFunctionId.IterNumNew == open.ContainsKey(iterator))
                {
                    report.Add("BPF0316", instruction, "an iterator is made, used and given back in one local");
                }

                break;
            case IrOp.Load or IrOp.Store or IrOp.Copy or IrOp.Zero or IrOp.CallHelper or IrOp.Call when open.Count > 0 && instruction.Operands.Exists(operand => Touches(operand, instruction, open.Keys)):
                report.Add("BPF0316", instruction, "an iterator cannot be read, written, copied or passed on");
                break;
            case IrOp.Ret or IrOp.Fault when open.Count > 0:
                report.Add("BPF0316", open.First().Value, "it is not given back on every path to the end of the program");
                break;
        }
    }

    private static bool Touches(IrValue pointer, IrInstruction user, IEnumerable<(IrValue Local, long Offset)> open)
    {
        (IrValue root, long offset) = PointerRules.Strip(pointer);
        bool isAccess = user.Op is IrOp.Load or IrOp.Store;
        long start = offset + (isAccess ? user.Offset : 0);
        long end = isAccess ? start + user.Access.Size() : user.Op is IrOp.Copy or IrOp.Zero ? start + user.Size : long.MaxValue;
        return open.Any(iterator => iterator.Local == root && start < iterator.Offset + KernelFunctionTable.NumberIteratorSize && end > iterator.Offset);
    }
}
