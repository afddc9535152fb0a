using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Cuts the candidates into slices: byte ranges that are accessed, or copied from or to such a range, or copied to other memory.</summary>
internal static class SliceRanges
{
    /// <summary>Carries ranges through copies in both directions, and cuts what is copied to other memory into pieces, until nothing is new.</summary>
    public static void Close(SliceCandidates candidates)
    {
        while (true)
        {
            var work = new Stack<(SlicedAlloca Alloca, int Start, int End)>();
            foreach (SlicedAlloca candidate in candidates.Allocas.Values)
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
                    int first = Math.Max(start, at) - at;
                    int last = Math.Min(end, at + copy.Size) - at;
                    if (copy.Op != IrOp.Copy || first >= last)
                    {
                        continue;
                    }

                    foreach (IrValue side in copy.Operands)
                    {
                        if (candidates.TryAddress(side, out SlicedAlloca other, out int otherAt) && other.Ranges.Add((otherAt + first, otherAt + last)))
                        {
                            work.Push((other, otherAt + first, otherAt + last));
                        }
                    }
                }
            }

            bool cut = false;
            foreach (SlicedAlloca candidate in candidates.Allocas.Values)
            {
                Merge(candidate);
                foreach ((IrInstruction copy, int at) in candidate.Blocks)
                {
                    if (candidates.IsCopyOut(copy, candidate, at))
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
                candidate.Slices[candidate.Slices.Count - 1] = new Slice(last.Start, Math.Max(last.End, end)) { HasParts = true };
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
            at = Math.Max(at, slice.End);
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
}
