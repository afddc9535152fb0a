using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A load of which only some bytes are used loads those: a mask or a shift of a loaded value goes into the load. Loads of the context only where the
/// kernel lets any part be read: of records; the fields of other contexts are read whole. Of these and of the stack only aligned parts.
/// </summary>
internal static class NarrowLoads
{
    public static bool Run(IrFunction function)
    {
        var uses = new UseLists(function.Blocks);
        var replacements = new Replacements();
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction load = block.Instructions[i];
                if (IsCandidate(load, function) && uses.Of(load) is [var user] && Used(load, user, uses) is (var part, var offset, var access)
                    && (offset % access.Size() == 0 || load.Operands[0].Type is not (IrType.StackPointer or IrType.ContextPointer)))
                {
                    IrInstruction narrow = IrEdit.Create(load.Op, IrType.I32, load.Location, load.Operands[0]);
                    narrow.Access = access;
                    narrow.Offset = load.Offset + offset;
                    narrow.Block = block;
                    block.Instructions.Insert(i++, narrow);
                    replacements.Replace(part, narrow);
                    changed = true;
                }
            }
        }

        replacements.ApplyTo(function);
        return changed;
    }

    private static bool IsCandidate(IrInstruction load, IrFunction function) =>
        !load.IsVolatile && load.Access is MemoryAccess.U16 or MemoryAccess.U32 or MemoryAccess.U64
        && (load.Op == IrOp.Load || (load.Op == IrOp.ContextLoad && !load.Type.IsPointer() && function.Program is { } program && ContextLayoutTable.Find(program.Type) is { IsRecord: true }));

    /// <summary>The instruction whose value is some bytes of the load, and which ones.</summary>
    private static (IrInstruction Part, int Offset, MemoryAccess Access)? Used(IrInstruction load, IrInstruction user, UseLists uses)
    {
        int size = load.Access.Size();
        int offset = 0;
        IrInstruction part = user;
        if (user is { Op: IrOp.LShr } && user.Operands[0] == load && user.Operands[1] is IrConstant { Value: > 0 } shift && shift.Value % 8 == 0 && shift.Value / 8 < size)
        {
            offset = (int)shift.Value / 8;
            if (uses.Of(user) is [var next] && Low(next, user) is { } low && low <= size - offset)
            {
                return Access(low) is { } lowAccess ? (next, offset, lowAccess) : null;
            }

            return user.Type == IrType.I32 && Access(size - offset) is { } highAccess ? (part, offset, highAccess) : null;
        }

        return Low(user, load) is { } bytes && bytes < size && Access(bytes) is { } access ? (part, offset, access) : null;
    }

    /// <summary>How many low bytes of the operand are the user's value; an I32.</summary>
    private static int? Low(IrInstruction user, IrValue operand) => user.Operands[0] != operand || user.Type != IrType.I32 ? null : user.Op switch
    {
        IrOp.ZExt8 => 1,
        IrOp.ZExt16 => 2,
        IrOp.Trunc => 4,
        IrOp.And when user.Operands[1] is IrConstant { Value: 0xff } => 1,
        IrOp.And when user.Operands[1] is IrConstant { Value: 0xffff } => 2,
        _ => null,
    };

    private static MemoryAccess? Access(int bytes) => bytes switch
    {
        1 => MemoryAccess.U8,
        2 => MemoryAccess.U16,
        4 => MemoryAccess.U32,
        _ => null,
    };
}
