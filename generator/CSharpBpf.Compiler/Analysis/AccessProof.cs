using System;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>What may be loaded at the end of a block: the question that the safety check asks of loads which are there, for loads that a pass would make.</summary>
internal sealed class AccessProof
{
    private readonly PointerFlow flow;
    private readonly MemoryExtents extents;

    public AccessProof(IrModule module, CfgInfo cfg)
    {
        var dominators = new DominatorTree(cfg);
        var loops = new LoopInfo(cfg, dominators);
        var intervals = new IntervalAnalysis(dominators, loops);
        flow = new PointerFlow(cfg, new PacketOffsets(loops, new LoopBounds(loops, dominators, intervals), intervals));
        extents = new MemoryExtents(module, intervals);
    }

    /// <summary>Where <paramref name="width"/> bytes that hold those from start to end can be loaded at the end of the block; null if nowhere.</summary>
    public long? Place(BasicBlock block, IrValue root, long start, long end, int width)
    {
        PointerState state = flow.AtEnd(block);
        long first;
        long last;
        if (root.Type == IrType.PacketPointer)
        {
            if (!state.TryPacket(root, out PacketFact fact))
            {
                return null;
            }

            (first, last) = (-(long)fact.Back, fact.Range);
        }
        else if (root.Type is IrType.MapValuePointer or IrType.GlobalPointer or IrType.MemoryPointer && PointerFlow.IsNotNull(root, state))
        {
            Extent extent = extents.Of(root);
            (first, last) = (-extent.Before, extent.After);
        }
        else
        {
            return null;
        }

        // Beside a field of a map's value may be a lock or a timer, which nothing may touch.
        long place = root.Type == IrType.PacketPointer ? Math.Min(start, last - width) : start;
        bool isInside = place >= first && place + width <= last && place + width >= end;
        return isInside && (root.Type == IrType.PacketPointer || end - start == width) && place is >= short.MinValue and <= short.MaxValue ? place : null;
    }
}
