using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>In a program that has a value for faults, a fault is the return of that value. In one that has none it stays, and the safety check reports what no pass proved away.</summary>
internal static class FaultReturn
{
    public static bool Run(IrFunction function)
    {
        if (function.OnFault is not { } value)
        {
            return false;
        }

        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            changed |= block.Instructions.RemoveAll(static i => i.Op == IrOp.Raise) > 0;
            if (block.Terminator is { Op: IrOp.Fault } fault)
            {
                block.Instructions.RemoveAt(block.Instructions.Count - 1);
                IrInstruction result = IrEdit.Create(IrOp.Ret, IrType.Void, fault.Location);
                result.Operands.Add(new IrConstant(function.ReturnType, value));
                IrEdit.Append(block, result);
                changed = true;
            }
        }

        return changed;
    }
}
