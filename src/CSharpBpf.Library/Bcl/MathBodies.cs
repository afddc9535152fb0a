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
}
