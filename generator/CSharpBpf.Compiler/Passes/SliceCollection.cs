using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Finds the allocas that can be broken up, and their slices.</summary>
internal static class SliceCollection
{
    /// <summary>The candidates that one register per slice can replace.</summary>
    public static SliceCandidates Collect(IrFunction function)
    {
        var candidates = new SliceCandidates(function);
        do
        {
            candidates.CollectUses();
            SliceRanges.Close(candidates);
            SliceProperties.MarkContents(candidates);
        }
        while (DropUnsplittable(candidates));
        SliceProperties.MarkReads(candidates);
        return candidates;
    }

    /// <summary>Removes candidates with a slice that no register can hold; true if there were any.</summary>
    private static bool DropUnsplittable(SliceCandidates candidates)
    {
        List<SlicedAlloca> dropped = [];
        foreach (SlicedAlloca candidate in candidates.Allocas.Values)
        {
            if (candidate.Slices.Exists(static slice => !slice.IsScalar))
            {
                dropped.Add(candidate);
            }
        }

        dropped.ForEach(candidates.Remove);
        return dropped.Count > 0;
    }
}
