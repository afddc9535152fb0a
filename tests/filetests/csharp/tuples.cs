using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Comparisons(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        var t = (new Point(x.A, 1), x.B);
        var u = (new Point(x.A, x.B), (sbyte)1);
        o.R0 = (t == u ? 1 : 2) + (t != u ? 10 : 20);
        (int, uint) v = (x.A, x.D);
        o.R1 = (v == (x.D, x.A) ? 1 : 2) + (v != (x.A, x.D) ? 10 : 20);
        var n = ((x.A, x.B), x.C);
        o.R2 = (n == ((5, x.C), x.B) ? 1 : 2) + (n != ((x.A, x.B), x.C) ? 10 : 20) + (((-1, 2L), x.D) == ((x.A, 2), uint.MaxValue) ? 100 : 200);
        return XdpAction.Pass;
    }

    // Behind the seventh element .NET has a tuple of the others.
    [XdpProgram]
    public XdpAction Many_elements(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        var t = Spread(x.A, x.C);
        (int a, int b, int c, int d, int e, int f, int g, long h, byte i) = t;
        o.R0 = a + b + c + d + e + f + g + h * 3 + i * 5;
        t.Item8 -= 2;
        t.Last++;
        o.R1 = t.Item8 * 3 + t.Item9 + (t == Spread(x.A, x.C) ? 1000 : 2000);
        o.R2 = t is (_, _, _, _, _, _, 7, > 3, _) ? 1 : 2;
        return XdpAction.Pass;
    }

    private static (int, int, int, int, int, int, int, long, byte Last) Spread(int x, byte y) => (1, 2, 3, 4, x, 6, 7, x + 8L, y);
}

public record struct Point(int X, int Y);

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
// Comparisons: 2 0000000000000000000000000000000000000000000000000c000000000000001500000000000000de0000000000000000000000000000000000000000000000
// Comparisons: 2 0102030405060708090a0b0c0d0e0f1011121314151617180c000000000000001600000000000000de000000000000000000000000000000393a3b3c3d3e3f40
// Comparisons: 2 ffffffffffffffffffffffffffffffffffffffffffffffff0c0000000000000016000000000000007a000000000000000000000000000000ffffffffffffffff
// Comparisons: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e530c000000000000001600000000000000de000000000000000000000000000000183d6280acd1f61b
// Comparisons: 2 80000000000000807fffffffffffff7f01000000000000000c000000000000001600000000000000de0000000000000000000000000000005555555555555555
// Many_elements: 2 0000000000000000000000000000000000000000000000002f00000000000000e307000000000000010000000000000000000000000000000000000000000000
// Many_elements: 2 0102030405060708090a0b0c0d0e0f10111213141516171851080c1000000000ec0d090c0000000001000000000000000000000000000000393a3b3c3d3e3f40
// Many_elements: 2 ffffffffffffffffffffffffffffffffffffffffffffffff2605000000000000df0700000000000001000000000000000000000000000000ffffffffffffffff
// Many_elements: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53cc972801feffffff9c77de80feffffff02000000000000000000000000000000183d6280acd1f61b
// Many_elements: 2 80000000000000807fffffffffffff7f01000000000000002f020000000000006309000000000000010000000000000000000000000000005555555555555555
