namespace CSharpBpf.Bcl;

/// <summary>
/// What the methods of System.Numerics.BitOperations do, in C# that BPF can have: the compiler takes these bodies for calls of the BCL's methods of
/// the same name and parameters. Without branches: each is a few shifts and masks.
/// </summary>
internal static class BitOperationsBodies
{
    internal static int PopCount(uint value)
    {
        value -= (value >> 1) & 0x5555_5555;
        value = (value & 0x3333_3333) + ((value >> 2) & 0x3333_3333);
        value = (value + (value >> 4)) & 0x0F0F_0F0F;
        return (int)((value * 0x0101_0101) >> 24);
    }

    internal static int PopCount(ulong value)
    {
        value -= (value >> 1) & 0x5555_5555_5555_5555;
        value = (value & 0x3333_3333_3333_3333) + ((value >> 2) & 0x3333_3333_3333_3333);
        value = (value + (value >> 4)) & 0x0F0F_0F0F_0F0F_0F0F;
        return (int)((value * 0x0101_0101_0101_0101) >> 56);
    }

    internal static int LeadingZeroCount(uint value) => 32 - PopCount(Fill(value));

    internal static int LeadingZeroCount(ulong value) => 64 - PopCount(Fill(value));

    internal static int TrailingZeroCount(int value) => TrailingZeroCount((uint)value);

    internal static int TrailingZeroCount(uint value) => PopCount((value & (0 - value)) - 1);

    internal static int TrailingZeroCount(long value) => TrailingZeroCount((ulong)value);

    internal static int TrailingZeroCount(ulong value) => PopCount((value & (0 - value)) - 1);

    internal static int Log2(uint value) => 31 - LeadingZeroCount(value | 1);

    internal static int Log2(ulong value) => 63 - LeadingZeroCount(value | 1);

    internal static bool IsPow2(int value) => value > 0 && (value & (value - 1)) == 0;

    internal static bool IsPow2(uint value) => value != 0 && (value & (value - 1)) == 0;

    internal static bool IsPow2(long value) => value > 0 && (value & (value - 1)) == 0;

    internal static bool IsPow2(ulong value) => value != 0 && (value & (value - 1)) == 0;

    internal static uint RoundUpToPowerOf2(uint value) => Fill(value - 1) + 1;

    internal static ulong RoundUpToPowerOf2(ulong value) => Fill(value - 1) + 1;

    internal static int PopCount(nuint value) => PopCount((ulong)value);

    internal static int LeadingZeroCount(nuint value) => LeadingZeroCount((ulong)value);

    internal static int TrailingZeroCount(nint value) => TrailingZeroCount((ulong)value);

    internal static int TrailingZeroCount(nuint value) => TrailingZeroCount((ulong)value);

    internal static int Log2(nuint value) => Log2((ulong)value);

    internal static bool IsPow2(nint value) => IsPow2((long)value);

    internal static bool IsPow2(nuint value) => IsPow2((ulong)value);

    internal static nuint RoundUpToPowerOf2(nuint value) => (nuint)RoundUpToPowerOf2((ulong)value);

    internal static uint Crc32C(uint crc, byte data) => Step(crc ^ data, 8);

    internal static uint Crc32C(uint crc, ushort data) => Step(crc ^ data, 16);

    internal static uint Crc32C(uint crc, uint data) => Step(crc ^ data, 32);

    internal static uint Crc32C(uint crc, ulong data) => Crc32C(Crc32C(crc, (uint)data), (uint)(data >> 32));

    // The polynomial of Castagnoli, its lowest power in the highest bit.
    private static uint Step(uint crc, int bits)
    {
        for (int bit = 0; bit < bits; bit++)
        {
            crc = (crc >> 1) ^ (0x82F6_3B78 & (0 - (crc & 1)));
        }

        return crc;
    }

    // All bits below the highest that is set.
    private static uint Fill(uint value)
    {
        value |= value >> 1;
        value |= value >> 2;
        value |= value >> 4;
        value |= value >> 8;
        return value | (value >> 16);
    }

    private static ulong Fill(ulong value)
    {
        value |= value >> 1;
        value |= value >> 2;
        value |= value >> 4;
        value |= value >> 8;
        value |= value >> 16;
        return value | (value >> 32);
    }
}
