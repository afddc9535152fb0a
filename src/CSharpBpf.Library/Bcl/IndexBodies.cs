using System;
using System.Runtime.CompilerServices;

namespace CSharpBpf.Bcl;

/// <summary>System.Index, which is one int: the index, or its complement from the end; see <see cref="BitOperationsBodies"/>.</summary>
internal static class IndexBodies
{
    internal static Index Create(int value, bool fromEnd)
    {
        if (value < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value));
        }

        int raw = fromEnd ? ~value : value;
        return Unsafe.BitCast<int, Index>(raw);
    }

    internal static Index Convert(int value) => Create(value, false);

    internal static Index FromStart(int value) => Create(value, false);

    internal static Index FromEnd(int value) => Create(value, true);

    internal static Index GetStart() => Create(0, false);

    internal static Index GetEnd() => Create(0, true);

    internal static int GetValue(Index index)
    {
        int raw = Unsafe.BitCast<Index, int>(index);
        return raw < 0 ? ~raw : raw;
    }

    internal static bool GetIsFromEnd(Index index) => Unsafe.BitCast<Index, int>(index) < 0;

    internal static int GetOffset(Index index, int length)
    {
        int raw = Unsafe.BitCast<Index, int>(index);
        return raw < 0 ? length + raw + 1 : raw;
    }

    internal static bool Equals(Index index, Index other) => Unsafe.BitCast<Index, int>(index) == Unsafe.BitCast<Index, int>(other);
}
