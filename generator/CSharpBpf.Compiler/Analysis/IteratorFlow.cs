using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Which open-coded iterators are not given back yet where a block starts.</summary>
internal sealed class IteratorFlow
{
    private readonly Dictionary<BasicBlock, OpenIterators> entries = [];
    private readonly List<IrInstruction> unbalanced = [];

    private IteratorFlow(CfgInfo cfg)
    {
        var work = new Queue<BasicBlock>([cfg.ReversePostorder[0]]);
        entries[cfg.ReversePostorder[0]] = new OpenIterators();
        while (work.Count > 0)
        {
            BasicBlock block = work.Dequeue();
            OpenIterators open = AtStart(block);
            block.Instructions.ForEach(open.Step);
            foreach (BasicBlock target in block.Terminator.Targets)
            {
                if (!entries.TryGetValue(target, out OpenIterators? known))
                {
                    entries.Add(target, open);
                    work.Enqueue(target);
                }
                else if (known.Count != open.Count || !known.Keys.All(open.ContainsKey))
                {
                    unbalanced.Add(known.Concat(open).First().Value);
                }
            }
        }
    }

    /// <summary>Where iterators were made that are open on some of the paths that meet, and on others not.</summary>
    public IReadOnlyList<IrInstruction> Unbalanced => unbalanced;

    /// <summary>Null if there are no iterators.</summary>
    public static IteratorFlow? Of(CfgInfo cfg) =>
        cfg.ReversePostorder.Exists(static block => block.Instructions.Exists(IsStep)) ? new IteratorFlow(cfg) : null;

    public static bool IsStep(IrInstruction instruction) => instruction.Op == IrOp.CallHelper && KernelFunctionTable.Find(instruction.Helper) is not null;

    public OpenIterators AtStart(BasicBlock block) => new(entries[block]);
}

/// <summary>The iterators that are not given back yet: where they are, and where they were made.</summary>
internal sealed class OpenIterators : Dictionary<(IrValue Local, long Offset), IrInstruction>
{
    public OpenIterators()
    {
    }

    public OpenIterators(OpenIterators other)
        : base(other)
    {
    }

    public void Step(IrInstruction instruction)
    {
        if (!IteratorFlow.IsStep(instruction))
        {
            return;
        }

        (IrValue Local, long Offset) iterator = PointerRules.Strip(instruction.Operands[0]);
        if (instruction.Helper == KernelFunctionId.IterNumNew)
        {
            this[iterator] = instruction;
        }
        else if (instruction.Helper == KernelFunctionId.IterNumDestroy)
        {
            Remove(iterator);
        }
    }
}
