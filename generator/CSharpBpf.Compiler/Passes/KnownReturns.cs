using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A program whose type may return 0 or 1 only returns constants. Of a value that was computed the kernel (since 6.8) wants to know exactly what went into it,
/// back through all branches in front; then it takes no two ways for the same any more, and twenty branches are a million ways.
/// </summary>
internal static class KnownReturns
{
    public static bool Run(IrFunction function)
    {
        if (function.Program is not { } program || ContextLayoutTable.Find(program.Type)?.EnforcedReturn is not { Minimum: 0, Maximum: 1 })
        {
            return false;
        }

        var names = new BlockNames(function);
        bool changed = false;
        foreach (BasicBlock block in function.Blocks.ToArray())
        {
            if (block.Terminator is { Op: IrOp.Ret, Operands: [IrInstruction value] } ret && !IsChoiceOfConstants(value) && KnownBits.IsBoolean(value))
            {
                IrInstruction branch = IrEdit.Create(IrOp.CondBr, IrType.Void, ret.Location, value);
                branch.Targets.AddRange([Return(1), Return(0)]);
                branch.Block = block;
                block.Instructions[block.Instructions.Count - 1] = branch;
                changed = true;

                BasicBlock Return(int constant)
                {
                    var result = new BasicBlock(names.Create(block.Name));
                    IrEdit.Append(result, IrEdit.Create(IrOp.Ret, IrType.Void, ret.Location, IrConstant.I32(constant)));
                    function.Blocks.Add(result);
                    return result;
                }
            }
        }

        return changed;
    }

    private static bool IsChoiceOfConstants(IrInstruction value) => value.Op == IrOp.Phi && value.Operands.TrueForAll(static operand => operand is IrConstant);
}
