using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// How far from the packet's start a pointer may be at most. The kernel learns nothing from comparing a pointer that may be farther than 0xffff bytes
/// (MAX_PACKET_OFF), however it got there: what is added in a loop counts once for each trip.
/// </summary>
internal sealed class PacketOffsets(LoopInfo loops, LoopBounds bounds, IntervalAnalysis intervals, ParameterFacts? parameters = null)
{
    public const long Maximum = 0xffff;

    private const long Unknown = 1L << 40;

    private readonly Dictionary<IrValue, long> known = [];

    public long MaximumOf(IrValue pointer) => Of(pointer, known);

    /// <summary>The distance that is added, if it is not negative and the kernel knows it exactly on each path, as it does a counter's.</summary>
    public Interval? ExactDistance(IrInstruction add) =>
        intervals.IsConstantOnPath(add.Operands[1]) && intervals.At(add.Operands[1], add.Block!) is { SMin: >= 0, SMax: <= Maximum } distance ? distance : null;

    /// <summary>The stride of a pointer that a loop moves; null if it is none.</summary>
    public PointerStride? StrideOf(IrInstruction phi) => PointerStride.Of(phi, loops, bounds);

    /// <summary>How far a moving pointer is from its start, at most, on the way from a test of its loop that goes on in the loop; null on other ways.</summary>
    public long? FarthestOnEdge(PointerStride stride, BasicBlock from, BasicBlock to) =>
        loops.Innermost(from) == stride.Loop && from.Terminator is { Op: IrOp.CondBr } branch && branch.Targets[0] != branch.Targets[1]
            && to != stride.Loop.Header && loops.Contains(stride.Loop, to) && bounds.ExactTrips(from) is { } trips ? stride.FarthestBehind(trips) : null;

    private long Of(IrValue pointer, Dictionary<IrValue, long> memo)
    {
        (IrValue root, long offset) = PointerRules.Strip(pointer);
        if (!memo.TryGetValue(root, out long maximum))
        {
            // While it is computed, a pointer that depends on itself without a loop that counts is unknown.
            memo[root] = Unknown;
            maximum = Compute(root, memo);
            memo[root] = maximum;
        }

        return Math.Min(maximum + offset, Unknown);
    }

    private long Compute(IrValue root, Dictionary<IrValue, long> memo)
    {
        if (root is not IrInstruction instruction)
        {
            return root is IrConstant ? 0 : parameters?.Of(root)?.MaximumOffset ?? Unknown;
        }

        switch (instruction.Op)
        {
            case IrOp.ContextLoad:
                return 0;
            case IrOp.PtrAdd:
                Interval distance = intervals.At(instruction.Operands[1], instruction.Block!);
                return distance.SMin < 0 || distance.UMax > Maximum ? Unknown : Math.Min(Of(instruction.Operands[0], memo) + (long)distance.UMax, Unknown);
            case IrOp.Select:
                return Math.Max(Of(instruction.Operands[1], memo), Of(instruction.Operands[2], memo));
            case IrOp.Phi:
                return OfPhi(instruction, memo);
            default:
                return Unknown;
        }
    }

    private long OfPhi(IrInstruction phi, Dictionary<IrValue, long> memo)
    {
        Loop? loop = loops.Innermost(phi.Block!);
        bool isHeader = loop?.Header == phi.Block;
        long start = 0;
        long growth = 0;
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            if (isHeader && loop!.Latches.Contains(phi.PhiBlocks[i]))
            {
                // How much farther one trip gets: the phi itself counts as 0.
                growth = Math.Max(growth, Of(phi.Operands[i], new Dictionary<IrValue, long> { [phi] = 0 }));
            }
            else
            {
                start = Math.Max(start, Of(phi.Operands[i], memo));
            }
        }

        if (growth == 0)
        {
            return start;
        }

        return bounds.MaximumTrips(loop!) is { } trips && growth < Unknown && trips < Unknown / growth ? Math.Min(start + (trips * growth), Unknown) : Unknown;
    }
}
