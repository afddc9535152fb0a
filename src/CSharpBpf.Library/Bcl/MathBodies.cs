using System;

namespace CSharpBpf.Bcl;

/// <summary>What methods of System.Math do, in C# that BPF can have; see <see cref="BitOperationsBodies"/>. Where they throw, they are faults.</summary>
internal static class MathBodies
{
    internal static sbyte Abs(sbyte value) => value >= 0 ? value : checked((sbyte)-value);

    internal static short Abs(short value) => value >= 0 ? value : checked((short)-value);

    internal static int Abs(int value) => value >= 0 ? value : checked((int)-value);

    internal static long Abs(long value) => value >= 0 ? value : checked((long)-value);

    internal static int Sign(sbyte value) => value > 0 ? 1 : value < 0 ? -1 : 0;

    internal static int Sign(short value) => value > 0 ? 1 : value < 0 ? -1 : 0;

    internal static int Sign(int value) => value > 0 ? 1 : value < 0 ? -1 : 0;

    internal static int Sign(long value) => value > 0 ? 1 : value < 0 ? -1 : 0;

    internal static sbyte Clamp(sbyte value, sbyte min, sbyte max) => min > max ? throw new ArgumentException("min is above max") : value < min ? min : value > max ? max : value;

    internal static byte Clamp(byte value, byte min, byte max) => min > max ? throw new ArgumentException("min is above max") : value < min ? min : value > max ? max : value;

    internal static short Clamp(short value, short min, short max) => min > max ? throw new ArgumentException("min is above max") : value < min ? min : value > max ? max : value;

    internal static ushort Clamp(ushort value, ushort min, ushort max) => min > max ? throw new ArgumentException("min is above max") : value < min ? min : value > max ? max : value;

    internal static int Clamp(int value, int min, int max) => min > max ? throw new ArgumentException("min is above max") : value < min ? min : value > max ? max : value;

    internal static uint Clamp(uint value, uint min, uint max) => min > max ? throw new ArgumentException("min is above max") : value < min ? min : value > max ? max : value;

    internal static long Clamp(long value, long min, long max) => min > max ? throw new ArgumentException("min is above max") : value < min ? min : value > max ? max : value;

    internal static ulong Clamp(ulong value, ulong min, ulong max) => min > max ? throw new ArgumentException("min is above max") : value < min ? min : value > max ? max : value;

    internal static long BigMul(int a, int b) => (long)a * b;

    internal static ulong BigMul(uint a, uint b) => (ulong)a * b;

    internal static (sbyte Quotient, sbyte Remainder) DivRem(sbyte left, sbyte right)
    {
        sbyte quotient = (sbyte)(left / right);
        return (quotient, (sbyte)(left - (quotient * right)));
    }

    internal static (byte Quotient, byte Remainder) DivRem(byte left, byte right)
    {
        byte quotient = (byte)(left / right);
        return (quotient, (byte)(left - (quotient * right)));
    }

    internal static (short Quotient, short Remainder) DivRem(short left, short right)
    {
        short quotient = (short)(left / right);
        return (quotient, (short)(left - (quotient * right)));
    }

    internal static (ushort Quotient, ushort Remainder) DivRem(ushort left, ushort right)
    {
        ushort quotient = (ushort)(left / right);
        return (quotient, (ushort)(left - (quotient * right)));
    }

    internal static (int Quotient, int Remainder) DivRem(int left, int right)
    {
        int quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    internal static (uint Quotient, uint Remainder) DivRem(uint left, uint right)
    {
        uint quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    internal static (long Quotient, long Remainder) DivRem(long left, long right)
    {
        long quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    internal static (ulong Quotient, ulong Remainder) DivRem(ulong left, ulong right)
    {
        ulong quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    internal static (nint Quotient, nint Remainder) DivRem(nint left, nint right)
    {
        nint quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    internal static (nuint Quotient, nuint Remainder) DivRem(nuint left, nuint right)
    {
        nuint quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    internal static int DivRem(int a, int b, out int result)
    {
        int quotient = a / b;
        result = a - (quotient * b);
        return quotient;
    }

    internal static long DivRem(long a, long b, out long result)
    {
        long quotient = a / b;
        result = a - (quotient * b);
        return quotient;
    }

    internal static ulong BigMul(ulong a, ulong b, out ulong low)
    {
        // Four products of halves; the middle two and the carry of the lowest have room in 64 bits.
        ulong lowest = (ulong)(uint)a * (uint)b;
        ulong middle = ((a >> 32) * (uint)b) + (lowest >> 32);
        ulong other = ((uint)a * (b >> 32)) + (uint)middle;
        low = (other << 32) | (uint)lowest;
        return ((a >> 32) * (b >> 32)) + (middle >> 32) + (other >> 32);
    }

    internal static long BigMul(long a, long b, out long low)
    {
        ulong high = BigMul((ulong)a, (ulong)b, out ulong unsigned);
        low = (long)unsigned;
        return (long)high - ((a >> 63) & b) - ((b >> 63) & a);
    }
}
