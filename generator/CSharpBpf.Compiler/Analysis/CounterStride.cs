using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// A counter that only has the values Start, Start + Gap, Start + 2 Gap, ...: it starts with constants that are not negative, and constants are added to it.
/// </summary>
/// <param name="Step">The most that one trip adds.</param>
internal readonly record struct CounterStride(ulong Start, ulong Gap, ulong Step)
{
    private const int MaximumDepth = 8;

    /// <summary>The stride of a phi; null if its values have none, or lie side by side.</summary>
    public static CounterStride? Of(IrInstruction phi)
    {
        ulong start = ulong.MaxValue;
        ulong gap = 0;
        ulong step = 0;
        foreach (IrValue operand in phi.Operands)
        {
            if (operand is IrConstant { Value: >= 0 } constant)
            {
                ulong first = (ulong)constant.Value;
                gap = start == ulong.MaxValue ? gap : Common(gap, first > start ? first - start : start - first);
                start = first < start ? first : start;
            }
            else if (Added(operand, phi, MaximumDepth) is { } added)
            {
                gap = Common(gap, added);
                step = added > step ? added : step;
            }
            else
            {
                return null;
            }
        }

        return start != ulong.MaxValue && gap > 1 ? new CounterStride(start, gap, step) : null;
    }

    /// <summary>A range without the values above the last that the counter can have; the same range if the counter might wrap.</summary>
    /// <param name="range">What is known of the counter somewhere.</param>
    /// <param name="whole">What holds for it everywhere.</param>
    /// <param name="type">Its type.</param>
    public Interval Cut(Interval range, Interval whole, IrType type)
    {
        Interval full = Interval.Full(type);
        if (whole.UMax > full.UMax - Step || range.UMax > (ulong)full.SMax || range.UMax < Start)
        {
            return range;
        }

        ulong most = range.UMax - ((range.UMax - Start) % Gap);
        return range.Intersect(Interval.Unsigned(type, range.UMin, most), type);
    }

    private static ulong? Added(IrValue value, IrInstruction phi, int depth) =>
        value == phi ? 0
            : depth > 0 && value is IrInstruction { Op: IrOp.Add } add && add.Operands[1] is IrConstant { Value: > 0 and <= int.MaxValue } constant
                ? Added(add.Operands[0], phi, depth - 1) + (ulong)constant.Value
                : null;

    private static ulong Common(ulong left, ulong right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left;
    }
}
