using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Scalars(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = Narrow((byte)x.A, (sbyte)x.B, (short)x.C, x.E, x.F > 100);
        o.R1 = Wide(x.C, x.H, x.D) + Wide(-1, 1, 2);
        o.R2 = (long)Mix(Mix(x.D) ^ (uint)x.A) + Negative(x.A);
        o.R3 = IsOdd(x.A) ? (long)Next(Kind.Second) : Low(x.H) - SignExtended(x.B);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Nested(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        long a = x.A, b = x.B, c = x.C, d = x.D, e = x.F;
        o.R0 = Combine(a, b) + Combine(c, d) * Combine(e, a);
        for (uint i = 0; i < 5; i++) o.R1 += Mix(i) % 1000;
        o.R2 = a + b + c + d + e + Sum((uint)x.F);
        o.R3 = Generic<byte>(3) + Generic<long>(5) + Twice(Local(7));
        return XdpAction.Pass;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Local(int value) => value * 3 - 1;
    }

    [XdpProgram]
    public XdpAction Packets(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;

        // The reference into the packet is as good behind the calls as before.
        o.R0 = ByteAt(ctx, 3) + ByteAt(ctx, 4) * 256;
        o.R1 = Checksum(ctx) + Mix(x.D);
        Stamp(ctx, (byte)x.F);
        o.R2 = x.F;
        return (XdpAction)Verdict(ctx);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Narrow(byte a, sbyte b, short c, ushort d, bool e) => a + b * 3 - c + (d >> 3) + (e ? 10_000 : -10_000);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Wide(long a, ulong b, uint c) => a + (long)(b >> 8) - c;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x7feb352d;
        x ^= x >> 15;
        x *= 0x846ca68b;
        return x ^ (x >> 16);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Negative(int x) => -x;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsOdd(int x) => (x & 1) != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Kind Next(Kind kind) => kind + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte Low(ulong x) => (byte)x;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static short SignExtended(int x) => (short)x;

    // An instance method of the object, which calls another subprogram.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Combine(long a, long b) => Mix((uint)a) - (long)Mix((uint)b) + a * b;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Triangle(uint n)
    {
        ulong sum = 0;
        for (uint i = 0; i < 16; i++)
        {
            if (i < n) sum += i;
        }

        return sum;
    }

    private static int Sum(uint n) => (int)Triangle(n) + (int)Triangle(n / 2);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Generic<T>(int count)
        where T : unmanaged => Unsafe.SizeOf<T>() * count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Twice(int value) => 2 * value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ByteAt(XdpContext ctx, int at)
    {
        var packet = ctx.Packet;
        return at is >= 0 and < 32 && packet.TrySkip(at) && packet.TryRead(out byte value) ? value : -1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Checksum(XdpContext ctx)
    {
        var packet = ctx.Packet;
        uint sum = 0;
        for (int i = 0; i < 8; i++)
        {
            if (!packet.TryRead(out uint word)) return 0;
            sum += word;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Stamp(XdpContext ctx, byte value)
    {
        var packet = ctx.Packet;
        ref byte first = ref packet.ReadRefOrNullRef<byte>();
        if (!Unsafe.IsNullRef(ref first)) first = value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Verdict(XdpContext ctx) => ctx.Packet.TrySkip(64) ? (int)XdpAction.Pass : (int)XdpAction.Drop;
    // The subprogram's stack is its own: what the caller keeps at the same place, its context too, stays as it is. Kernels take a pointer that is added to a
    // number for one into the caller's stack.
    [XdpProgram]
    public XdpAction OwnStack(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        long a = x.A * 3L, b = x.B * 5L, c = x.C * 7, d = x.D * 9L, e = x.E * 11L;
        long picked = Pick((uint)x.F, x.C);
        uint queue = ctx.RxQueueIndex;
        o.R0 = picked ^ a ^ (b << 1);
        o.R1 = c - d + queue;
        o.R2 = e * picked + ctx.IngressInterfaceIndex;
        o.R3 = a + b + c + d + e;
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Pick(uint index, long value)
    {
        Span<long> table = stackalloc long[5];
        table[(int)((index >> 2) & 3) + 1] = value;
        table[(int)(index & 3)] ^= 7;
        table[0] = index;
        return table[(int)(value & 3)] + table[0];
    }
}

public enum Kind : ushort
{
    First = 1,
    Second = 0xfffe,
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
// Scalars: 2 0000000000000000000000000000000000000000000000000000000000000000f0d8fffffffffffffdffffffffffffff00000000000000000000000000000000
// Scalars: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20b9d1ffffffffffff0f1314152b2d2f10a08f086700000000ffff000000000000
// Scalars: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0c48000000000000fcfffffffeffff005e54459900000000ffff000000000000
// Scalars: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bc08bffffffffffff729a580ced37822bf658fbe400000000e446000000000000
// Scalars: 2 80000000000000807fffffffffffff7f01000000000000000300fffffefffffff1d9ffffffffffff7bfefffeffffff80660ff324000000000300000000000000
// Nested: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000b70d00000000000000000000000000005300000000000000
// Nested: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2036c1da2ce0f1f8b1e0372b2c2d2e2f30e624282c0d0e0f105300000000000000
// Nested: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff3cbbdb4bc54424b4b60d000000000000eb010000010000005300000000000000
// Nested: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bafb0202b9b3fed897ffb12805c81a6cb2aa23585bce1062b5300000000000000
// Nested: 2 80000000000000807fffffffffffff7f01000000000000000300fffffefffffff4b7d18aef7eb2380c6355555555555500000080ffffff7f5300000000000000
// Packets: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Packets: 2 1702030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2004050000000000002ceeaa7d000000001700000000000000393a3b3c3d3e3f40
// Packets: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000004282686700000000ff00000000000000ffffffffffffffff
// Packets: 2 2e254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b809400000000000041485f2f000000002e00000000000000183d6280acd1f61b
// Packets: 2 00000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000c09088680000000000000000000000005555555555555555
// OwnStack: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000000000000000000000000000
// OwnStack: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20263a4f5c00000000a6a3a19f5a626970c2d2150000000000dbff253d5c626970
// OwnStack: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0d0100000000000002000000f7ffffffbff4410b00000000ddff0a0009000000
// OwnStack: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b94506da6feffffff48fcb1fd222c302d511927000000000098b7c69c2a2c302d
// OwnStack: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80010000fbffffff70fcffffffffff7f010000000000000002feff7ffdffff7f
