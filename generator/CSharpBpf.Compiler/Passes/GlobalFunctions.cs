using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// The form of global functions, of which the kernel knows no more than their signature: integers are 64 bits that may be anything, so those of 32 are widened
/// by the caller and cut by the function, and results the other way around; a pointer may be null, which a reference never is, so the function tests that first.
/// </summary>
internal static class GlobalFunctions
{
    /// <summary>Brings a function into that form.</summary>
    public static void Apply(IrFunction function)
    {
        if (function.ReturnType != IrType.I64)
        {
            FaultResults.Widen(function);
        }

        BasicBlock body = function.Blocks[0];
        var names = new BlockNames(function);
        var start = new BasicBlock(names.Create("start"));
        foreach (IrInstruction alloca in body.Instructions.FindAll(static instruction => instruction.Op == IrOp.Alloca))
        {
            body.Instructions.Remove(alloca);
            IrEdit.Append(start, alloca);
        }

        CutArguments(function, start);
        var blocks = new List<BasicBlock> { start };
        List<IrParameter> references = function.Parameters.FindAll(static parameter => parameter is { Type: IrType.Pointer, Target: not null });
        if (references.Count > 0)
        {
            var isNull = new BasicBlock(names.Create("null"));
            IrEdit.Append(isNull, IrEdit.Create(IrOp.Fault, IrType.Void, function.Location)).Symbol = FaultSymbols.Proven;
            foreach (IrParameter reference in references)
            {
                reference.Type = IrType.MemoryPointer;
                BasicBlock from = blocks[blocks.Count - 1];
                var next = new BasicBlock(names.Create("reference"));
                IrInstruction test = IrEdit.Append(from, IrEdit.Create(IrOp.Eq, IrType.I32, function.Location, reference, IrConstant.Null(IrType.MemoryPointer)));
                IrEdit.Append(from, IrEdit.Create(IrOp.CondBr, IrType.Void, function.Location, test)).Targets.AddRange([isNull, next]);
                blocks.Add(next);
            }

            function.Blocks.Add(isNull);
        }

        IrEdit.Append(blocks[blocks.Count - 1], IrEdit.Create(IrOp.Br, IrType.Void, function.Location)).Targets.Add(body);
        function.Blocks.InsertRange(0, blocks);
    }

    /// <summary>Widens a call's integers of 32 bits at the end of the block that it will stand in.</summary>
    public static void WidenArguments(IrInstruction call, BasicBlock block)
    {
        for (int i = 0; i < call.Operands.Count; i++)
        {
            if (call.Operands[i].Type == IrType.I32)
            {
                call.Operands[i] = IrEdit.Append(block, IrEdit.Create(IrOp.ZExt32, IrType.I64, call.Location, call.Operands[i]));
            }
        }
    }

    /// <summary>Puts a call at the end of a block.</summary>
    /// <param name="call">The call as it was, with the result that the function had.</param>
    /// <param name="block">The block.</param>
    /// <returns>The result; that of a function without one means nothing.</returns>
    public static IrValue EmitCall(IrInstruction call, BasicBlock block)
    {
        IrInstruction wide = IrEdit.Append(block, IrEdit.Create(IrOp.Call, IrType.I64, call.Location, [.. call.Operands]));
        wide.Callee = call.Callee;
        return call.Type == IrType.I32 ? IrEdit.Append(block, IrEdit.Create(IrOp.Trunc, IrType.I32, call.Location, wide)) : wide;
    }

    private static void CutArguments(IrFunction function, BasicBlock start)
    {
        var replacements = new Replacements();
        foreach (IrParameter parameter in function.Parameters.FindAll(static parameter => parameter.Type == IrType.I32))
        {
            parameter.Type = IrType.I64;
            replacements.Replace(parameter, IrEdit.Append(start, IrEdit.Create(IrOp.Trunc, IrType.I32, function.Location, parameter)));
        }

        foreach (BasicBlock block in function.Blocks)
        {
            block.Instructions.ForEach(replacements.ApplyTo);
        }
    }
}
