using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace CSharpBpf.Bcl;

/// <summary>
/// What the number types' own methods do (int.Max, byte.PopCount, long.CompareTo) and those of generic mathematics on them (T.Max), in C# that BPF can have; see
/// <see cref="BitOperationsBodies"/>. One body serves all types: T is the type that the method is of, and an instance method's receiver is the first parameter.
/// </summary>
internal static class NumberBodies
{
    internal static T Max<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T> => x > y ? x : y;

    internal static T Min<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T> => x < y ? x : y;

    internal static T Clamp<T>(T value, T min, T max)
        where T : unmanaged, IBinaryInteger<T> => min > max ? throw new ArgumentException("min is above max") : value < min ? min : value > max ? max : value;

    internal static T Abs<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => value >= T.Zero ? value : checked(-value);

    internal static int Sign<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => value > T.Zero ? 1 : value < T.Zero ? -1 : 0;

    internal static bool IsZero<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => value == T.Zero;

    internal static bool IsNegative<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => value < T.Zero;

    internal static bool IsPositive<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => value >= T.Zero;

    internal static bool IsEvenInteger<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => (value & T.One) == T.Zero;

    internal static bool IsOddInteger<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => (value & T.One) != T.Zero;

    internal static bool IsPow2<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => value > T.Zero && (value & (value - T.One)) == T.Zero;

    internal static T PopCount<T>(T value)
        where T : unmanaged, IBinaryInteger<T> =>
        T.CreateTruncating(Unsafe.SizeOf<T>() == 8 ? BitOperations.PopCount(ulong.CreateTruncating(value)) : BitOperations.PopCount(Bits(value)));

    internal static T LeadingZeroCount<T>(T value)
        where T : unmanaged, IBinaryInteger<T> =>
        T.CreateTruncating(Unsafe.SizeOf<T>() == 8 ? BitOperations.LeadingZeroCount(ulong.CreateTruncating(value)) : BitOperations.LeadingZeroCount(Bits(value)) - (32 - Width<T>()));

    internal static T TrailingZeroCount<T>(T value)
        where T : unmanaged, IBinaryInteger<T> =>
        T.CreateTruncating(Unsafe.SizeOf<T>() == 8 ? BitOperations.TrailingZeroCount(ulong.CreateTruncating(value))
            : Unsafe.SizeOf<T>() == 4 ? BitOperations.TrailingZeroCount(Bits(value))
            : BitOperations.TrailingZeroCount(Bits(value) | (1u << Width<T>())));

    internal static T Log2<T>(T value)
        where T : unmanaged, IBinaryInteger<T> =>
        value < T.Zero ? throw new ArgumentException("the logarithm of a negative number")
            : T.CreateTruncating(Unsafe.SizeOf<T>() == 8 ? BitOperations.Log2(ulong.CreateTruncating(value)) : BitOperations.Log2(Bits(value)));

    internal static T RotateLeft<T>(T value, int rotateAmount)
        where T : unmanaged, IBinaryInteger<T> =>
        Unsafe.SizeOf<T>() == 8 ? T.CreateTruncating(BitOperations.RotateLeft(ulong.CreateTruncating(value), rotateAmount))
            : Unsafe.SizeOf<T>() == 4 ? T.CreateTruncating(BitOperations.RotateLeft(uint.CreateTruncating(value), rotateAmount))
            : (value << rotateAmount) | (value >>> -rotateAmount);

    internal static T RotateRight<T>(T value, int rotateAmount)
        where T : unmanaged, IBinaryInteger<T> => RotateLeft(value, -rotateAmount);

    internal static (T Quotient, T Remainder) DivRem<T>(T left, T right)
        where T : unmanaged, IBinaryInteger<T>
    {
        T quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    internal static bool Equals<T>(T value, T obj)
        where T : unmanaged, IBinaryInteger<T> => value == obj;

    // .NET gives the difference of narrow numbers.
    internal static int CompareTo<T>(T value, T other)
        where T : unmanaged, IBinaryInteger<T> =>
        Unsafe.SizeOf<T>() < 4 ? int.CreateTruncating(value) - int.CreateTruncating(other) : value < other ? -1 : value > other ? 1 : 0;

    private static int Width<T>()
        where T : unmanaged => Unsafe.SizeOf<T>() * 8;

    // The bits of a number of at most 32, without its sign.
    private static uint Bits<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => uint.CreateTruncating(value) & (uint.MaxValue >> (32 - Width<T>()));
}
