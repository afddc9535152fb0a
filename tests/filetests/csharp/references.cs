using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfConst]
    public int Limit { get; init; } = 123;

    [BpfConst]
    public byte Small { get; init; } = 250;

    [BpfConst]
    public Level Level { get; init; } = Level.High;

    [BpfGlobal]
    public partial ref long Total { get; }

    [BpfGlobal]
    public partial ref ulong Count { get; }

    private static ref int Select(ref Input input, int which)
    {
        if ((which & 1) == 0)
        {
            return ref input.A;
        }

        return ref input.B;
    }

    private static void Bump(ref int value) => value += 5;

    private static int Three(int a, int b, int c = 9) => a * 100 + b * 10 + c;

    private static int ByIn(in int value) => value * 2;

    private static void Out(out int first, out int second)
    {
        first = 4;
        second = first + 1;
    }

    [XdpProgram]
    public XdpAction Locals(XdpContext ctx)
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
        int b = x.B;
        ref int r = ref a;
        r++;
        r = ref b;
        r *= 2;
        ref int c = ref (x.F > 5 ? ref a : ref b);
        c += 1000;
        o.R0 = a;
        o.R1 = b;
        (x.F > 5 ? ref a : ref b) = 3;
        o.R2 = a - b;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Returns(XdpContext ctx)
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

        Input copy = x;
        Select(ref copy, x.F) = 77;
        ref int selected = ref Select(ref copy, x.F + 1);
        selected++;
        o.R0 = copy.A;
        o.R1 = copy.B;
        Bump(ref Select(ref copy, 0));
        o.R2 = copy.A;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Arguments(XdpContext ctx)
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

        int i = 1;
        o.R0 = Three(i++, i++, i++);
        o.R1 = Three(c: i++, a: i++, b: i);
        o.R2 = Three(1, b: 2);
        int v = x.A;
        o.R3 = ByIn(v) + ByIn(x.B + 1);
        Out(out int w, out _);
        o.R3 += w;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Globals(XdpContext ctx)
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

        Total += x.A;
        ref ulong count = ref Count;
        count++;
        Interlocked.Increment(ref Count);
        o.R0 = Total;
        o.R1 = (long)Count;
        o.R2 = Limit;
        o.R3 = Small + (long)Level;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction InterlockedOperations(XdpContext ctx)
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

        long n = x.C;
        int m = x.A;
        o.R0 = Interlocked.Increment(ref n) + Interlocked.Add(ref m, 5);
        Interlocked.Decrement(ref n);
        Interlocked.Add(ref n, 100);
        o.R1 = Interlocked.Exchange(ref m, 42) + n;
        o.R2 = Interlocked.CompareExchange(ref m, 7, 42) * 100 + m;
        uint bits = x.D;
        o.R3 = Interlocked.Or(ref bits, 0xF0) ^ Interlocked.And(ref bits, 0xFF);
        o.R3 += bits + Volatile.Read(ref m);
        Volatile.Write(ref m, 3);
        o.R2 += m + Interlocked.Read(ref n);
        return XdpAction.Pass;
    }
}

public enum Level : short
{
    Low = -3,
    High = 3000,
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
// Locals: 2 00000000000000000000000000000000000000000000000000000000000000000100000000000000e803000000000000feffffffffffffff0000000000000000
// Locals: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20ea050304000000000a0c0e1000000000f9f3f1efffffffff393a3b3c3d3e3f40
// Locals: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe803000000000000feffffffffffffff0500000000000000ffffffffffffffff
// Locals: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567be9284a80ffffffff2873bd0700000000db8c42f8ffffffff183d6280acd1f61b
// Locals: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff8100000000000000e8030000000000007e000000000000005555555555555555
// Returns: 2 00000000000000000000000000000000000000000000000000000000000000004d00000000000000010000000000000052000000000000000000000000000000
// Returns: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2002020304000000004d000000000000000702030400000000393a3b3c3d3e3f40
// Returns: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000000000004d000000000000000500000000000000ffffffffffffffff
// Returns: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b4d0000000000000095b9de03000000005200000000000000183d6280acd1f61b
// Returns: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff4d0000000000000001000080ffffffff52000000000000005555555555555555
// Arguments: 2 00000000000000000000000000000000000000000000000000000000000000007b00000000000000340200000000000081000000000000000600000000000000
// Arguments: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f207b00000000000000340200000000000081000000000000001210141800000000
// Arguments: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7b00000000000000340200000000000081000000000000000200000000000000
// Arguments: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b7b00000000000000340200000000000081000000000000002ebd510800000000
// Arguments: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff7b00000000000000340200000000000081000000000000000601000000000000
// Globals: 2 0000000000000000000000000000000000000000000000000000000000000000000000000000000002000000000000007b00000000000000b20c000000000000
// Globals: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20010203040000000002000000000000007b00000000000000b20c000000000000
// Globals: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff02000000000000007b00000000000000b20c000000000000
// Globals: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b00254a80ffffffff02000000000000007b00000000000000b20c000000000000
// Globals: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff800000000000000002000000000000007b00000000000000b20c000000000000
// InterlockedOperations: 2 000000000000000000000000000000000000000000000000000000000000000006000000000000006900000000000000d610000000000000e701000000000000
// InterlockedOperations: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20100c0e100d0e0f10730c0e100d0e0f10df1a0b0c0d0e0f10d801000000000000
// InterlockedOperations: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff04000000000000006700000000000000d5100000000000000601000000000000
// InterlockedOperations: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b2e72bc00bce1062b9172bc00bce1062bfe5d7280bce1062b9701000000000000
// InterlockedOperations: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff050000000000008068000000000000805510000000000080e801000000000000
