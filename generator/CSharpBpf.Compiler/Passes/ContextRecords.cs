using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A load at a constant place of a context that is a record becomes a load of the context, whose address stays the register itself: the kernel reads
/// records only so. What it would refuse (a computed place, one outside of the record) stays a load, which the safety check reports.
/// </summary>
internal static class ContextRecords
{
    public static bool Run(IrFunction function)
    {
        if (function.Program is not { } program || ContextLayoutTable.Find(program.Type) is not { IsRecord: true } record)
        {
            return false;
        }

        var replacements = new Replacements();
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction load = block.Instructions[i];
                if (load is { Op: IrOp.Load, Type: IrType.I32 or IrType.I64, IsVolatile: false } && PointerRules.Strip(load.Operands[0]) is (IrParameter { Type: IrType.ContextPointer } context, var distance)
                    && Contains(record, distance + load.Offset, load.Access.Size()))
                {
                    IrInstruction read = IrEdit.Create(IrOp.ContextLoad, load.Type, load.Location, context);
                    read.Access = load.Access;
                    read.Offset = load.Offset + (int)distance;
                    read.Block = block;
                    block.Instructions[i] = read;
                    replacements.Replace(load, read);
                    changed = true;
                }
            }
        }

        replacements.ApplyTo(function);
        return changed;
    }

    private static bool Contains(ContextLayout record, long offset, int size) => offset >= record.RecordStart && offset + size <= record.Size && offset % size == 0;
}
