using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A value that every path swaps, and that is only compared with constants for equality, stays as it is in the packet: the constants are swapped instead.
/// So is the type of a frame while its VLAN tags are skipped.
/// </summary>
internal static class SwappedPhis
{
    public static bool Run(IrFunction function)
    {
        var uses = new UseLists(function.Blocks);
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction phi in IrEdit.Phis(block))
            {
                if (phi.Type == IrType.I32 && Swap(phi) is { } swap && IsOnlyCompared(phi, uses))
                {
                    Unswap(phi, swap, uses);
                    changed = true;
                }
            }
        }

        return changed;
    }

    /// <summary>The swap that all operands of the phi are results of; constants can be swapped.</summary>
    private static IrOp? Swap(IrInstruction phi)
    {
        IrOp? swap = null;
        foreach (IrValue operand in phi.Operands)
        {
            if (operand is IrConstant)
            {
                continue;
            }

            if (operand is not IrInstruction { Op: IrOp.ByteSwap16 or IrOp.ByteSwap32 } swapped || (swap ?? swapped.Op) != swapped.Op
                || (swapped.Op == IrOp.ByteSwap16 && KnownBits.MayBeSet(swapped.Operands[0]) > 0xffff))
            {
                return null;
            }

            swap = swapped.Op;
        }

        // A constant that is no swapped value would be lost.
        return swap == IrOp.ByteSwap16 && phi.Operands.Exists(static operand => operand is IrConstant { Value: < 0 or > 0xffff }) ? null : swap;
    }

    private static bool IsOnlyCompared(IrInstruction phi, UseLists uses)
    {
        foreach (IrInstruction user in uses.Of(phi))
        {
            if (user.Op is not (IrOp.Eq or IrOp.Ne) || user.Operands[0] != phi || user.Operands[1] is not IrConstant)
            {
                return false;
            }
        }

        return true;
    }

    private static void Unswap(IrInstruction phi, IrOp swap, UseLists uses)
    {
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            phi.Operands[i] = phi.Operands[i] is IrConstant constant ? Swapped(constant.Value) : ((IrInstruction)phi.Operands[i]).Operands[0];
        }

        foreach (IrInstruction user in new List<IrInstruction>(uses.Of(phi)))
        {
            long value = ((IrConstant)user.Operands[1]).Value;
            if (swap == IrOp.ByteSwap16 && value is < 0 or > 0xffff)
            {
                // Never equal, and so it stays: no 16 bits are all of these.
                continue;
            }

            user.Operands[1] = Swapped(value);
        }

        IrConstant Swapped(long value) => IrConstant.I32((int)ConstantFolding.Swap((uint)value, swap == IrOp.ByteSwap16 ? 2 : 4));
    }
}
