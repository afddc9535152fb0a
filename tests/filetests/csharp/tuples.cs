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
