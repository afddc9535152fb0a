using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Faults of functions that are called: such a function returns its 32 bits in the lower half of an I64, which in the upper half says whether there was a fault.
/// Its callers test that behind each call; where a function turns out to have none, the test goes.
/// </summary>
internal static class FaultResults
{
    private const long FlagShift = 32;

    /// <summary>Makes the function return its faults. The passes put the result in the place of each fault later.</summary>
    public static void Apply(IrFunction function)
    {
        Widen(function);
        function.ReturnsFault = true;
    }

    /// <summary>Makes the result of a function 64 bits wide; without one it is 0.</summary>
    public static void Widen(IrFunction function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            if (block.Terminator is not { Op: IrOp.Ret } ret)
            {
                continue;
            }

            IrValue wide = IrConstant.I64(0);
            if (ret.Operands.Count > 0)
            {
                IrInstruction extended = IrEdit.Create(IrOp.ZExt32, IrType.I64, ret.Location, ret.Operands[0]);
                extended.Block = block;
                block.Instructions.Insert(block.Instructions.Count - 1, extended);
                wide = extended;
            }

            ret.Operands.Clear();
            ret.Operands.Add(wide);
        }

        function.ReturnType = IrType.I64;
    }

    /// <summary>Puts a call of such a function at the end of a block, and the test of its fault behind it.</summary>
    /// <param name="call">The call as it was, with the result that the function had.</param>
    /// <param name="before">The block.</param>
    /// <param name="fault">An empty block, which a fault goes to.</param>
    /// <param name="after">An empty block, where the program goes on.</param>
    /// <returns>The result.</returns>
    public static IrValue EmitCall(IrInstruction call, BasicBlock before, BasicBlock fault, BasicBlock after)
    {
        IrInstruction wide = IrEdit.Append(before, IrEdit.Create(IrOp.Call, IrType.I64, call.Location, [.. call.Operands]));
        wide.Callee = call.Callee;
        IrInstruction upper = IrEdit.Append(before, IrEdit.Create(IrOp.LShr, IrType.I64, call.Location, wide, IrConstant.I64(FlagShift)));
        IrInstruction isFault = IrEdit.Append(before, IrEdit.Create(IrOp.Ne, IrType.I32, call.Location, upper, IrConstant.I64(0)));
        IrEdit.Append(before, IrEdit.Create(IrOp.CondBr, IrType.Void, call.Location, isFault)).Targets.AddRange([fault, after]);
        if (call.Targets.Count > 0)
        {
            IrEdit.Append(fault, IrEdit.Create(IrOp.Raise, IrType.Void, call.Location)).Symbol = FaultSymbols.Raised;
            IrEdit.Append(fault, IrEdit.Create(IrOp.Br, IrType.Void, call.Location)).Targets.Add(call.Targets[0]);
        }
        else
        {
            IrEdit.Append(fault, IrEdit.Create(IrOp.Fault, IrType.Void, call.Location)).Symbol = FaultSymbols.Raised;
        }

        return call.Type == IrType.I32 ? IrEdit.Append(after, IrEdit.Create(IrOp.Trunc, IrType.I32, call.Location, wide)) : wide;
    }
}
