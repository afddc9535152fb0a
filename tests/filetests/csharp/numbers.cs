using System;
using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Bits(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = BitOperations.PopCount(x.D) + BitOperations.PopCount(x.H) * 100 + BitOperations.LeadingZeroCount(x.D) * 10000 + BitOperations.LeadingZeroCount(x.H) * 1000000L;
        o.R1 = BitOperations.TrailingZeroCount(x.A) + BitOperations.TrailingZeroCount(x.C) * 100 + BitOperations.TrailingZeroCount(x.D) * 10000 + BitOperations.TrailingZeroCount(x.H) * 1000000L;
        o.R2 = BitOperations.Log2(x.D) + BitOperations.Log2(x.H) * 100 + (BitOperations.IsPow2(x.A) ? 10000 : 0) + (BitOperations.IsPow2(x.H) ? 20000 : 0) + (BitOperations.IsPow2((uint)x.F) ? 40000 : 0);
        o.R3 = BitOperations.RoundUpToPowerOf2(x.D) ^ (long)BitOperations.RoundUpToPowerOf2(x.H);
        o.R3 ^= BitOperations.RotateLeft(x.D, x.F) + (long)BitOperations.RotateRight(x.H, x.G);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Mathematics(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = Math.Min(x.A, x.B) + Math.Max(x.C, x.A) + (long)Math.Max(x.D, x.E);
        o.R1 = Math.Sign(x.A) * 100 + Math.Sign(x.C) * 10 + Math.Sign(x.G);
        o.R2 = Math.Clamp(x.A, -100, 5000) + Math.Clamp(x.D, 3u, 70000u) + Math.BigMul(x.A, x.B);
        o.R3 = Math.Abs(x.C) + Math.Abs(x.G);
        o.R3 += Math.Clamp(x.E, (ushort)x.F, (ushort)2000);
        o.R3 += Math.Abs(x.A);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction ByteOrder(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = IPAddress.NetworkToHostOrder(x.A);
        o.R1 = IPAddress.HostToNetworkOrder(x.C);
        o.R2 = IPAddress.NetworkToHostOrder((short)x.E);
        o.R3 = BinaryPrimitives.ReverseEndianness((short)x.E) + BinaryPrimitives.ReverseEndianness(x.D);
        return XdpAction.Pass;
    }

    // The operators of generic mathematics are, for a number type, the language's own.
    [XdpProgram]
    public XdpAction Generic(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = Blend(x.A, x.B);
        o.R1 = (long)Blend(x.H, (ulong)x.F);
        o.R2 = Blend(x.F, (byte)x.E);
        o.R3 = Larger(x.A, x.B) ? 1 : 2;
        return XdpAction.Pass;
    }

    private static T Blend<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T>
    {
        a += b;
        return (a & b) ^ (a - b);
    }

    private static bool Larger<T>(T a, T b)
        where T : unmanaged, IComparisonOperators<T, T, bool> => a > b || a == b;
}

public struct Input
{
    public int A;
    public int B;
    public long C;
    public uint D;
    public ushort E;
    public byte F;
    public sbyte G;
    public ulong H;
}

public struct Output
{
    public long R0;
    public long R1;
    public long R2;
    public long R3;
}
// expected
// Bits: 2 00000000000000000000000000000000000000000000000000000000000000000072d50300000000208bd5030000000000000000000000000000000000000000
// Bits: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2045041f00000000000000000000000000f017000000000000a526a80720191a5b
// Bits: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff20190000000000000000000000000000bb18000000000000feffffff00000000
// Bits: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b3c4d0f000000000034642e000000000057180000000000003eb075636b0fafd3
// Bits: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff15ce0400000000000700000000000000ac3f0000000000000500fffffeffffff
// Mathematics: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000003000000000000000000000000000000
// Mathematics: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f201b1e21240d0e0f106f00000000000000fd34233c3d342000f2130e100d0e0f10
// Mathematics: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdffffff0000000091ffffffffffffff7011010000000000d307000000000000
// Mathematics: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b78e75681bce1062ba7ffffffffffffff0c759bd526c211fe4b302800bde1062b
// Mathematics: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80ffff7fffffff7f6e0000000000000083000000c0ffffffffffffffffffff7f
// ByteOrder: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ByteOrder: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200403020100000000100f0e0d0c0b0a0916150000000000002a28121100000000
// ByteOrder: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffff00000000
// ByteOrder: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b804a2500000000002b06e1bc80724d2809e4ffffffffffff897e755000000000
// ByteOrder: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff00000080ffffffff7fffffffffffff7f00000000000000000000000100000000
// Generic: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000100000000000000
// Generic: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200502010c00000000091a1b1c1d1e1f2013000000000000000200000000000000
// Generic: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff010000000000000001ffffffffffffff01000000000000000100000000000000
// Generic: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b94bd4280ffffffff5e9dc2800c31567b2e000000000000000200000000000000
// Generic: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80000080ffffffff0300fffffeffffff00000000000000000100000000000000
