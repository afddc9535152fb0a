using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    // A static readonly field is made of constants and of those in front of it.
    [XdpProgram]
    public XdpAction Initialisers(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        o.R0 = Limits.Base + Limits.Twice * 100 + Limits.Shifted * 10000;
        o.R1 = Limits.Table[x.C & 3];
        o.R2 = Limits.Corner.X + Limits.Corner.Y * 100;
        foreach (int i in Limits.Table) o.R3 = o.R3 * 31 + i;
        return XdpAction.Pass;
    }
}

public static class Limits
{
    public const int Unit = 21;
    public static readonly int Base = 5 + Unit;
    public static readonly int Twice = Base * 2;
    public static readonly int Shifted = -(Unit + 1) << 2;
    public static readonly int[] Table = [1, 2, Base, 4];
    public static readonly Corner Corner = new(1, Twice);
}

public readonly struct Corner(int x, int y)
{
    public readonly int X = x;
    public readonly int Y = y;
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
// Initialisers: 2 000000000000000000000000000000000000000000000000eaa6f2ffffffffff010000000000000051140000000000000b7f0000000000000000000000000000
// Initialisers: 2 0102030405060708090a0b0c0d0e0f101112131415161718eaa6f2ffffffffff1a0000000000000051140000000000000b7f000000000000393a3b3c3d3e3f40
// Initialisers: 2 ffffffffffffffffffffffffffffffffffffffffffffffffeaa6f2ffffffffff040000000000000051140000000000000b7f000000000000ffffffffffffffff
// Initialisers: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53eaa6f2ffffffffff020000000000000051140000000000000b7f000000000000183d6280acd1f61b
// Initialisers: 2 80000000000000807fffffffffffff7f0100000000000000eaa6f2ffffffffff010000000000000051140000000000000b7f0000000000005555555555555555
