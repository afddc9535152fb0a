using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>What a pointer may have come from, through variables and with distances added.</summary>
internal static class PointerRoots
{
    public static List<IrValue> Of(IrValue pointer)
    {
        var roots = new List<IrValue>();
        var seen = new HashSet<IrValue>();
        var work = new Stack<IrValue>([pointer]);
        while (work.Count > 0)
        {
            IrValue value = work.Pop();
            if (!seen.Add(value))
            {
                continue;
            }

            switch (value)
            {
                case IrInstruction { Op: IrOp.PtrAdd } address:
                    work.Push(address.Operands[0]);
                    break;
                case IrInstruction { Op: IrOp.Phi } phi:
                    phi.Operands.ForEach(work.Push);
                    break;
                case IrInstruction { Op: IrOp.Select } select:
                    work.Push(select.Operands[1]);
                    work.Push(select.Operands[2]);
                    break;
                default:
                    roots.Add(value);
                    break;
            }
        }

        return roots;
    }
}
