using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    private const int Shared = 3;

    private int Property => 1000;

    private static int Recurse1(int v) => Recurse2(v) + 1;

    private static int Recurse2(int v) => v / 2;

    private int Helper(int v) => v + Property;

    private static (long Sum, int Difference) SumAndDifference(int a, int b) => ((long)a + b, a - b);

    [XdpProgram]
    public XdpAction LocalFunctions(XdpContext ctx)
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

        static int Square(int v) => v * v;
        int Triple(int v)
        {
            return Square(v) + v * 3;
        }

        o.R0 = Square(x.F);
        o.R1 = Triple(x.G);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Instance(XdpContext ctx)
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

        o.R0 = Helper(x.A) + Property;
        o.R1 = Recurse1(x.B);
        const int Local = 12;
        o.R2 = Local * Shared;
        o.R3 = Table.Magic + sizeof(long);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Tuples(XdpContext ctx)
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

        (int a, int b) = (x.A, x.B);
        (a, b) = (b, a);
        var t = (First: a, Second: (long)b);
        o.R0 = t.First - t.Second;
        var (s, d) = SumAndDifference(x.A, x.B);
        o.R1 = s;
        o.R2 = d;
        o.R3 = (a, b) == (x.B, x.A) ? 1 : 0;
        (_, int last) = SumAndDifference(1, 2);
        o.R3 += last * 10;
        var p = new Deconstructible { A = x.F, B = 9 };
        var (m, n) = p;
        o.R3 += m * 100 + n * 1000;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Enums(XdpContext ctx)
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

        Flags f = (Flags)x.F;
        o.R0 = f.HasFlag(Flags.B) ? 1 : 0;
        f |= Flags.A;
        f &= ~Flags.B;
        o.R1 = (int)f;
        f++;
        o.R2 = (int)(f + 1) + (f - Flags.A);
        o.R3 = f == Flags.A ? 1 : f > Flags.B ? 2 : 3;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Ternaries(XdpContext ctx)
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

        var p = x.A > 0 ? new Deconstructible { A = 1, B = 2 } : x.B > 0 ? default : new Deconstructible { B = 5 };
        o.R0 = p.A * 10 + p.B;
        o.R1 = x.A > 0 ? x.B : x.C;
        int assigned;
        o.R2 = (assigned = x.F) + assigned;
        o.R3 = (x.A > 0 ? p : default).B;
        return XdpAction.Pass;
    }
}

public static class Table
{
    public static readonly int Magic = 0x1234;
}

[Flags]
public enum Flags : byte
{
    A = 1,
    B = 2,
    C = 4,
}

public struct Deconstructible
{
    public int A;
    public int B;

    public readonly void Deconstruct(out int a, out int b)
    {
        a = A;
        b = B;
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
// LocalFunctions: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// LocalFunctions: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20110200000000000088020000000000003132333435363738393a3b3c3d3e3f40
// LocalFunctions: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff01fe000000000000feffffffffffffffffffffffffffffffffffffffffffffff
// LocalFunctions: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b4408000000000000e21b000000000000f0153a8084a9cef3183d6280acd1f61b
// LocalFunctions: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000000000000000000055555555555555555555555555555555
// Instance: 2 0000000000000000000000000000000000000000000000000000000000000000d007000000000000010000000000000024000000000000003c12000000000000
// Instance: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20d109030400000000038303040000000024000000000000003c12000000000000
// Instance: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffcf07000000000000010000000000000024000000000000003c12000000000000
// Instance: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bd02c4a80ffffffffcb5cef010000000024000000000000003c12000000000000
// Instance: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5008000000000000010000c0ffffffff24000000000000003c12000000000000
// Tuples: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001f23000000000000
// Tuples: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20040404040000000006080a0c00000000fcfbfbfbffffffff1b2c000000000000
// Tuples: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000feffffffffffffff0000000000000000bb86000000000000
// Tuples: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b949494830000000094de2884ffffffff6c6b6b7c000000001735000000000000
// Tuples: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80ffff7fffffffff80000080ffffffff80000080ffffffff1f23000000000000
// Enums: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000010000000000000004000000000000000300000000000000
// Enums: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20010000000000000015000000000000002c000000000000000200000000000000
// Enums: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0100000000000000fd00000000000000fc010000000000000200000000000000
// Enums: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b01000000000000002d000000000000005c000000000000000200000000000000
// Enums: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000010000000000000004000000000000000300000000000000
// Ternaries: 2 00000000000000000000000000000000000000000000000000000000000000000500000000000000000000000000000000000000000000000000000000000000
// Ternaries: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200c0000000000000005060708000000002e000000000000000200000000000000
// Ternaries: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0500000000000000fffffffffffffffffe010000000000000000000000000000
// Ternaries: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0000000000000000284d7280bce1062b5c000000000000000000000000000000
// Ternaries: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0c0000000000000000000080ffffffff00000000000000000200000000000000
