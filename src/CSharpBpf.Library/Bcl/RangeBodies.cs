using System;
using System.Runtime.CompilerServices;

namespace CSharpBpf.Bcl;

/// <summary>System.Range, which is two indexes, the start first; see <see cref="BitOperationsBodies"/>.</summary>
internal static class RangeBodies
{
    internal static Range Create(Index start, Index end)
    {
        (Index Start, Index End) both = (start, end);
        return Unsafe.BitCast<(Index, Index), Range>(both);
    }

    internal static Range StartAt(Index start) => Create(start, Index.End);

    internal static Range EndAt(Index end) => Create(Index.Start, end);

    internal static Range GetAll() => Create(Index.Start, Index.End);

    internal static Index GetStart(Range range) => Unsafe.BitCast<Range, (Index Start, Index End)>(range).Start;

    internal static Index GetEnd(Range range) => Unsafe.BitCast<Range, (Index Start, Index End)>(range).End;

    internal static (int Offset, int Length) GetOffsetAndLength(Range range, int length)
    {
        int start = GetStart(range).GetOffset(length);
        int end = GetEnd(range).GetOffset(length);
        if ((uint)end > (uint)length || (uint)start > (uint)end)
        {
            throw new ArgumentOutOfRangeException(nameof(length));
        }

        return (start, end - start);
    }

    internal static bool Equals(Range range, Range other) => GetStart(range).Equals(GetStart(other)) && GetEnd(range).Equals(GetEnd(other));
}
