using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>The values of which it matters what range they have: distances of pointers, what is compared, and what those are made of.</summary>
internal sealed class RangedValues
{
    private readonly HashSet<IrValue> values = [];

    public RangedValues(IrFunction function)
    {
        var work = new Stack<IrValue>();
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.PtrAdd || instruction.Op.IsComparison())
                {
                    instruction.Operands.ForEach(work.Push);
                }
            }
        }

        while (work.Count > 0)
        {
            if (work.Pop() is IrInstruction instruction && instruction.Type.IsInteger() && values.Add(instruction) && (instruction.Op.IsPure() || instruction.Op == IrOp.Phi))
            {
                instruction.Operands.ForEach(work.Push);
            }
        }
    }

    public bool Contains(IrValue value) => values.Contains(value);

    /// <summary>Notes that one value takes the place of another.</summary>
    public void Replace(IrValue value, IrValue by)
    {
        if (values.Contains(value))
        {
            values.Add(by);
        }
    }
}
