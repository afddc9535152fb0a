using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CSharpBpf.Statistics;

/// <summary>
/// A histogram whose slots double in width: slot 0 counts 0 and 1, slot n counts from 2^n to 2^(n+1)-1. The counts live in a per-CPU array
/// with <see cref="SlotCount"/> entries, so that counting needs no atomics.
/// </summary>
public static class Log2Histogram
{
    /// <summary>The slots that any 64-bit value needs.</summary>
    public const int SlotCount = 64;

    /// <summary>The slot of a value: the position of its highest bit.</summary>
    /// <returns>0 to 63.</returns>
    public static uint Slot(ulong value)
    {
        uint slot = 0;
        if (value > uint.MaxValue)
        {
            value >>= 32;
            slot = 32;
        }

        if (value > ushort.MaxValue)
        {
            value >>= 16;
            slot += 16;
        }

        if (value > byte.MaxValue)
        {
            value >>= 8;
            slot += 8;
        }

        if (value > 15)
        {
            value >>= 4;
            slot += 4;
        }

        if (value > 3)
        {
            value >>= 2;
            slot += 2;
        }

        return value > 1 ? slot + 1 : slot;
    }

    /// <summary>Counts a value.</summary>
    /// <param name="histogram">The counts. Values whose slot it lacks are counted in none.</param>
    /// <param name="value">The value.</param>
    [KernelSide]
    public static void Count(PerCpuArrayMap<ulong> histogram, ulong value)
    {
        ref ulong count = ref histogram.GetThisCpuValueRefOrNullRef(Slot(value));
        if (!Unsafe.IsNullRef(ref count))
        {
            count++;
        }
    }

    /// <summary>The counts of all CPUs together, by slot.</summary>
    /// <param name="histogram">The counts.</param>
    public static ulong[] Read(PerCpuArrayMap<ulong> histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        var counts = new ulong[histogram.Length];
        for (int slot = 0; slot < counts.Length; slot++)
        {
            foreach (ulong count in histogram.GetAllCpuValues((uint)slot))
            {
                counts[slot] += count;
            }
        }

        return counts;
    }

    /// <summary>The counts as a text with a bar for each slot, from the first to the last one that counted anything.</summary>
    /// <param name="counts">The counts, by slot.</param>
    /// <param name="unit">What the values are, for the head line.</param>
    /// <returns>Lines, or an empty text if nothing was counted.</returns>
    public static string Format(ReadOnlySpan<ulong> counts, string unit)
    {
        const int BarWidth = 40;
        int first = counts.IndexOfAnyExcept(0ul);
        if (first < 0)
        {
            return "";
        }

        int last = counts.LastIndexOfAnyExcept(0ul);
        ulong most = 0;
        foreach (ulong count in counts)
        {
            most = Math.Max(most, count);
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{unit,41} : count\n");
        for (int slot = first; slot <= last; slot++)
        {
            ulong from = slot == 0 ? 0 : 1ul << slot;
            ulong to = (2ul << slot) - 1;
            int bar = (int)(counts[slot] * (double)BarWidth / most);
            text.Append(CultureInfo.InvariantCulture, $"{from,20}{" -"}{to,19} : {counts[slot],-12}|{new string('*', bar).PadRight(BarWidth)}|\n");
        }

        return text.ToString();
    }
}
