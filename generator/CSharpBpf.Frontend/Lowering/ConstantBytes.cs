using System;
using System.Globalization;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>C# constants as numbers and as little-endian bytes, the byte order of the targets.</summary>
internal static class ConstantBytes
{
    /// <summary>The bits of an integer, bool or char constant; null for any other.</summary>
    public static long? Number(object? value) => value switch
    {
        bool b => b ? 1 : 0,
        char c => c,
        ulong big => unchecked((long)big),
        nuint native => unchecked((long)native),
        nint native => native,
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    public static byte[] Get(object value, int size)
    {
        long number = Number(value) ?? 0;
        var bytes = new byte[size];
        for (int i = 0; i < size && i < 8; i++)
        {
            bytes[i] = unchecked((byte)(number >> (8 * i)));
        }

        return bytes;
    }
}
