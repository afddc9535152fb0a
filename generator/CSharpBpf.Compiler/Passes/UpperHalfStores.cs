using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// The upper half of a 64-bit number (the process of bpf_get_current_pid_tgid) that becomes the first 4 bytes of a local is stored together with the lower half,
/// which comes to lie in front of the local: the shift goes. The local then starts in the middle of 8 bytes, which all accesses to it must allow.
/// </summary>
internal static class UpperHalfStores
{
    private const int Half = 4;
    private const int Whole = 8;

    public static bool Run(IrFunction function)
    {
        var uses = new UseLists(function.Blocks);
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                if (block.Instructions[i] is { Op: IrOp.Alloca } local && local.Size <= Whole && FirstStore(local, uses) is { } store && MayMove(local, 0, uses))
                {
                    Move(block, i, local, store, uses);
                    changed = true;
                }
            }
        }

        return changed;
    }

    /// <summary>The only store of such a half into the local's first bytes.</summary>
    private static IrInstruction? FirstStore(IrInstruction local, UseLists uses)
    {
        IrInstruction? found = null;
        foreach (IrInstruction user in uses.Of(local))
        {
            if (user is { Op: IrOp.Store, Access: MemoryAccess.U32, Offset: 0, IsVolatile: false } && user.Operands[0] == local && Number(user.Operands[1], uses) is not null)
            {
                if (found is not null)
                {
                    return null;
                }

                found = user;
            }
        }

        return found;
    }

    /// <summary>The number whose upper half the value is, if only the store needs that half.</summary>
    private static IrValue? Number(IrValue value, UseLists uses) =>
        value is IrInstruction { Op: IrOp.Trunc } half && uses.Of(half).Count == 1 && half.Operands[0] is IrInstruction { Op: IrOp.LShr } shift && uses.Of(shift).Count == 1
        && IrEdit.IsConstant(shift.Operands[1], Half * 8) ? shift.Operands[0] : null;

    /// <summary>Whether all uses of an address can do with one that is 4 more than a multiple of 8.</summary>
    private static bool MayMove(IrValue address, long distance, UseLists uses)
    {
        foreach (IrInstruction user in uses.Of(address))
        {
            bool may = user.Op switch
            {
                IrOp.Load or IrOp.Store => (user.Op == IrOp.Load || user.Operands[1] != address) && (distance + user.Offset + Half) % user.Access.Size() == 0,
                IrOp.PtrAdd => user.Operands[1] is IrConstant step && MayMove(user, distance + step.Value, uses),
                IrOp.CallHelper => CallEffects.OnlyReadsArguments(user),
                _ => false,
            };
            if (!may)
            {
                return false;
            }
        }

        return true;
    }

    private static void Move(BasicBlock block, int index, IrInstruction local, IrInstruction store, UseLists uses)
    {
        IrInstruction wider = IrEdit.CloneWithoutOperands(local);
        wider.Size = local.Size + Half;
        wider.Alignment = Whole;
        wider.Block = block;
        IrInstruction moved = IrEdit.Create(IrOp.PtrAdd, local.Type, local.Location, wider, IrConstant.I64(Half));
        moved.Block = block;
        block.Instructions[index] = wider;
        block.Instructions.Insert(index + 1, moved);
        foreach (IrInstruction user in uses.Of(local))
        {
            if (user.Op is IrOp.Load or IrOp.Store)
            {
                user.Operands[0] = wider;
                user.Offset += Half;
            }
            else
            {
                user.Operands[user.Operands.IndexOf(local)] = moved;
            }
        }

        store.Access = MemoryAccess.U64;
        store.Offset = 0;
        store.Operands[1] = Number(store.Operands[1], uses)!;
    }
}
