using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Values that stand for others. Collected while a pass walks, applied to all operands in one sweep.</summary>
internal sealed class Replacements
{
    private readonly Dictionary<IrValue, IrValue> replacements = [];

    public bool Any => replacements.Count > 0;

    public void Replace(IrValue value, IrValue by)
    {
        IrValue final = Resolve(by);
        if (final != value)
        {
            replacements[value] = final;
        }
    }

    public IrValue Resolve(IrValue value)
    {
        if (!replacements.TryGetValue(value, out IrValue? found))
        {
            return value;
        }

        IrValue last = found;
        while (replacements.TryGetValue(last, out IrValue? next))
        {
            last = next;
        }

        if (last != found)
        {
            replacements[value] = last;
        }

        return last;
    }

    public void ApplyTo(IrInstruction instruction)
    {
        List<IrValue> operands = instruction.Operands;
        for (int i = 0; i < operands.Count; i++)
        {
            IrValue operand = operands[i];
            if (operand is not IrConstant)
            {
                IrValue resolved = Resolve(operand);
                if (resolved != operand)
                {
                    operands[i] = resolved;
                }
            }
        }
    }

    public void ApplyTo(IrFunction function)
    {
        if (!Any)
        {
            return;
        }

        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                ApplyTo(instruction);
            }
        }
    }
}
