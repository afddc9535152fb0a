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
    private readonly Dictionary<BasicBlock, OpenIterators> entries = [];

    public void Check()
    {
        if (!cfg.ReversePostorder.Exists(static block => block.Instructions.Exists(static instruction => KernelFunctionTable.Find(instruction.Helper) is not null)))
        {
            return;
        }

        var work = new Queue<BasicBlock>([cfg.ReversePostorder[0]]);
        entries[cfg.ReversePostorder[0]] = new OpenIterators();
        while (work.Count > 0)
        {
            BasicBlock block = work.Dequeue();
            OpenIterators open = new(entries[block]);
            block.Instructions.ForEach(instruction => Step(instruction, open));

            foreach (BasicBlock target in block.Terminator.Targets)
            {
                if (!entries.TryGetValue(target, out OpenIterators? known))
                {
                    entries.Add(target, open);
                    work.Enqueue(target);
                }
                else if (known.Count != open.Count || !known.Keys.All(open.ContainsKey))
                {
                    report.Add("BPF0316", known.Concat(open).First().Value, "it is not given back on every path that goes on");
                }
            }
        }
    }

    private void Step(IrInstruction instruction, OpenIterators open)
    {
        switch (instruction.Op)
        {
            case IrOp.CallHelper when KernelFunctionTable.Find(instruction.Helper) is not null:
                (IrValue Local, long Offset) iterator = PointerRules.Strip(instruction.Operands[0]);
                if (iterator.Local is not IrInstruction { Op: IrOp.Alloca } || instruction.Helper == KernelFunctionId.IterNumNew == open.ContainsKey(iterator))
                {
                    report.Add("BPF0316", instruction, "an iterator is made, used and given back in one local");
                }

                if (instruction.Helper == KernelFunctionId.IterNumNew)
                {
                    open[iterator] = instruction;
                }
                else if (instruction.Helper == KernelFunctionId.IterNumDestroy)
                {
                    open.Remove(iterator);
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

    /// <summary>The iterators that are not given back yet: where they are, and where they were made.</summary>
    private sealed class OpenIterators : Dictionary<(IrValue Local, long Offset), IrInstruction>
    {
        public OpenIterators()
        {
        }

        public OpenIterators(OpenIterators other)
            : base(other)
        {
        }
    }
}
