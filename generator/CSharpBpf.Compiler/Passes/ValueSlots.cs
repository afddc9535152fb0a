using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Stack slots for values that blocks will have in several copies: what is used elsewhere is stored where it is made and loaded where it is used, until the
/// pass ssa makes values of the slots again.
/// </summary>
internal sealed class ValueSlots
{
    private readonly List<IrInstruction> slots = [];

    public IrInstruction Create(IrInstruction value)
    {
        int size = AccessOf(value.Type).Size();
        var slot = new IrInstruction(IrOp.Alloca, IrType.StackPointer) { Size = size, Alignment = size, Location = value.Location };
        slots.Add(slot);
        return slot;
    }

    /// <summary>The value's store, to be put behind it.</summary>
    public static IrInstruction Store(IrInstruction slot, IrInstruction value)
    {
        IrInstruction store = IrEdit.Create(IrOp.Store, IrType.Void, value.Location, slot, value);
        store.Access = AccessOf(value.Type);
        store.Block = value.Block;
        return store;
    }

    /// <summary>Loads the slot before its user, or, for a phi, at the end of the block that the operand comes from.</summary>
    public static IrInstruction Load(IrInstruction slot, IrInstruction value, IrInstruction user, BasicBlock? phiBlock)
    {
        IrInstruction load = IrEdit.Create(IrOp.Load, value.Type, user.Location, slot);
        load.Access = AccessOf(value.Type);
        BasicBlock home = phiBlock ?? user.Block!;
        load.Block = home;
        home.Instructions.Insert(phiBlock is null ? home.Instructions.IndexOf(user) : home.Instructions.Count - 1, load);
        return load;
    }

    /// <summary>Uses of the blocks' values elsewhere read slots from now on. A phi elsewhere reads the value on its edge.</summary>
    public void Demote(IrFunction function, HashSet<BasicBlock> inside)
    {
        var uses = new UseLists(function.Blocks);
        foreach (BasicBlock block in inside)
        {
            var stores = new List<IrInstruction>();
            foreach (IrInstruction value in block.Instructions)
            {
                IrInstruction? slot = null;
                foreach (IrInstruction user in uses.Of(value))
                {
                    for (int i = 0; i < user.Operands.Count; i++)
                    {
                        BasicBlock at = user.Op == IrOp.Phi ? user.PhiBlocks[i] : user.Block!;
                        if (user.Operands[i] == value && !inside.Contains(at))
                        {
                            slot ??= Create(value);
                            user.Operands[i] = Load(slot, value, user, user.Op == IrOp.Phi ? at : null);
                        }
                    }
                }

                if (slot is not null)
                {
                    stores.Add(Store(slot, value));
                }
            }

            block.Instructions.InsertRange(block.Instructions.Count - 1, stores);
        }
    }

    /// <summary>Puts the slots into the function's entry; whether there are any.</summary>
    public bool Place(IrFunction function)
    {
        slots.ForEach(slot => slot.Block = function.Blocks[0]);
        function.Blocks[0].Instructions.InsertRange(0, slots);
        return slots.Count > 0;
    }

    private static MemoryAccess AccessOf(IrType type) => type switch
    {
        IrType.I32 => MemoryAccess.U32,
        IrType.I64 => MemoryAccess.U64,
        _ => MemoryAccess.Pointer,
    };
}
