using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Members(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        int? some = x.A;
        int? none = null;
        int? maybe = Positive(x.B);
        o.R0 = (some.HasValue ? 1 : 0) + (none.HasValue ? 2 : 0) + (maybe.HasValue ? 4 : 0);
        o.R1 = some.GetValueOrDefault() + none.GetValueOrDefault(7) + maybe.GetValueOrDefault(-3);
        o.R2 = maybe.GetValueOrDefault();
        byte? small = new byte?(x.F);
        small = maybe.HasValue ? small : new byte?();
        if (small.HasValue) o.R3 = small.Value;
        int? late = null;
        o.R2 += late.GetValueOrDefault(1000 + (late ??= x.F));
        int calls = 0;
        o.R2 += 7 * Count(ref calls).GetValueOrDefault(1) + 100 * calls;
        return XdpAction.Pass;
    }

    private static int? Count(ref int calls) => ++calls;

    private static int? Positive(int value) => value > 0 ? value : null;

    private static Pair? Split(int value) => value % 2 == 0 ? new Pair { X = value, Y = value + 1 } : null;

    [XdpProgram]
    public XdpAction Coalesce(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        int? maybe = Positive(x.B);
        int? other = Positive(x.A);
        o.R0 = maybe ?? 5;
        o.R1 = maybe ?? other ?? -1;
        int? kept = maybe ?? other;
        kept ??= x.F;
        o.R2 = kept.Value;
        long wide = Positive(x.A) ?? x.C;
        o.R2 += wide;
        int? once = null;
        o.R3 = (once ??= x.F + 1) + (once ??= 1000);
        Pair? pair = Split(x.A);
        o.R3 += (pair ?? new Pair { X = 3 }).X;
        o.R3 += pair?.Y ?? 100;
        o.R1 += pair?.Sum() ?? 0;
        pair?.Sum();
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Lifted(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        int? a = Positive(x.A);
        int? b = Positive(x.B);
        o.R0 = (a + b) ?? -1;
        o.R1 = (-a) ?? -2;
        o.R2 = (a == b ? 1 : 0) | (a != b ? 2 : 0) | (a < b ? 4 : 0) | (a >= b ? 8 : 0) | (a == null ? 16 : 0) | (null != b ? 32 : 0) | (a == 5 ? 64 : 0) | (b > 3 ? 128 : 0);
        a += 4;
        a++;
        byte? narrow = (byte?)a;
        narrow += 200;
        long? wide = b;
        wide <<= 3;
        o.R3 = (a ?? 1000) + (narrow ?? 2000) + (wide-- ?? 3000) + (wide ?? 4000);
        bool? p = x.F > 100 ? true : x.F > 50 ? false : null;
        bool? q = x.E > 3000 ? null : x.E > 100;
        bool? and = p & q;
        bool? or = p | q;
        bool? not = !p;
        o.R3 += (and == true ? 1 : and == false ? 2 : 3) * 10000 + (or == true ? 1 : or == false ? 2 : 3) * 100000 + (not == true ? 1 : not == false ? 2 : 3) * 1000000;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Patterns(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        int? a = Positive(x.A);
        if (a is int value) o.R0 = value;
        else if (a is null) o.R0 = -5;
        if (a is not null) o.R0++;
        if (a is { } same) o.R1 = same + 1;
        if (a is > 10 and < 100000) o.R1 += 2;
        if (a is 1 or null) o.R1 += 4;
        o.R2 = a switch
        {
            null => 1,
            0 => 2,
            < 100 => 3,
            int n when n % 2 == 0 => 4,
            var rest => 5 + (rest.HasValue ? 1 : 0),
        };
        switch (Split(x.B))
        {
            case { X: 0 }:
                o.R3 = 1;
                break;
            case { X: > 0 and var y, Y: > 5 }:
                o.R3 = y;
                break;
            case null:
                o.R3 = 3;
                break;
            default:
                o.R3 = 4;
                break;
        }

        switch (a)
        {
            case 1:
            case null:
                o.R3 += 10;
                break;
            case 67305985:
                o.R3 += 20;
                break;
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Faults(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = 9;
        Pair? pair = Split(x.A);
        o.R1 = pair.Value.Y;
        o.R2 = (int)Positive(x.B);
        o.R3 = checked((byte?)Positive(x.F)) ?? 0;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Structs(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        Meters? length = x.A > 0 ? new Meters(x.A) : null;
        Meters? width = new Meters(x.F);
        o.R0 = (length + width)?.Value ?? -1;
        o.R1 = (length < width ? 1 : 0) + (length == width ? 2 : 0) + (length != width ? 4 : 0);
        length += new Meters(1);
        length++;
        o.R2 = length?.Value ?? -2;
        long? plain = (long?)length;
        Meters? back = (Meters?)plain;
        o.R3 = plain.GetValueOrDefault() * 2 + (back?.Value ?? 0);
        var holder = new Holder { Value = x.B };
        holder.Value ??= 4;
        holder.Other ??= holder.Value + 1;
        o.R3 += holder.Other.Value;
        (int? first, int second) = (Positive(x.B), x.F);
        o.R3 += first ?? second;
        return XdpAction.Pass;
    }
}

public struct Pair
{
    public int X;
    public int Y;

    public readonly int Sum() => X + Y;
}

public struct Holder
{
    public int? Value;

    public int? Other { get; set; }
}

public readonly record struct Meters(int Value)
{
    public static Meters operator +(Meters a, Meters b) => new(a.Value + b.Value);

    public static Meters operator ++(Meters a) => new(a.Value + 10);

    public static bool operator <(Meters a, Meters b) => a.Value < b.Value;

    public static bool operator >(Meters a, Meters b) => a.Value > b.Value;

    public static explicit operator long(Meters a) => a.Value;

    public static explicit operator Meters(long a) => new((int)a);
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
// Members: 2 0000000000000000000000000000000000000000000000000000000000000000010000000000000004000000000000006b000000000000000000000000000000
// Members: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2005000000000000000d080a0c0000000087060708000000001700000000000000
// Members: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff010000000000000003000000000000006a01000000000000ffffffffffffffff
// Members: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b05000000000000009bde2884ffffffff2dbade03000000002e00000000000000
// Members: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff010000000000000084000000000000006b000000000000005555555555555555
// Coalesce: 2 00000000000000000000000000000000000000000000000000000000000000000500000000000000000000000000000000000000000000000300000000000000
// Coalesce: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200506070800000000050607080000000006080a0c000000009700000000000000
// Coalesce: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0500000000000000fffffffffffffffffe000000000000006702000000000000
// Coalesce: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b94b9de03000000009503730400000000bc065184bce1062b5f4a9400ffffffff
// Coalesce: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0500000000000000810100000000000000010000000000000301000000000000
// Lifted: 2 0000000000000000000000000000000000000000000000000000000000000000fffffffffffffffffeffffffffffffff1100000000000000d0cf320000000000
// Lifted: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2006080a0c00000000fffdfcfbffffffffa600000000000000f332a68400000000
// Lifted: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffff110000000000000060a7200000000000
// Lifted: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bfffffffffffffffffeffffffffffffffb20000000000000087671b3e00000000
// Lifted: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffffffffffffffffff80ffffffffffffff0200000000000000eac4320000000000
// Patterns: 2 0000000000000000000000000000000000000000000000000000000000000000fbffffffffffffff040000000000000001000000000000000b00000000000000
// Patterns: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200202030400000000020203040000000006000000000000001700000000000000
// Patterns: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffbffffffffffffff030000000000000001000000000000000d00000000000000
// Patterns: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bfbffffffffffffffcced12805c81a6cb01000000000000009eb9de0300000000
// Patterns: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff8100000000000000830000000000000004000000000000000400000000000000
// Faults: 1 00000000000000000000000000000000000000000000000000000000000000000900000000000000010000000000000000000000000000000000000000000000
// Faults: 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200900000000000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Faults: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0900000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Faults: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b090000000000000001254a80ffffffff94b9de03000000002e00000000000000
// Faults: 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0900000000000000810000000000000055555555555555555555555555555555
// Structs: 2 0000000000000000000000000000000000000000000000000000000000000000ffffffffffffffff0400000000000000feffffffffffffff0100000000000000
// Structs: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20180203040000000004000000000000000c020304000000002f12171c00000000
// Structs: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0400000000000000feffffffffffffffff00000000000000
// Structs: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bffffffffffffffff0400000000000000feffffffffffffff2973bd0700000000
// Structs: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff800000000000000004000000000000008b00000000000000a2010080ffffffff
