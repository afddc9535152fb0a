using System;
using System.Runtime.InteropServices;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// How the kernel replaces words under an Internet checksum (include/net/checksum.h, csum_replace2 and csum_replace4 of v6.12): ones' complement
/// sums, in the kernel's order, as the order decides which of the two zeros comes out. Words and checksums as they lie in memory.
/// </summary>
public static class InternetSum
{
    /// <summary>The checksum after a 16-bit word was replaced.</summary>
    public static ushort Replace2(ushort checksum, ushort before, ushort after) =>
        unchecked((ushort)~Add16(Add16((ushort)~checksum, (ushort)~before), after));

    /// <summary>The checksum after a 32-bit word was replaced.</summary>
    public static ushort Replace4(ushort checksum, uint before, uint after) => Fold(Add32(Add32(~(uint)checksum, ~before), after));

    /// <summary>The checksum after a sum was added to what it covers.</summary>
    public static ushort ReplaceByDifference(ushort checksum, uint difference) => Fold(Add32(difference, ~(uint)checksum));

    /// <summary>
    /// bpf_csum_diff: the sum of what came minus the sum of what went, folded to 16 bits. Zero has two representations in ones' complement; the order of
    /// complements decides which comes out, so it is the kernel's (net/core/filter.c of v6.13).
    /// </summary>
    /// <param name="from">What went.</param>
    /// <param name="to">What came.</param>
    /// <param name="seed">A sum to begin with.</param>
    public static ushort Difference(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, uint seed)
    {
        uint sum = (from.Length, to.Length) switch
        {
            (0, 0) => seed,
            (0, _) => Add32(Sum(to), seed),
            (_, 0) => ~Add32(Sum(from), ~seed),
            _ => Add32(Add32(Sum(to), seed), ~Sum(from)),
        };
        return unchecked((ushort)~Fold(sum));
    }

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        ulong sum = 0;
        foreach (uint word in MemoryMarshal.Cast<byte, uint>(data))
        {
            sum += word;
        }

        // The bytes behind the last word count as a word with zeros behind them.
        for (int i = data.Length & ~3; i < data.Length; i++)
        {
            sum += (ulong)data[i] << (8 * (i & 3));
        }

        sum = (sum & uint.MaxValue) + (sum >> 32);
        return unchecked((uint)(sum + (sum >> 32)));
    }

    private static ushort Add16(ushort left, ushort right)
    {
        int sum = left + right;
        return unchecked((ushort)(sum + (sum >> 16)));
    }

    private static uint Add32(uint left, uint right)
    {
        ulong sum = (ulong)left + right;
        return unchecked((uint)(sum + (sum >> 32)));
    }

    private static ushort Fold(uint sum)
    {
        uint folded = (sum & 0xFFFF) + (sum >> 16);
        folded = (folded & 0xFFFF) + (folded >> 16);
        return unchecked((ushort)~folded);
    }
}
