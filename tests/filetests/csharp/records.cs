using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Generated(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Outer q = new(new Inner(x.A, x.B), x.C);
        Outer w = q with { In = q.In with { Y = 9 }, Z = q.Z + 1 };
        o.R0 = w.In.X + w.In.Y * 3L;
        o.R1 = (w == q ? 1 : 0) + (w.In == q.In ? 2 : 0) + (w.Equals(q) ? 4 : 0) + (q.Equals(q) ? 8 : 0) + (q != w ? 16 : 0);
        var (inner, z) = w;
        o.R2 = inner.X * 8L + z;
        Inner? some = x.A > 0 ? inner : null;
        o.R3 = some is Inner(var a, 9) ? a : -1;
        if (some is (int u, int v)) o.R3 += u * 2L + v;
        return XdpAction.Pass;
    }

    // Equals of a record struct may be the user's: == asks it, and so does the Equals of a record around it.
    [XdpProgram]
    public XdpAction Own_equality(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Key a = new(x.A, 1);
        Key b = new(x.A, x.B);
        o.R0 = (a == b ? 1 : 0) + (a != b ? 2 : 0) + (a.Equals(b) ? 4 : 0);
        Entry e = new(a, new Plain { V = 1, W = x.B }, x.C > 9 ? x.C : null, (x.A, 2));
        Entry f = new(b, new Plain { V = 1, W = (sbyte)x.E }, x.C > 99 ? x.C : null, (x.F, 2));
        o.R1 = e == f ? 1 : 2;
        o.R2 = e == e with { Key = b } ? 1 : 2;
        o.R3 = (e == e with { Maybe = 5 } ? 1 : 0) + (e == e with { Maybe = null } ? 2 : 0) + (e == e with { Pair = (x.A, 3) } ? 4 : 0) + (e == e with { Plain = default } ? 8 : 0);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Own_members(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Odd odd = new(x.A, x.B);
        (int p, int q) = odd;
        o.R0 = p;
        o.R1 = q;
        o.R2 = odd.First;
        o.R3 = odd == new Odd(x.A + 1, x.B) ? 1 : 2;
        return XdpAction.Pass;
    }
}

public readonly record struct Inner(int X, int Y);

public record struct Outer(Inner In, int Z);

public readonly record struct Key(int Id, int Version)
{
    public bool Equals(Key other) => Id == other.Id;

    public override int GetHashCode() => Id;
}

public struct Plain
{
    public byte V;
    public int W;
}

public readonly record struct Entry(Key Key, Plain Plain, int? Maybe, (int, long) Pair);

// Deconstruct gives what the property gives, and == compares fields.
public record struct Odd(int First, int Second)
{
    private int first = First / 2;

    public int First
    {
        readonly get => first * 2;
        set => first = value;
    }
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
// Generated: 2 0000000000000000000000000000000000000000000000001b0000000000000018000000000000000100000000000000ffffffffffffffff0000000000000000
// Generated: 2 0102030405060708090a0b0c0d0e0f1011121314151617181c0203040000000018000000000000000f101820000000000c06090c00000000393a3b3c3d3e3f40
// Generated: 2 ffffffffffffffffffffffffffffffffffffffffffffffff1a000000000000001800000000000000f800000000000000ffffffffffffffffffffffffffffffff
// Generated: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e531b254a80ffffffff1800000000000000ba285102fcffffffffffffffffffffff183d6280acd1f61b
// Generated: 2 80000000000000807fffffffffffff7f01000000000000009b000000000000001800000000000000010400000000000089010000000000005555555555555555
// Own_equality: 2 00000000000000000000000000000000000000000000000005000000000000000100000000000000010000000000000002000000000000000000000000000000
// Own_equality: 2 0102030405060708090a0b0c0d0e0f1011121314151617180500000000000000020000000000000001000000000000000200000000000000393a3b3c3d3e3f40
// Own_equality: 2 ffffffffffffffffffffffffffffffffffffffffffffffff0500000000000000010000000000000001000000000000000000000000000000ffffffffffffffff
// Own_equality: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e530500000000000000020000000000000001000000000000000000000000000000183d6280acd1f61b
// Own_equality: 2 80000000000000807fffffffffffff7f010000000000000005000000000000000200000000000000010000000000000002000000000000005555555555555555
// Own_members: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000000000000000000000000000
// Own_members: 2 0102030405060708090a0b0c0d0e0f1011121314151617180002030400000000050000000000000000020304000000000200000000000000393a3b3c3d3e3f40
// Own_members: 2 ffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff00000000000000000100000000000000ffffffffffffffff
// Own_members: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e5300254a80ffffffff94ffffffffffffff00254a80ffffffff0200000000000000183d6280acd1f61b
// Own_members: 2 80000000000000807fffffffffffff7f010000000000000080000000000000000000000000000000800000000000000001000000000000005555555555555555
