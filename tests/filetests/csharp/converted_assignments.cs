using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    // The operator is that of the numbers, between the user's conversions.
    [XdpProgram]
    public XdpAction There_and_back(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Meters w = 5;
        w += 3;
        w <<= 2;
        byte b = (byte)w;
        o.R0 = w * 1000L + b;
        int k = 3;
        k += w;
        Meters z = (w -= 4);
        o.R1 = k + z * 100 + w * 10000L;
        Tiny tiny = new(250);
        tiny += (byte)9;
        o.R2 = tiny.V;
        Long s = new(x.A);
        s += 7L;
        s *= x.B;
        o.R3 = s.V;
        return XdpAction.Pass;
    }
}

public readonly struct Meters(int v)
{
    public static implicit operator int(Meters m) => m.v;

    public static implicit operator Meters(int v) => new(v);

    private readonly int v = v;
}

public readonly struct Tiny(byte v)
{
    public readonly byte V = v;

    public static implicit operator byte(Tiny t) => t.V;

    public static implicit operator Tiny(int v) => new((byte)v);
}

public readonly struct Long(long v)
{
    public readonly long V = v;

    public static implicit operator long(Long l) => l.V;

    public static implicit operator Long(long v) => new(v);
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
// There_and_back: 2 000000000000000000000000000000000000000000000000207d000000000000d350040000000000030000000000000000000000000000000000000000000000
// There_and_back: 2 0102030405060708090a0b0c0d0e0f101112131415161718207d000000000000d3500400000000000300000000000000280a0f1400000000393a3b3c3d3e3f40
// There_and_back: 2 ffffffffffffffffffffffffffffffffffffffffffffffff207d000000000000d3500400000000000300000000000000faffffffffffffffffffffffffffffff
// There_and_back: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53207d000000000000d35004000000000003000000000000000c61b8e035000000183d6280acd1f61b
// There_and_back: 2 80000000000000807fffffffffffff7f0100000000000000207d000000000000d350040000000000030000000000000000000000000000005555555555555555
