using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Members(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        o.R0 = Sum<int>([1, 2, x.A]) + Sum<byte>([1, 2, x.C]) * 1000L;
        o.R1 = Limited((short)x.E) + Limited(x.B) * 1000L + Limited(x.L);
        o.R2 = Counts(x.D) + Counts(x.B) * 1000L + Counts((ushort)x.E) * 1000000L + Counts(x.L) * 1000000000L;
        o.R3 = Signs(x.B) + Signs(x.C) * 100 + Signs(x.L) * 10000;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Conversions(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        o.R0 = byte.CreateTruncating(x.A) + sbyte.CreateTruncating(x.L) * 1000L + ushort.CreateTruncating(x.B) * 1000000L;
        o.R1 = byte.CreateSaturating(x.A) + sbyte.CreateSaturating(x.L) * 1000L + (long)uint.CreateSaturating(x.L);
        o.R2 = short.CreateSaturating(x.D) + (long)(ulong.CreateSaturating(x.A) % 1000) + int.CreateSaturating((ulong)x.L);
        o.R3 = Narrow<long, int>(x.L);
        return XdpAction.Pass;
    }

    // Generic mathematics shifts narrow numbers by no more than their own width.
    [XdpProgram]
    public XdpAction Shifts(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        o.R0 = Shl(x.C, x.B) + Shl(x.E, x.B) * 1000L;
        o.R1 = Shr(x.B, x.C) + Shr((short)x.E, x.B) * 1000L;
        o.R2 = Ushr(x.B, x.C) + Ushr((short)x.E, x.B) * 1000L + Ushr(x.A, x.C) * 1000000L;
        o.R3 = Moved(x.C) + Moved((short)x.E) * 1000L + byte.RotateLeft(x.C, x.B) * 100000000L + short.RotateRight((short)x.E, 3);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Operators(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        o.R0 = Negated(x.C) + Negated((short)x.E) * 1000L;
        o.R1 = Stepped(x.B) + Stepped(x.C) * 1000L;
        o.R2 = Divided(x.B, (sbyte)(x.C | 1)) + Divided((short)x.E, (short)(x.A | 1)) * 1000L;
        o.R3 = Opposite(x.B) + Opposite(x.D >> 31) * 1000L;
        return XdpAction.Pass;
    }

    private static T Sum<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        T sum = T.Zero;
        foreach (T value in values) sum += value;
        return sum + T.One;
    }

    private static long Limited<T>(T value)
        where T : unmanaged, INumber<T> =>
        long.CreateChecked(T.Max(T.Min(value, T.CreateTruncating(100)), T.Zero)) + long.CreateChecked(T.Clamp(value, T.One, T.One + T.One));

    private static long Counts<T>(T value)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        int.CreateTruncating(T.PopCount(value)) + int.CreateTruncating(T.LeadingZeroCount(value)) * 3 + int.CreateTruncating(T.TrailingZeroCount(value)) * 5 + int.CreateTruncating(T.Log2(value & T.MaxValue));

    private static int Signs<T>(T value)
        where T : unmanaged, IBinaryInteger<T> =>
        T.Sign(value) + (T.IsNegative(value) ? 2 : 0) + (T.IsPow2(value) ? 4 : 0) + (T.IsEvenInteger(value) ? 8 : 0) + (value.Equals(T.One) ? 16 : 0) + (value.CompareTo(T.One) > 0 ? 32 : 0) + (T.IsZero(value) ? 64 : 0);

    private static TTo Narrow<TFrom, TTo>(TFrom value)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TTo : unmanaged, IBinaryInteger<TTo> => TTo.CreateChecked(value);

    private static T Shl<T>(T value, int count)
        where T : unmanaged, IBinaryInteger<T> => value << count;

    private static T Shr<T>(T value, int count)
        where T : unmanaged, IBinaryInteger<T> => value >> count;

    private static T Ushr<T>(T value, int count)
        where T : unmanaged, IBinaryInteger<T> => value >>> count;

    private static T Moved<T>(T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        value <<= 1;
        value >>= 2;
        value >>>= 1;
        return value;
    }

    private static T Negated<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => -value ^ ~+value;

    private static T Stepped<T>(T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        value++;
        ++value;
        value--;
        return value++;
    }

    private static T Divided<T>(T left, T right)
        where T : unmanaged, IBinaryInteger<T> => left / right + left % right;

    private static T Opposite<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => checked(-value);
}



public struct Input
{
    public int A;
    public sbyte B;
    public byte C;
    public ushort E;
    public uint D;
    public int F;
    public long L;
}

public struct Output
{
    public long R0;
    public long R1;
    public long R2;
    public long R3;
}
// expected
// Members: 2 000000000000000000000000000000000000000000000000a40f000000000000ea03000000000000001b363d77000000e8180b00000000000000000000000000
// Members: 2 0102030405060708090a0b0c0d0e0f1011121314151617181529030400000000241c000000000000284b07f6140000003519050000000000393a3b3c3d3e3f40
// Members: 2 ffffffffffffffffffffffffffffffffffffffffffffffffbb0b000000000000ea03000000000000afa808581d000000f533000000000000ffffffffffffffff
// Members: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e534c074d80ffffffffb404000000000000a13280da190000007d4e060000000000183d6280acd1f61b
// Members: 2 80000000000000807fffffffffffff7f01000000000000002410000000000000eb03000000000000fe724f422c000000b8500300000000005555555555555555
// Conversions: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Conversions: 1 0102030405060708090a0b0c0d0e0f101112131415161718a98d4c000000000016f1010001000000d7830080000000000000000000000000393a3b3c3d3e3f40
// Conversions: 2 ffffffffffffffffffffffffffffffffffffffffffffffffd7ba30420f00000018fcfffffffffffffe7f008000000000ffffffffffffffffffffffffffffffff
// Conversions: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e538045d13b0f00000017f0010001000000fe7f0080000000000000000000000000183d6280acd1f61b
// Conversions: 2 80000000000000807fffffffffffff7f010000000000000068040000000000006904000000000000808000000000000001000000000000005555555555555555
// Shifts: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Shifts: 2 0102030405060708090a0b0c0d0e0f101112131415161718c06b03000000000000fa000000000000000c96dbf4000000e974707804000000393a3b3c3d3e3f40
// Shifts: 2 ffffffffffffffffffffffffffffffffffffffffffffffff8000f4010000000017fcffffffffffff29460f0000000000361bdff105000000ffffffffffffffff
// Shifts: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e5390b3f1000000000012ee000000000000927ed1030000000061c0e29b03000000183d6280acd1f61b
// Shifts: 2 80000000000000807fffffffffffff7f01000000000000000000f4010000000000000cfeffffffff0020ad050000000000100000000000005555555555555555
// Operators: 2 00000000000000000000000000000000000000000000000017fdffffffffffffe903000000000000000000000000000000000000000000000000000000000000
// Operators: 2 0102030405060708090a0b0c0d0e0f101112131415161718eb030000000000005e1b0000000000005d1b000000000000fbffffffffffffff393a3b3c3d3e3f40
// Operators: 1 ffffffffffffffffffffffffffffffffffffffffffffffffe9030000000000000000000000000000e9030000000000000000000000000000ffffffffffffffff
// Operators: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53b90b00000000000025d60200000000000c1b0f00000000000000000000000000183d6280acd1f61b
// Operators: 1 80000000000000807fffffffffffff7f010000000000000017fdffffffffffffe9030000000000000018fcffffffffff00000000000000005555555555555555
