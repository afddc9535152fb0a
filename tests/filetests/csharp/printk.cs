using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

[BpfLicense("GPL")]
public sealed partial class Programs : BpfObject
{
    private const string Prefix = "100%";

    [XdpProgram]
    public XdpAction Print(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        Bpf.Printk($"plain");
        Bpf.Printk($"{Prefix} a={x.A} d={x.D} c={x.C}\n");
        Bpf.Printk($"[{x.F,6}] [{x.G,-6}] [{x.H}]");
        Bpf.Printk($"{x.E:x} {x.D:X8} {x.C:x16}" + $" {x.F}");
        Bpf.Printk($"{x.A}{x.B}{x.C}{x.D}{x.E}{x.F}{x.G}{x.H}");
        return XdpAction.Pass;
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
// expected
// Print: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Print: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Print: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Print: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Print: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
