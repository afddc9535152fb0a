using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>A stack address that is known: an alloca and a distance.</summary>
internal readonly record struct StackAddress(IrInstruction Alloca, int Offset);

/// <summary>An alloca whose every use is understood, with the byte ranges its uses touch.</summary>
internal sealed class SlicedAlloca(IrInstruction alloca)
{
    public IrInstruction Alloca { get; } = alloca;

    /// <summary>Loads and stores at known offsets.</summary>
    public List<(IrInstruction Instruction, int Offset)> Accesses { get; } = [];

    /// <summary>Copies from and to this alloca, and zeroings, at known offsets.</summary>
    public List<(IrInstruction Instruction, int Offset)> Blocks { get; } = [];

    /// <summary>Byte ranges [start, end) that are accessed as one piece.</summary>
    public HashSet<(int Start, int End)> Ranges { get; } = [];

    /// <summary>Disjoint, sorted; made of overlapping ranges.</summary>
    public List<Slice> Slices { get; } = [];

    /// <summary>The slices that have a byte in [start, end), in order.</summary>
    public IEnumerable<Slice> SlicesIn(int start, int end)
    {
        int low = 0;
        int high = Slices.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Slices[middle].End <= start)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        for (; low < Slices.Count && Slices[low].Start < end; low++)
        {
            yield return Slices[low];
        }
    }
}

/// <summary>Bytes of an alloca that become an alloca of their own.</summary>
internal sealed class Slice(int start, int end)
{
    public int Start { get; } = start;

    public int End { get; } = end;

    public int Size => End - Start;

    public bool IsPointer { get; set; }

    /// <summary>Whether some access touches only a part, so that the slice is an integer whose parts are shifted out and in.</summary>
    public bool HasParts { get; set; }

    public bool HasIntegers { get; set; }

    /// <summary>Whether anything reads it; if not, it need not exist.</summary>
    public bool IsRead { get; set; }

    /// <summary>The alloca in its place.</summary>
    public IrInstruction? Replacement { get; set; }

    /// <summary>The access that moves the whole slice.</summary>
    public MemoryAccess Access =>
        IsPointer ? MemoryAccess.Pointer
        : HasParts ? (Size <= 4 ? MemoryAccess.U32 : MemoryAccess.U64)
        : Size switch { 1 => MemoryAccess.U8, 2 => MemoryAccess.U16, 4 => MemoryAccess.U32, _ => MemoryAccess.U64 };

    /// <summary>Whether one register can hold it.</summary>
    public bool IsScalar => Size <= 8 && !(IsPointer && (HasParts || HasIntegers)) && (HasParts || Size is 1 or 2 or 4 or 8);
}

/// <summary>Finds the allocas that can be broken up, and their slices.</summary>
internal sealed class SliceCollection
{
    private readonly IrFunction function;
    private readonly Dictionary<IrValue, SlicedAlloca> candidates = [];
    private readonly Dictionary<IrValue, StackAddress> addresses = [];

    public SliceCollection(IrFunction function)
    {
        this.function = function;
        CollectCandidates();
        while (true)
        {
            CollectUses();
            if (candidates.Count == 0)
            {
                return;
            }

            CloseRanges();
            if (!DropUnsplittable())
            {
                MarkReads();
                return;
            }
        }
    }

    public IReadOnlyDictionary<IrValue, SlicedAlloca> Candidates => candidates;

    /// <summary>The candidate and offset that a pointer stands for.</summary>
    public bool TryAddress(IrValue pointer, out SlicedAlloca alloca, out int offset)
    {
        if (addresses.TryGetValue(pointer, out StackAddress address) && candidates.TryGetValue(address.Alloca, out SlicedAlloca? found))
        {
            alloca = found;
            offset = address.Offset;
            return true;
        }

        alloca = null!;
        offset = 0;
        return false;
    }

    private void CollectCandidates()
    {
        foreach (IrInstruction instruction in function.Blocks[0].Instructions)
        {
            if (instruction.Op == IrOp.Alloca)
            {
                candidates.Add(instruction, new SlicedAlloca(instruction));
                addresses.Add(instruction, new StackAddress(instruction, 0));
            }
        }

        // An address may be used in a block that stands before its definition in the list, so the addresses come first.
        bool found = candidates.Count > 0;
        while (found)
        {
            found = false;
            foreach (BasicBlock block in function.Blocks)
            {
                foreach (IrInstruction instruction in block.Instructions)
                {
                    if (instruction.Op == IrOp.PtrAdd && !addresses.ContainsKey(instruction) && addresses.TryGetValue(instruction.Operands[0], out StackAddress at)
                        && instruction.Operands[1] is IrConstant distance && at.Offset + distance.Value is >= 0 and <= int.MaxValue)
                    {
                        addresses.Add(instruction, at with { Offset = at.Offset + (int)distance.Value });
                        found = true;
                    }
                }
            }
        }

        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                for (int i = 0; i < instruction.Operands.Count; i++)
                {
                    if (addresses.TryGetValue(instruction.Operands[i], out StackAddress address) && !IsUnderstood(instruction, i, address))
                    {
                        candidates.Remove(address.Alloca);
                    }
                }
            }
        }
    }

    private bool IsUnderstood(IrInstruction instruction, int operand, StackAddress address)
    {
        int size = address.Alloca.Size;
        return instruction.Op switch
        {
            IrOp.Load => Inside(address.Offset + instruction.Offset, instruction.Access.Size()),
            IrOp.Store => operand == 0 && Inside(address.Offset + instruction.Offset, instruction.Access.Size()),
            IrOp.Copy or IrOp.Zero => Inside(address.Offset, instruction.Size),
            IrOp.PtrAdd => operand == 0 && addresses.ContainsKey(instruction),
            _ => false,
        };

        bool Inside(int start, int length) => start >= 0 && length <= size && start <= size - length;
    }

    private void CollectUses()
    {
        foreach (SlicedAlloca candidate in candidates.Values)
        {
            candidate.Accesses.Clear();
            candidate.Blocks.Clear();
            candidate.Ranges.Clear();
            candidate.Slices.Clear();
        }

        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                switch (instruction.Op)
                {
                    case IrOp.Load or IrOp.Store when TryAddress(instruction.Operands[0], out SlicedAlloca accessed, out int offset):
                        accessed.Accesses.Add((instruction, offset + instruction.Offset));
                        accessed.Ranges.Add((offset + instruction.Offset, offset + instruction.Offset + instruction.Access.Size()));
                        break;
                    case IrOp.Copy or IrOp.Zero:
                        foreach (IrValue operand in instruction.Operands)
                        {
                            if (TryAddress(operand, out SlicedAlloca touched, out int start))
                            {
                                touched.Blocks.Add((instruction, start));
                            }
                        }

                        break;
                }
            }
        }
    }

    /// <summary>Carries ranges through copies in both directions, and cuts what is copied to other memory into pieces, until nothing is new.</summary>
    private void CloseRanges()
    {
        while (true)
        {
            var work = new Stack<(SlicedAlloca Alloca, int Start, int End)>();
            foreach (SlicedAlloca candidate in candidates.Values)
            {
                foreach ((int start, int end) in candidate.Ranges)
                {
                    work.Push((candidate, start, end));
                }
            }

            while (work.Count > 0)
            {
                (SlicedAlloca alloca, int start, int end) = work.Pop();
                foreach ((IrInstruction copy, int at) in alloca.Blocks)
                {
                    int first = System.Math.Max(start, at) - at;
                    int last = System.Math.Min(end, at + copy.Size) - at;
                    if (copy.Op != IrOp.Copy || first >= last)
                    {
                        continue;
                    }

                    foreach (IrValue side in copy.Operands)
                    {
                        if (TryAddress(side, out SlicedAlloca other, out int otherAt) && other.Ranges.Add((otherAt + first, otherAt + last)))
                        {
                            work.Push((other, otherAt + first, otherAt + last));
                        }
                    }
                }
            }

            bool cut = false;
            foreach (SlicedAlloca candidate in candidates.Values)
            {
                Merge(candidate);
                foreach ((IrInstruction copy, int at) in candidate.Blocks)
                {
                    if (IsCopyOut(copy, candidate, at))
                    {
                        cut |= FillGaps(candidate, at, at + copy.Size);
                    }
                }
            }

            if (!cut)
            {
                return;
            }
        }
    }

    private bool IsCopyOut(IrInstruction copy, SlicedAlloca source, int at) =>
        copy.Op == IrOp.Copy && TryAddress(copy.Operands[1], out SlicedAlloca from, out int offset) && from == source && offset == at
        && !TryAddress(copy.Operands[0], out _, out _);

    private static void Merge(SlicedAlloca candidate)
    {
        candidate.Slices.Clear();
        var sorted = new List<(int Start, int End)>(candidate.Ranges);
        sorted.Sort();
        foreach ((int start, int end) in sorted)
        {
            Slice? last = candidate.Slices.Count > 0 ? candidate.Slices[candidate.Slices.Count - 1] : null;
            if (last is null || start >= last.End)
            {
                candidate.Slices.Add(new Slice(start, end));
            }
            else if ((start, end) != (last.Start, last.End))
            {
                candidate.Slices[candidate.Slices.Count - 1] = new Slice(last.Start, System.Math.Max(last.End, end)) { HasParts = true };
            }
        }
    }

    private static bool FillGaps(SlicedAlloca candidate, int start, int end)
    {
        bool added = false;
        int at = start;
        foreach (Slice slice in candidate.SlicesIn(start, end))
        {
            added |= Cut(at, slice.Start);
            at = System.Math.Max(at, slice.End);
        }

        return added | Cut(at, end);

        bool Cut(int from, int to)
        {
            bool any = false;
            while (from < to)
            {
                int size = 8;
                while (from % size != 0 || from + size > to)
                {
                    size /= 2;
                }

                any |= candidate.Ranges.Add((from, from + size));
                from += size;
            }

            return any;
        }
    }

    /// <summary>Removes candidates with a slice that no register can hold; true if there were any.</summary>
    private bool DropUnsplittable()
    {
        var dropped = new List<IrValue>();
        foreach (SlicedAlloca candidate in candidates.Values)
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

        SpreadPointers();
        foreach (SlicedAlloca candidate in candidates.Values)
        {
            foreach (Slice slice in candidate.Slices)
            {
                if (!slice.IsScalar)
                {
                    dropped.Add(candidate.Alloca);
                    break;
                }
            }
        }

        foreach (IrValue alloca in dropped)
        {
            candidates.Remove(alloca);
        }

        return dropped.Count > 0;
    }

    /// <summary>A slice that is copied from or to a pointer is a pointer.</summary>
    private void SpreadPointers() => Spread(slice => slice.IsPointer, slice => slice.IsPointer = true, backwardsOnly: false);

    private void MarkReads()
    {
        foreach (SlicedAlloca candidate in candidates.Values)
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
                if (IsCopyOut(copy, candidate, at))
                {
                    foreach (Slice slice in candidate.SlicesIn(at, at + copy.Size))
                    {
                        slice.IsRead = true;
                    }
                }
            }
        }

        Spread(slice => slice.IsRead, slice => slice.IsRead = true, backwardsOnly: true);
    }

    /// <summary>Carries a property of slices through copies: to the source, and unless <paramref name="backwardsOnly"/> to the destination.</summary>
    private void Spread(System.Func<Slice, bool> has, System.Action<Slice> set, bool backwardsOnly)
    {
        var work = new Stack<(SlicedAlloca Alloca, Slice Slice)>();
        foreach (SlicedAlloca candidate in candidates.Values)
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
                int first = System.Math.Max(slice.Start, at) - at;
                int last = System.Math.Min(slice.End, at + copy.Size) - at;
                for (int side = backwardsOnly ? 1 : 0; side < copy.Operands.Count && first < last; side++)
                {
                    if (!TryAddress(copy.Operands[side], out SlicedAlloca other, out int otherAt) || (backwardsOnly && !IsSide(copy.Operands[0], alloca, at)))
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

    private bool IsSide(IrValue pointer, SlicedAlloca alloca, int at) => TryAddress(pointer, out SlicedAlloca found, out int offset) && found == alloca && offset == at;
}
