using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// The values whose range the kernel must know for the program to load: what pointers are moved by, what helpers, calls and callers are given, what decides
/// how often loops run, what is compared with something that is itself unknown, and what all those are made of. Nothing else is the worse for bits that
/// the kernel has forgotten (<see cref="KernelForgets"/>).
/// </summary>
internal sealed class NeededRanges
{
    private readonly HashSet<IrValue> needed = [];
    private readonly Stack<IrInstruction> work = new();

    public NeededRanges(IEnumerable<BasicBlock> blocks, LoopInfo loops)
    {
        foreach (BasicBlock block in blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                switch (instruction.Op)
                {
                    case IrOp.PtrAdd:
                        Need(instruction.Operands[1]);
                        break;
                    case IrOp.CallHelper or IrOp.Call or IrOp.Ret:
                        instruction.Operands.ForEach(Need);
                        break;
                    case IrOp.Store when instruction.Operands[0].Type is IrType.StackPointer or IrType.Pointer:
                        // A variable that is still in memory may become any of these.
                        Need(instruction.Operands[1]);
                        break;
                    case IrOp.CondBr when Decides(instruction.Operands[0], loops.Innermost(block) is not null):
                        Need(instruction.Operands[0]);
                        break;
                }
            }
        }

        while (work.Count > 0)
        {
            work.Pop().Operands.ForEach(Need);
        }
    }

    public bool Contains(IrValue value) => needed.Contains(value);

    /// <summary>Whether it bounds a loop, or another value; being one certain number does neither.</summary>
    private static bool Decides(IrValue condition, bool isInLoop) => condition is IrInstruction comparison && comparison.Op.IsComparison()
        ? comparison.Operands[1] is not IrConstant constant || (isInLoop && (constant.Value == 0 || comparison.Op is not (IrOp.Eq or IrOp.Ne)))
        : isInLoop;

    /// <summary>What is loaded or returned has the range of its type, whatever it was loaded from.</summary>
    private void Need(IrValue value)
    {
        if (value is IrInstruction instruction && needed.Add(value) && instruction.Op is not (IrOp.Load or IrOp.ContextLoad or IrOp.CallHelper or IrOp.Call))
        {
            work.Push(instruction);
        }
    }
}
