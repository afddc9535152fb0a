using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Stores that nothing can see go: all their bytes are written again, by one store or several, before anything can read them, or they are locals of a function that returns. Other
/// CPUs can look at a map's value at any time, but have no promise to see what is there for a moment only; what is volatile or atomic ends the search.
/// </summary>
internal static class DeadStores
{
    private const int MaximumBlocks = 4;

    public static bool Run(IrFunction function)
    {
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                if (block.Instructions[i] is { Op: IrOp.Store, IsVolatile: false } store && IsDead(MemoryRange.Of(store), block, i + 1))
                {
                    block.Instructions.RemoveAt(i);
                    changed = true;
                }
            }
        }

        return changed;
    }

    private static bool IsDead(MemoryRange stored, BasicBlock block, int from)
    {
        // One bit for each byte that is not yet written again.
        int left = (1 << stored.Size) - 1;
        for (int blocks = 0; blocks < MaximumBlocks; blocks++)
        {
            for (int i = from; i < block.Instructions.Count; i++)
            {
                IrInstruction instruction = block.Instructions[i];
                if (instruction is { Op: IrOp.Store, IsVolatile: false })
                {
                    left &= ~CommonBytes(stored, MemoryRange.Of(instruction));
                    if (left == 0)
                    {
                        return true;
                    }
                }
                else if (instruction.Op == IrOp.Zero && MemoryRange.OfBlock(instruction).Covers(stored))
                {
                    return true;
                }
                else if (instruction.Op == IrOp.Ret)
                {
                    return stored.Root is IrInstruction { Op: IrOp.Alloca };
                }
                else if (MayRead(instruction, stored))
                {
                    return false;
                }
            }

            if (block.Terminator.Op != IrOp.Br)
            {
                return false;
            }

            block = block.Terminator.Targets[0];
            from = 0;
        }

        return false;
    }

    /// <summary>The bytes of the first range that are surely in the second too.</summary>
    private static int CommonBytes(MemoryRange stored, MemoryRange other)
    {
        int common = 0;
        for (int i = 0; i < stored.Size && stored.Root == other.Root; i++)
        {
            common |= stored.Offset + i >= other.Offset && stored.Offset + i < other.End ? 1 << i : 0;
        }

        return common;
    }

    private static bool MayRead(IrInstruction instruction, MemoryRange stored) => instruction.Op switch
    {
        IrOp.Load when !instruction.IsVolatile => MemoryRange.Of(instruction).MayOverlap(stored),
        IrOp.ContextLoad or IrOp.Zero => false,
        IrOp.CallHelper or IrOp.Call when CallEffects.LeavesMemoryAlone(instruction) => false,
        _ => (instruction.Op.Info().Traits & (IrOpTraits.ReadsMemory | IrOpTraits.WritesMemory)) != 0,
    };
}
