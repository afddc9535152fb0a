using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A value that is only kept for a store into a local, across a call, is stored where it is made: it needs no register that outlives calls then. Nothing in
/// between may see the local: it is known by its address alone, which nothing there uses.
/// </summary>
internal static class EarlyStores
{
    public static bool Run(IrFunction function)
    {
        var uses = new UseLists(function.Blocks);
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = 1; i < block.Instructions.Count; i++)
            {
                IrInstruction store = block.Instructions[i];
                if (store is { Op: IrOp.Store, IsVolatile: false } && store.Operands[0] is IrInstruction { Op: IrOp.Alloca } local
                    && store.Operands[1] is IrInstruction { Op: not IrOp.Phi } value && value.Block == block && uses.Of(value) is [_] && IsKnownByAddress(local, uses)
                    && Place(block, local, value, i) is { } place)
                {
                    block.Instructions.RemoveAt(i);
                    block.Instructions.Insert(place, store);
                    changed = true;
                }
            }
        }

        return changed;
    }

    /// <summary>The place behind the value's instruction, if a call lies between it and the store, and nothing that uses the local.</summary>
    private static int? Place(BasicBlock block, IrInstruction local, IrInstruction value, int end)
    {
        bool call = false;
        for (int i = end - 1; i >= 0; i--)
        {
            IrInstruction instruction = block.Instructions[i];
            if (instruction == value)
            {
                return call ? i + 1 : null;
            }

            if (instruction.Operands.Exists(operand => RootOf(operand) == local))
            {
                return null;
            }

            call |= instruction.Op is IrOp.Call or IrOp.CallHelper;
        }

        return null;
    }

    /// <summary>Whether the local's address goes nowhere but into accesses and calls.</summary>
    private static bool IsKnownByAddress(IrInstruction address, UseLists uses)
    {
        foreach (IrInstruction user in uses.Of(address))
        {
            bool isKnown = user.Op switch
            {
                IrOp.Load or IrOp.Call or IrOp.CallHelper => true,
                IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange => user.Operands.LastIndexOf(address) == 0,
                IrOp.PtrAdd => IsKnownByAddress(user, uses),
                _ => false,
            };
            if (!isKnown)
            {
                return false;
            }
        }

        return true;
    }

    private static IrValue RootOf(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } address)
        {
            pointer = address.Operands[0];
        }

        return pointer;
    }
}
