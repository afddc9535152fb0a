using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    private static int Twice(in Mutable m) => m.Next() + m.Next();

    private static int Change(Point p)
    {
        p.X += 10;
        return p.X;
    }

    private static void Change(ref Point p) => p.X *= 2;

    private static void Make(int value, out Point p)
    {
        p = default;
        p.X = value;
        p.Y = value + 1;
    }

    private static Point Swap(Point p) => new() { X = p.Y, Y = p.X };

    [XdpProgram]
    public XdpAction CopyAndFields(XdpContext ctx)
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

        Point p = new Point { X = x.A, Y = x.B };
        Point q = p;
        q.X += 5;
        p = q;
        p.Y = q.X;
        o.R0 = p.X;
        o.R1 = p.Y;
        o.R2 = q.Y;
        Line line = default;
        line.From = p;
        line.To.X = 7;
        Line copy = line with { To = q };
        o.R3 = copy.To.X + line.To.X * 100 + copy.From.Y;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Constructors(XdpContext ctx)
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

        var a = new Vector(x.A, x.B);
        Vector b = new(x.F);
        Vector c = new() { Y = 3 };
        Vector d = default;
        o.R0 = a.Sum + b.Sum * 3;
        o.R1 = c.Sum;
        o.R2 = d.Sum;
        a = new Vector(a.Y, a.X);
        o.R3 = a.X - a.Y;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Operators(XdpContext ctx)
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

        var a = new Vector(x.A, x.B);
        var b = new Vector(3, x.F);
        Vector sum = a + b;
        sum += b;
        sum++;
        o.R0 = sum.X;
        o.R1 = sum.Y;
        o.R2 = a == b ? 1 : a != b ? 2 : 3;
        o.R3 = (int)sum + (-a).X;
        Vector fromInt = x.F;
        o.R3 += fromInt.Y;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Properties(XdpContext ctx)
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

        var c = new Counter();
        c.Value = x.A;
        c.Value += 5;
        c.Value++;
        int before = c.Value++;
        c.Auto = before;
        c.Auto *= 2;
        o.R0 = c.Value;
        o.R1 = c.Auto;
        o.R2 = c.Reads;
        o.R3 = c[3] + c[x.F];
        c[2] = 9;
        o.R3 += c.Value;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction DefensiveCopies(XdpContext ctx)
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

        var m = new Mutable { Value = x.A };
        o.R0 = Twice(in m) * 1000 + m.Value;
        ref readonly Mutable r = ref m;
        r.Next();
        o.R1 = m.Value;
        var h = new Holder(x.B);
        o.R2 = h.Bump();
        o.R3 = m.Next() + m.Value;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction ByValue(XdpContext ctx)
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

        var p = new Point { X = x.A, Y = 1 };
        int changed = Change(p);
        o.R0 = p.X * 2 + changed;
        Change(ref p);
        o.R1 = p.X;
        Make(x.B, out Point made);
        o.R2 = made.X + made.Y;
        o.R3 = Swap(p).X + Swap(Swap(p)).X;
        p = Swap(p);
        o.R3 += p.X * 3;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Records(XdpContext ctx)
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

        var a = new Pair(x.A, x.B);
        var b = a with { Right = 5 };
        o.R0 = a == b ? 1 : 0;
        o.R1 = b.Left + b.Right;
        o.R2 = a != new Pair(x.A, x.B) ? 1 : 0;
        var p = new Primary(x.F, 2);
        o.R3 = p.Total;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Nested(XdpContext ctx)
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

        var outer = new Outer { Inner = { A = x.A, B = (byte)x.B }, Last = x.C };
        outer.Inner.B++;
        Outer.Part part = outer.Inner;
        part.A = 3;
        ref Outer.Part alias = ref outer.Inner;
        alias.A += 100;
        o.R0 = outer.Inner.A;
        o.R1 = part.A + outer.Inner.B;
        o.R2 = outer.Last;
        o.R3 = Unsafe.SizeOf<Outer>();
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Layouts(XdpContext ctx)
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

        o.R0 = Unsafe.SizeOf<Packed>() + Unsafe.SizeOf<Loose>() * 100 + Unsafe.SizeOf<Overlay>() * 10000;
        var overlay = new Overlay { Whole = x.C };
        o.R1 = overlay.Low + overlay.High * 3L;
        var packed = new Packed { A = 1, B = x.C, C = 3 };
        o.R2 = packed.A + packed.B + packed.C;
        o.R3 = Unsafe.SizeOf<Empty>() + Unsafe.SizeOf<Sized>() * 100;
        return XdpAction.Pass;
    }
}

public struct Point
{
    public int X;
    public int Y;
}

public struct Line
{
    public Point From;
    public Point To;
}

public struct Vector
{
    public int X;
    public int Y = 40;

    public Vector(int x, int y)
    {
        X = x;
        Y = y;
    }

    public Vector(int both)
        : this(both, both)
    {
        X++;
    }

    public Vector() => X = 2;

    public readonly int Sum => X + Y;

    public static Vector operator +(Vector left, Vector right) => new(left.X + right.X, left.Y + right.Y);

    public static Vector operator -(Vector v) => new(-v.X, -v.Y);

    public static Vector operator ++(Vector v) => new(v.X + 1, v.Y + 1);

    public static bool operator ==(Vector left, Vector right) => left.X == right.X && left.Y == right.Y;

    public static bool operator !=(Vector left, Vector right) => !(left == right);

    public static explicit operator int(Vector v) => v.X * v.Y;

    public static implicit operator Vector(byte b) => new(b, b + 1);

    public override readonly bool Equals(object? obj) => false;

    public override readonly int GetHashCode() => 0;
}

public struct Counter
{
    private int value;

    public int Reads;

    public int Auto { get; set; }

    public int Value
    {
        get
        {
            Reads++;
            return value;
        }

        set => this.value = value;
    }

    public int this[int index]
    {
        readonly get => value + index;
        set => this.value = value * index;
    }
}

public struct Mutable
{
    public int Value;

    public int Next() => ++Value;
}

public struct Holder
{
    private readonly Mutable mutable;

    public Holder(int value)
    {
        mutable = new Mutable { Value = value };
        mutable.Next();
    }

    public int Bump()
    {
        mutable.Next();
        return mutable.Next() * 10 + mutable.Value;
    }
}

public record struct Pair(int Left, int Right);

public struct Primary(int a, int b)
{
    private readonly int sum = a + b;

    public readonly int Total => sum * 2;
}

public struct Outer
{
    public Part Inner;
    public long Last;

    public struct Part
    {
        public int A;
        public byte B;
    }
}

[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 1)]
public struct Packed
{
    public byte A;
    public long B;
    public short C;
}

public struct Loose
{
    public byte A;
    public long B;
    public short C;
}

[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)]
public struct Overlay
{
    [System.Runtime.InteropServices.FieldOffset(0)]
    public long Whole;

    [System.Runtime.InteropServices.FieldOffset(0)]
    public int Low;

    [System.Runtime.InteropServices.FieldOffset(4)]
    public int High;
}

public struct Empty;

[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Size = 24)]
public struct Sized
{
    public int A;
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
// CopyAndFields: 2 0000000000000000000000000000000000000000000000000000000000000000050000000000000005000000000000000000000000000000c602000000000000
// CopyAndFields: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20060203040000000006020304000000000506070800000000c806060800000000
// CopyAndFields: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff04000000000000000400000000000000ffffffffffffffffc402000000000000
// CopyAndFields: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b05254a80ffffffff05254a80ffffffff94b9de0300000000c64c940000000000
// CopyAndFields: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff8500000000000000850000000000000000000080ffffffffc603000000000000
// Constructors: 2 00000000000000000000000000000000000000000000000000000000000000000300000000000000050000000000000000000000000000000000000000000000
// Constructors: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2093080a0c00000000050000000000000000000000000000000404040400000000
// Constructors: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb05000000000000050000000000000000000000000000000000000000000000
// Constructors: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567babdf2884ffffffff0500000000000000000000000000000094949483ffffffff
// Constructors: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff83000080ffffffff0500000000000000000000000000000080ffff7f00000000
// Operators: 2 00000000000000000000000000000000000000000000000000000000000000000700000000000000010000000000000002000000000000000800000000000000
// Operators: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20080203040000000034060708000000000200000000000000b797dd2c00000000
// Operators: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0600000000000000fe010000000000000200000000000000f50c000000000000
// Operators: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b07254a80fffffffff1b9de03000000000200000000000000c6c5560b00000000
// Operators: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff870000000000000001000080ffffffff020000000000000008000080ffffffff
// Properties: 2 000000000000000000000000000000000000000000000000000000000000000007000000000000000c0000000000000004000000000000002300000000000000
// Properties: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2008020304000000000e0406080000000004000000000000003c04060800000000
// Properties: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff06000000000000000a0000000000000004000000000000002001000000000000
// Properties: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b07254a80ffffffff0c4a9400000000000400000000000000514a940000000000
// Properties: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff87000000000000000c0100000000000004000000000000002301000000000000
// DefensiveCopies: 2 0000000000000000000000000000000000000000000000000000000000000000d007000000000000000000000000000015000000000000000200000000000000
// DefensiveCopies: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20a1b1825b0000000001020304000000004c424d58000000000404060800000000
// DefensiveCopies: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0a000000000000000000000000000000
// DefensiveCopies: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bd03c8bc3ffffffff00254a80ffffffff71f9912a00000000024a940000000000
// DefensiveCopies: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff50f0030000000000800000000000000015000080ffffffff0201000000000000
// ByValue: 2 00000000000000000000000000000000000000000000000000000000000000000a00000000000000000000000000000001000000000000000400000000000000
// ByValue: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200d06090c0000000002040608000000000b0c0e10000000000604060800000000
// ByValue: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0700000000000000feffffffffffffffffffffffffffffff0200000000000000
// ByValue: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0a6fde80ffffffff004a9400000000002973bd0700000000044a940000000000
// ByValue: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff8a01000000000000000100000000000001000000000000000401000000000000
// Records: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000050000000000000000000000000000000400000000000000
// Records: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200000000000000000060203040000000000000000000000003200000000000000
// Records: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000040000000000000000000000000000000202000000000000
// Records: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b000000000000000005254a80ffffffff00000000000000006000000000000000
// Records: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000850000000000000000000000000000000400000000000000
// Nested: 2 00000000000000000000000000000000000000000000000000000000000000006400000000000000040000000000000000000000000000001000000000000000
// Nested: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2065020304000000000900000000000000090a0b0c0d0e0f101000000000000000
// Nested: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff63000000000000000300000000000000ffffffffffffffff1000000000000000
// Nested: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b64254a80ffffffff9800000000000000284d7280bce1062b1000000000000000
// Nested: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffe40000000000000004000000000000007fffffffffffff7f1000000000000000
// Layouts: 2 0000000000000000000000000000000000000000000000000000000000000000eb41010000000000000000000000000004000000000000006109000000000000
// Layouts: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20eb410100000000003034383c000000000d0a0b0c0d0e0f106109000000000000
// Layouts: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeb41010000000000fcffffffffffffff03000000000000006109000000000000
// Layouts: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567beb410100000000005cf28601000000002c4d7280bce1062b6109000000000000
// Layouts: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffeb410100000000007cffff7f0100000083ffffffffffff7f6109000000000000
