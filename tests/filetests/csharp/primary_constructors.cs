using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    // A parameter that members use is a field, behind which the declared ones lie; the object's bytes show it.
    [XdpProgram]
    public XdpAction Captured(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Cursor c = new(x.C, x.A, x.B);
        o.R0 = c.Get() + c.Start;
        o.R1 = Unsafe.SizeOf<Cursor>() + Unsafe.SizeOf<Scaled<byte>>() * 100 + Unsafe.SizeOf<Scaled<long>>() * 10000;
        ref byte first = ref Unsafe.As<Cursor, byte>(ref c);
        o.R2 = first + Unsafe.As<byte, int>(ref Unsafe.Add(ref first, 4)) * 3L + Unsafe.Add(ref first, 8) * 7L + Unsafe.As<byte, int>(ref Unsafe.Add(ref first, 12)) * 11L + Unsafe.As<byte, int>(ref Unsafe.Add(ref first, 16)) * 13L;
        Scaled<int> s = new(x.A, 5);
        o.R3 = s.Value() + s[1];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Copies(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Fixed f = new(new Counter { V = 3 });
        o.R0 = f.Next() + f.Next();
        Moving m = new(new Counter { V = 3 });
        o.R1 = m.Next() + m.Next() * 10 + m.Peek() * 100;
        Moving copy = m;
        o.R2 = copy.Next() + m.Next() * 10 + (copy with { Tag = 4 }).Next() * 100;
        return XdpAction.Pass;
    }
}

public struct Cursor(byte step, int at, sbyte start)
{
    private byte calls = 3;
    public int Start = at * 2 + start;

    public int End { get; set; } = start;

    public int Get()
    {
        at += step;
        calls++;
        return at + calls;
    }
}

public struct Scaled<T>(T value, int factor)
    where T : unmanaged
{
    public readonly T Value() => value;

    public readonly int this[int i] => factor + i;
}

public struct Counter
{
    public int V;

    public int Next() => ++V;
}

public readonly struct Fixed(Counter counter)
{
    public int Next() => counter.Next();
}

public struct Moving(Counter counter)
{
    public int Tag { get; init; } = 0;

    public int Next() => counter.Next() + Tag;

    public readonly int Peek() => counter.Next() + counter.V;
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
// Captured: 2 000000000000000000000000000000000000000000000000040000000000000034740200000000001c0000000000000006000000000000000000000000000000
// Captured: 2 0102030405060708090a0b0c0d0e0f1011121314151617181206090c000000003474020000000000c5324b64000000000702030400000000393a3b3c3d3e3f40
// Captured: 2 ffffffffffffffffffffffffffffffffffffffffffffffffff000000000000003474020000000000e7030000000000000500000000000000ffffffffffffffff
// Captured: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53516fde80ffffffff3474020000000000e0953d87feffffff06254a80ffffffff183d6280acd1f61b
// Captured: 2 80000000000000807fffffffffffff7f0100000000000000840100000000000034740200000000009c0c00000000000086000000000000005555555555555555
// Copies: 2 000000000000000000000000000000000000000000000000080000000000000082040000000000008e0400000000000000000000000000000000000000000000
// Copies: 2 0102030405060708090a0b0c0d0e0f101112131415161718080000000000000082040000000000008e040000000000000000000000000000393a3b3c3d3e3f40
// Copies: 2 ffffffffffffffffffffffffffffffffffffffffffffffff080000000000000082040000000000008e040000000000000000000000000000ffffffffffffffff
// Copies: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53080000000000000082040000000000008e040000000000000000000000000000183d6280acd1f61b
// Copies: 2 80000000000000807fffffffffffff7f0100000000000000080000000000000082040000000000008e0400000000000000000000000000005555555555555555
