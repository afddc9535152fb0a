using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Add32(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o.R0 = x.A + x.B;
        o.R1 = x.A - x.B;
        o.R2 = x.A * x.B;
        o.R3 = -x.A;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Unsigned32(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        uint a = (uint)x.A;
        o.R0 = a + x.D;
        o.R1 = (uint)(a - x.D);
        o.R2 = (long)((ulong)a * x.D);
        o.R3 = ~x.D;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Add64(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o.R0 = x.C + (long)x.H;
        o.R1 = x.C - x.A;
        o.R2 = x.C * 31;
        o.R3 = -x.C;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Division(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        int divisor = x.B | 1;
        o.R0 = x.A / (divisor == -1 ? 3 : divisor);
        o.R1 = x.A % (divisor == -1 ? 3 : divisor);
        o.R2 = x.C / 7;
        o.R3 = x.C % -5;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction UnsignedDivision(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o.R0 = x.D / ((uint)x.A | 1);
        o.R1 = x.D % ((uint)x.A | 1);
        o.R2 = (long)(x.H / ((ulong)x.C | 1));
        o.R3 = (long)(x.H % ((ulong)x.C | 1));
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Shifts(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o.R0 = x.A >> x.B;
        o.R1 = x.D >> x.B;
        o.R2 = x.C >> x.B;
        o.R3 = (long)(x.H << x.B);
        o.R0 ^= x.A >>> 3;
        o.R1 ^= x.C >>> 60;
        o.R2 ^= 1 << x.G;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Bitwise(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o.R0 = (x.A & x.B) | (x.A ^ 0x55);
        o.R1 = x.C & (long)x.H;
        o.R2 = x.F | x.E;
        o.R3 = ~x.F;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Narrow(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        byte b = (byte)(x.F + 200);
        sbyte s = (sbyte)(x.G - 100);
        short h = (short)(x.E * 3);
        ushort u = (ushort)(x.E + 60000);
        o.R0 = b + s;
        o.R1 = h;
        o.R2 = u;
        o.R3 = s;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Conversions(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o.R0 = (byte)x.C;
        o.R1 = (sbyte)x.A + (short)x.C;
        o.R2 = (uint)x.G;
        o.R3 = (int)x.H + (long)(ulong)x.A;
        char c = (char)x.A;
        o.R3 += c;
        nint n = (nint)x.C;
        nuint m = (nuint)x.D;
        o.R0 += n / 2 + (long)m;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Comparisons(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        int r = 0;
        if (x.A < x.B) r |= 1;
        if (x.D < (uint)x.B) r |= 2;
        if (x.C <= x.A) r |= 4;
        if (x.H > x.D) r |= 8;
        if (x.G >= x.F) r |= 16;
        if (x.E != x.F) r |= 32;
        if (x.A == x.B) r |= 64;
        bool less = x.A < x.B;
        bool other = x.C > 0;
        if (less & other) r |= 128;
        if (less ^ other) r |= 256;
        if (!less | other) r |= 512;
        if (less == other) r |= 1024;
        o.R0 = r;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction IncrementAndCompound(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        int a = x.A;
        int b = a++ + ++a;
        a -= b--;
        byte f = x.F;
        f += 250;
        f++;
        f <<= 1;
        sbyte g = x.G;
        g--;
        g >>= 1;
        ushort e = x.E;
        e *= 3;
        e ^= 0xFF00;
        long c = x.C;
        c += a;
        c %= 1000;
        c |= e;
        o.R0 = a * 10 + b;
        o.R1 = f;
        o.R2 = g * 65536 + e;
        o.R3 = c;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction CompoundOrder(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        int k = x.A;
        k += k > 0 ? k++ : 1;
        int m = x.B;
        m = m++ + m;
        int n = x.B;
        n -= n = 5;
        o.R0 = k;
        o.R1 = m;
        o.R2 = n;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction BigEndian(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o.R0 = BinaryPrimitives.ReverseEndianness(x.E);
        o.R1 = BinaryPrimitives.ReverseEndianness(x.A);
        o.R2 = BinaryPrimitives.ReverseEndianness(x.C);
        o.R3 = BinaryPrimitives.ReverseEndianness((short)x.E) + BinaryPrimitives.ReverseEndianness(x.D);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Intrinsics(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o.R0 = Math.Min(x.A, x.B) + Math.Max(x.D, (uint)x.A);
        o.R1 = Math.Max(x.C, -5) ^ (long)Math.Min(x.H, 77ul);
        o.R2 = BitOperations.RotateLeft(x.D, x.B) ^ BitOperations.RotateRight((uint)x.A, 5);
        o.R3 = (long)(BitOperations.RotateLeft(x.H, x.F) ^ BitOperations.RotateRight(x.H, 3));
        return XdpAction.Pass;
    }
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
// Add32: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Add32: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2006080a0c00000000fcfbfbfbffffffff0510223c00000000fffdfcfbffffffff
// Add32: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffff000000000000000001000000000000000100000000000000
// Add32: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b94de2884ffffffff6c6b6b7c0000000000649ad5ffffffff00dbb57f00000000
// Add32: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80000080ffffffff80000080ffffffff000000000000000080ffffffffffffff
// Unsigned32: 2 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000ffffffff00000000
// Unsigned32: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f201214161800000000f0efefef0000000011346ab4a9885000eeedeceb00000000
// Unsigned32: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffff00000000000000000000000001000000feffffff0000000000000000
// Unsigned32: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b509ae40000000000b0afafff000000000090143ce4797240af8a657f00000000
// Unsigned32: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff81000000000000007f000000000000008000000000000000feffffff00000000
// Add64: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Add64: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20222426282a2c2e30080808080d0e0f101737567594b3d2f1f7f5f4f3f2f1f0ef
// Add64: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffff0000000000000000e1ffffffffffffff0100000000000000
// Add64: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0ea3401c9125da628282800bde1062bd857d78dd355d535d8b28d7f431ef9d4
// Add64: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff82fffefffeffff7ffffeffffffffff7f61f0ffffffffff7f8100000000000080
// Division: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Division: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2000000000000000000102030400000000934a6f6f264b4b020000000000000000
// Division: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff
// Division: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567be0ffffffffffffffa05721fcffffffff050b7e5bf68d25060100000000000000
// Division: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000800000000000000036922449922449120400000000000000
// UnsignedDivision: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// UnsignedDivision: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2005000000000000000c0804000000000002000000000000000706050403020100
// UnsignedDivision: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0100000000000000000000000000000001000000000000000000000000000000
// UnsignedDivision: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b01000000000000004f5050000000000002000000000000002603de7f936d4825
// UnsignedDivision: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000010000000000000001000000000000008400fffffeffff7f
// Shifts: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000000000000000000000000000
// Shifts: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f205078a000000000009198a00000000000505860697078800020436383a3c3e303
// Shifts: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff000000e0ffffffff0e00000000000000ffffff7f000000000000000000000080
// Shifts: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba4bcf6efffffffff0b0800000000000007c8136eb0020000000080d7290cc810
// Shifts: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff900000000000000006000000000000007effffffffffff7f0300fffffeffffff
// Bitwise: 2 0000000000000000000000000000000000000000000000000000000000000000550000000000000000000000000000000000000000000000ffffffffffffffff
// Bitwise: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f205502030400000000090a0b0c0d0e0f001716000000000000e8ffffffffffffff
// Bitwise: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000000000ffffffffffffff
// Bitwise: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b55254a80ffffffff280d42800c21062bee09000000000000d1ffffffffffffff
// Bitwise: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffd5000000000000000300fffffeffff7f0000000000000000ffffffffffffffff
// Narrow: 2 00000000000000000000000000000000000000000000000000000000000000006400000000000000000000000000000060ea0000000000009cffffffffffffff
// Narrow: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2093000000000000003f420000000000007500000000000000b4ffffffffffffff
// Narrow: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff6200000000000000fdffffffffffffff5fea0000000000009bffffffffffffff
// Narrow: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567be500000000000000ac1d00000000000044f4000000000000efffffffffffffff
// Narrow: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff6400000000000000000000000000000060ea0000000000009cffffffffffffff
// Conversions: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Conversions: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f201e97189a068707080a0a00000000000018000000000000001b1e1e2000000000
// Conversions: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe00000001000000feffffffffffffffffffffff00000000fdff000000000000
// Conversions: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0c9cd3c0de708315284d000000000000530000000000000078e70c01ffffffff
// Conversions: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff3f00000000000040fffeffffffffffff00000000000000000301ffffffffffff
// Comparisons: 2 00000000000000000000000000000000000000000000000000000000000000005406000000000000000000000000000000000000000000000000000000000000
// Comparisons: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20b906000000000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Comparisons: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff6c06000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Comparisons: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bb906000000000000c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Comparisons: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff1a03000000000000555555555555555555555555555555555555555555555555
// IncrementAndCompound: 2 00000000000000000000000000000000000000000000000000000000000000000100000000000000f60000000000000000ffffffffffffff00ff000000000000
// IncrementAndCompound: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20f9efe7dfffffffff24000000000000003fbd0b00000000007fbf000000000000
// IncrementAndCompound: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0900000000000000f400000000000000fd00fffffffffffffd00000000000000
// IncrementAndCompound: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b01d8aefdffffffff5200000000000000ace2290000000000ece3000000000000
// IncrementAndCompound: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff01fcfffffffffffff60000000000000000ffffffffffffff27ff000000000000
// CompoundOrder: 2 000000000000000000000000000000000000000000000000000000000000000001000000000000000100000000000000fbffffffffffffff0000000000000000
// CompoundOrder: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2002040608000000000b0c0e10000000000006070800000000393a3b3c3d3e3f40
// CompoundOrder: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000fffffffffffffffffaffffffffffffffffffffffffffffff
// CompoundOrder: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b01254a80ffffffff2973bd07000000008fb9de0300000000183d6280acd1f61b
// CompoundOrder: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff00010000000000000100000000000000fbffff7f000000005555555555555555
// BigEndian: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// BigEndian: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2016150000000000000403020100000000100f0e0d0c0b0a092a28121100000000
// BigEndian: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff000000000000fffffffffffffffffffffffffffffffffeffffff00000000
// BigEndian: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b09e4000000000000804a2500000000002b06e1bc80724d28897e755000000000
// BigEndian: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff000000000000000000000080ffffffff7fffffffffffff7f0000000100000000
// Intrinsics: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Intrinsics: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f201214161800000000440a0b0c0d0e0f10325a428a00000000cc6c13af4eee8d2a
// Intrinsics: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffff00000000b2ffffffffffffff00000000000000000000000000000000
// Intrinsics: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b509ae40000000000654d7280bce1062b8f580a51000000009f735b1cf4d834a8
// Intrinsics: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80000080ffffffff32ffffffffffff7f050000000000000003e0002001000080
