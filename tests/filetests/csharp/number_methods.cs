using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Of_types(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        o.R0 = int.Max(x.A, x.B) + int.Min(3, x.A) + int.Clamp(x.A, -5, 50) + int.Sign(x.A) * 100L + sbyte.Abs(x.B);
        o.R1 = int.PopCount(x.A) + int.LeadingZeroCount(x.A) * 100 + int.TrailingZeroCount(x.A) * 10000 + int.RotateLeft(x.A, 3) + uint.Log2(x.D | 1);
        o.R2 = (x.A.Equals(5) ? 1 : 0) + x.A.CompareTo(x.B) * 10 + x.L.CompareTo(3L) * 100 + x.C.CompareTo((byte)7) * 1000 + (true.Equals(x.A > 0) ? 1 : 0);
        o.R3 = nint.Size + (long)(nuint.MaxValue >> 60) + Find<int>([1, 2, x.A], 2) + Find<Id>([new Id { V = x.A }, default], default) * 10;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Division_and_products(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        (int quotient, int remainder) = Math.DivRem(x.A, 7);
        int other = Math.DivRem(x.F, 9, out int rest);
        (byte low, byte part) = Math.DivRem(x.C, (byte)5);
        o.R0 = quotient * 100L + remainder + other * 10000L + rest + low * 3 + part;
        o.R1 = (long)Math.BigMul((ulong)x.L, (ulong)x.L + x.D, out ulong bits);
        o.R2 = Math.BigMul(x.L, x.A, out long signed) + (long)bits;
        o.R3 = signed;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Bits(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        nuint n = (nuint)x.L;
        o.R0 = BitOperations.PopCount(n) + BitOperations.LeadingZeroCount(n) * 100 + BitOperations.TrailingZeroCount(n) * 10000 + BitOperations.Log2(n) * 1000000;
        o.R1 = BitOperations.Crc32C(1, x.D) + BitOperations.Crc32C(x.D, x.C) + BitOperations.Crc32C(x.D, x.E) + BitOperations.Crc32C(7, (ulong)x.L);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUIntPtrBigEndian(bytes, n);
        o.R2 = (long)BinaryPrimitives.ReadUIntPtrLittleEndian(bytes);
        o.R3 = BinaryPrimitives.ReadIntPtrBigEndian(bytes);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Enums_and_characters(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Color color = (Color)x.C;
        o.R0 = (Enum.IsDefined(color) ? 1 : 0) + (Enum.IsDefined((Signed)x.A) ? 2 : 0) + (Enum.IsDefined((Color)(x.C & 7)) ? 4 : 0);
        for (int i = 0; i < 9; i++) o.R1 = o.R1 * 2 + (Enum.IsDefined((Color)i) ? 1 : 0);
        char c = (char)x.C;
        o.R2 = (char.IsAsciiDigit(c) ? 1 : 0) + (char.IsAsciiLetter(c) ? 2 : 0) + (char.IsAsciiHexDigit(c) ? 4 : 0) + (char.IsBetween(c, '!', '/') ? 8 : 0);
        for (int i = 0; i < 64; i++) o.R3 ^= (char.IsAsciiLetterOrDigit((char)(i * 2)) ? 1L : 0) << i;
        for (int i = 0; i < 128; i++) o.R1 = (o.R1 * 3) ^ (char.IsAsciiHexDigit((char)i) ? i : 0);
        return XdpAction.Pass;
    }

    private static int Find<T>(ReadOnlySpan<T> values, T wanted)
        where T : unmanaged, IEquatable<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i].Equals(wanted)) return i;
        }

        return -1;
    }
}

public struct Id : IEquatable<Id>
{
    public int V;

    public readonly bool Equals(Id other) => V == other.V;
}

public enum Color : byte
{
    Red = 1,
    Green = 2,
    Blue = 4,
    Violet = 5,
}

public enum Signed
{
    Least = int.MinValue,
    Minus = -1,
    Zero,
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
// Of_types: 2 000000000000000000000000000000000000000000000000000000000000000080ee04000000000044e4ffffffffffff18000000000000000000000000000000
// Of_types: 2 0102030405060708090a0b0c0d0e0f1011121314151617189f020304000000001c1218200000000087fcffffffffffff2200000000000000393a3b3c3d3e3f40
// Of_types: 2 ffffffffffffffffffffffffffffffffffffffffffffffff9affffffffffffff3e000000000000005cc80300000000002200000000000000ffffffffffffffff
// Of_types: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e5397244a80ffffffffaa60520200000000aab70200000000002200000000000000183d6280acd1f61b
// Of_types: 2 80000000000000807fffffffffffff7f01000000000000001901000000000000f01e0100000000004fe4ffffffffffff22000000000000005555555555555555
// Division_and_products: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Division_and_products: 2 0102030405060708090a0b0c0d0e0f101112131415161718da486eec45000000f8ee96ee385644028756485e393a62b211346ab4bec8d2dc393a3b3c3d3e3f40
// Division_and_products: 2 ffffffffffffffffffffffffffffffffffffffffffffffff9700000000000000fdffffff0000000002000000ffffffff0100000000000000ffffffffffffffff
// Division_and_products: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e538266369fb30000001865a0e3b1e2061be2af8efbd32ef5b80090143c94f82d43183d6280acd1f61b
// Division_and_products: 2 80000000000000807fffffffffffff7f0100000000000000ebe1388e2b020000000000000000000080ffffff0000000080000000000000005555555555555555
// Bits: 2 00000000000000000000000000000000000000000000000000dd090000000000bcaf9ed700000000000000000000000000000000000000000000000000000000
// Bits: 2 0102030405060708090a0b0c0d0e0f10111213141516171841889303000000002cc271ab0000000018171615141312111112131415161718393a3b3c3d3e3f40
// Bits: 2 ffffffffffffffffffffffffffffffffffffffffffffffff004ec10300000000c71af5a900000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Bits: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e533ea8b20300000000e0f262bd00000000532e09e4809a755050759a80e4092e53183d6280acd1f61b
// Bits: 2 80000000000000807fffffffffffff7f01000000000000009d180000000000006431039300000000000000000000000101000000000000005555555555555555
// Enums_and_characters: 2 0000000000000000000000000000000000000000000000000200000000000000593fdc881abd81a100000000000000000000001ffe3ffe3f0000000000000000
// Enums_and_characters: 2 0102030405060708090a0b0c0d0e0f1011121314151617180000000000000000593fdc881abd81a100000000000000000000001ffe3ffe3f393a3b3c3d3e3f40
// Enums_and_characters: 2 ffffffffffffffffffffffffffffffffffffffffffffffff0200000000000000593fdc881abd81a100000000000000000000001ffe3ffe3fffffffffffffffff
// Enums_and_characters: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e530400000000000000593fdc881abd81a100000000000000000000001ffe3ffe3f183d6280acd1f61b
// Enums_and_characters: 2 80000000000000807fffffffffffff7f01000000000000000000000000000000593fdc881abd81a100000000000000000000001ffe3ffe3f5555555555555555
