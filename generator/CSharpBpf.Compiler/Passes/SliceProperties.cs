using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>What is true of slices because of the accesses that touch them, or slices they are copied from or to.</summary>
internal static class SliceProperties
{
    public static void MarkContents(SliceCandidates candidates)
    {
        foreach (SlicedAlloca candidate in candidates.Allocas.Values)
        {
            foreach ((IrInstruction access, int offset) in candidate.Accesses)
            {
                foreach (Slice slice in candidate.SlicesIn(offset, offset + access.Access.Size()))
                {
                    slice.IsPointer |= access.Access == MemoryAccess.Pointer;
                    slice.HasIntegers |= access.Access != MemoryAccess.Pointer;
                }
            }

            foreach ((IrInstruction block, int at) in candidate.Blocks)
            {
                foreach (Slice slice in candidate.SlicesIn(at, at + block.Size))
                {
                    slice.HasParts |= slice.Start < at || slice.End > at + block.Size;
                }
            }
        }

        // A slice that is copied from or to a pointer is a pointer.
        Spread(candidates, slice => slice.IsPointer, slice => slice.IsPointer = true, backwardsOnly: false);
    }

    public static void MarkReads(SliceCandidates candidates)
    {
        foreach (SlicedAlloca candidate in candidates.Allocas.Values)
        {
            foreach ((IrInstruction access, int offset) in candidate.Accesses)
            {
                if (access.Op == IrOp.Load)
                {
                    foreach (Slice slice in candidate.SlicesIn(offset, offset + access.Access.Size()))
                    {
                        slice.IsRead = true;
                    }
                }
            }

            foreach ((IrInstruction copy, int at) in candidate.Blocks)
            {
                if (candidates.IsCopyOut(copy, candidate, at))
                {
                    foreach (Slice slice in candidate.SlicesIn(at, at + copy.Size))
                    {
                        slice.IsRead = true;
                    }
                }
            }
        }

        Spread(candidates, slice => slice.IsRead, slice => slice.IsRead = true, backwardsOnly: true);
    }

    /// <summary>Carries a property of slices through copies: to the source, and unless <paramref name="backwardsOnly"/> to the destination.</summary>
    private static void Spread(SliceCandidates candidates, Func<Slice, bool> has, Action<Slice> set, bool backwardsOnly)
    {
        var work = new Stack<(SlicedAlloca Alloca, Slice Slice)>();
        foreach (SlicedAlloca candidate in candidates.Allocas.Values)
        {
            foreach (Slice slice in candidate.Slices)
            {
                if (has(slice))
                {
                    work.Push((candidate, slice));
                }
            }
        }

        while (work.Count > 0)
        {
            (SlicedAlloca alloca, Slice slice) = work.Pop();
            foreach ((IrInstruction copy, int at) in alloca.Blocks)
            {
                int first = Math.Max(slice.Start, at) - at;
                int last = Math.Min(slice.End, at + copy.Size) - at;
                for (int side = backwardsOnly ? 1 : 0; side < copy.Operands.Count && first < last; side++)
                {
                    if (!candidates.TryAddress(copy.Operands[side], out SlicedAlloca other, out int otherAt) || (backwardsOnly && !candidates.IsAt(copy.Operands[0], alloca, at)))
                    {
                        continue;
                    }

                    foreach (Slice reached in other.SlicesIn(otherAt + first, otherAt + last))
                    {
                        if (!has(reached))
                        {
                            set(reached);
                            work.Push((other, reached));
                        }
                    }
                }
            }
        }
    }
}
