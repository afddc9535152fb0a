using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Extensions(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var point = new Point { X = x.A, Y = x.B };
        o.R0 = point.Length + point.Scaled(x.F).X;
        point.Shift(x.G);
        o.R1 = point.X;
        o.R2 = (point + 5).Y + Point.Unit.X;
        o.R3 = x.E.Half() + x.F.Half() + x.E.IsOdd;
        (int a, int b) = point;
        o.R3 += a * 2 + b;
        point.Both = x.F;
        o.R2 += point.X + point.Y;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Operators(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var total = new Total();
        total += x.F;
        total += x.G;
        total++;
        o.R0 = total.Value;
        o.R1 = total.Count;
        o.R2 = (total *= 3).Value;
        Flag yes = new(x.A > 0);
        Flag no = new(x.B > 100);
        o.R3 = (yes && no ? 1 : 2) + (yes || no ? 10 : 20) + (yes && yes || no ? 100 : 200);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Properties(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var limited = new Limited { Value = x.A };
        o.R0 = limited.Value;
        limited.Value = -x.F;
        o.R1 = limited.Value;
        o.R2 = limited.Reads;
        o.R3 = new Limited().Value;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Patterns(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var point = new Point { X = x.A & 3, Y = x.F };
        o.R0 = point switch
        {
            (0, _) => 1,
            (1, > 10 and var y) => y,
            { X: 2 } or (3, 0) => 3,
            var (a, b) => a + b,
        };
        o.R1 = (x.A > 0, x.B > 0, x.F) switch
        {
            (true, true, _) => 1,
            (true, false, < 5) => 2,
            (false, _, var f) => f,
            _ => 4,
        };
        o.R2 = (x.A, (x.B, x.F)) is (> 0, (_, > 2)) ? 7 : 8;
        o.R3 = Kind(x.A) + Kind(x.D) * 10 + Kind(point) * 100 + Bits(x.A) * 1000L + Bits(x.F) * 100000L;
        return XdpAction.Pass;
    }

    // What a type parameter is, is known where its type is.
    private static int Kind<T>(T value)
        where T : unmanaged => value switch
    {
        int number => number > 0 ? 1 : 2,
        uint => 3,
        _ => value is Point { X: > 1 } ? 4 : 5,
    };

    private static int Bits<T>(T value)
        where T : unmanaged
    {
        if (value is IFormattable && value is int) return (int)(object)value & 15;
        return value is byte small ? small : -1;
    }
}

public struct Point
{
    public int X;
    public int Y;
}

public static class PointExtensions
{
    public static void Deconstruct(this Point point, out int x, out int y)
    {
        x = point.X;
        y = point.Y;
    }

    public static int Half(this ushort value) => value / 2;

    extension(byte value)
    {
        public int Half() => value >> 1;
    }

    extension(ushort value)
    {
        public int IsOdd => value & 1;
    }

    extension(Point point)
    {
        public int Length => point.X + point.Y;

        public static Point Unit => new() { X = 1, Y = 1 };

        public Point Scaled(int by) => new() { X = point.X * by, Y = point.Y * by };

        public static Point operator +(Point left, int right) => new() { X = left.X + right, Y = left.Y + right };
    }

    extension(ref Point point)
    {
        public int Both
        {
            set
            {
                point.X = value;
                point.Y = value + 1;
            }
        }

        public void Shift(int by) => point.X += by;
    }
}

public struct Total
{
    public long Value;
    public int Count;

    public void operator +=(int by)
    {
        Value += by;
        Count++;
    }

    public void operator ++() => Value += 1000;

    public static Total operator *(Total left, int right) => new() { Value = left.Value * right, Count = left.Count };
}

public readonly struct Flag(bool isSet)
{
    private readonly bool isSet = isSet;

    public static bool operator true(Flag flag) => flag.isSet;

    public static bool operator false(Flag flag) => !flag.isSet;

    public static Flag operator &(Flag left, Flag right) => new(left.isSet & right.isSet);

    public static Flag operator |(Flag left, Flag right) => new(left.isSet | right.isSet);
}

public struct Limited
{
    public int Reads;

    public Limited()
    {
    }

    public int Value
    {
        get
        {
            Reads++;
            return field;
        }

        set => field = value < 0 ? 0 : value;
    } = 42;
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
// Extensions: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000007000000000000000000000000000000
// Extensions: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f201d364f680000000019020304000000003a060708000000004d150d1000000000
// Extensions: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffffffffffeffffffffffffff04020000000000007a80000000000000
// Extensions: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b94847b91ffffffff53254a80fffffffff7b9de03000000004309730400000000
// Extensions: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80000080ffffffff800000000000000007000080ffffffff00010080ffffffff
// Operators: 2 0000000000000000000000000000000000000000000000000000000000000000e8030000000000000200000000000000b80b000000000000de00000000000000
// Operators: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2017040000000000000200000000000000450c0000000000006f00000000000000
// Operators: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe6040000000000000200000000000000b20e000000000000de00000000000000
// Operators: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b690400000000000002000000000000003b0d0000000000007000000000000000
// Operators: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffe8030000000000000200000000000000b80b0000000000007000000000000000
// Properties: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000002000000000000002a00000000000000
// Properties: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200102030400000000000000000000000002000000000000002a00000000000000
// Properties: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000000000000000000002000000000000002a00000000000000
// Properties: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0000000000000000000000000000000002000000000000002a00000000000000
// Properties: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff8000000000000000000000000000000002000000000000002a00000000000000
// Patterns: 2 00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000008000000000000001402000000000000
// Patterns: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f201700000000000000010000000000000007000000000000005b1e230000000000
// Patterns: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0201000000000000ff000000000000000800000000000000a855850100000000
// Patterns: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b01000000000000002e000000000000000800000000000000d432460000000000
// Patterns: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000020000000000000008000000000000001302000000000000
