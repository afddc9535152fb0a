using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

// More numbers than registers in a loop whose bound is no constant: its counter lives on the stack, where kernels before 6.7 have to be asked for it (seed 181).
[BpfLicense("GPL")]
public sealed partial class Programs : BpfObject
{
    [BpfGlobal(InitialValue = 5)]
    public partial ref uint Seed { get; }


    [XdpProgram]
    public XdpAction CounterOnStack(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        ulong sum = 0;
        for (long i = 0; i < (uint)(Seed & 7); i++)
        {
            uint j = 5;
            do
            {
                j--;
                sum = (sum * x.H) + x.D;
                sum = (sum ^ x.E) + (ulong)x.C;
                sum = (sum * x.F) + (uint)x.A;
                sum = (sum ^ (uint)x.B) + (byte)x.G;
            } while (j > 0);
        }

        o.R0 = (long)sum;
        o.R1 = 0;
        o.R2 = x.A + x.B + x.C;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction CountsDownByThree(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        ulong sum = 0;
        for (short i = 21; i > (short)(Seed & 7); i -= 3)
        {
            uint j = 5;
            do
            {
                j--;
                sum = (sum * x.H) + x.D;
                sum = (sum ^ x.E) + (ulong)x.C;
                sum = (sum * x.F) + (uint)x.A;
                sum = (sum ^ (uint)x.B) + (byte)x.G;
            } while (j > 0);
        }

        o.R0 = (long)sum;
        o.R1 = 0;
        o.R2 = x.A + x.B + x.C;
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

public struct Output
{
    public long R0;
    public long R1;
    public long R2;
    public long R3;
}
// expected
// CounterOnStack: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// CounterOnStack: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20310a84c55b05a5ec00000000000000000f1215180d0e0f10393a3b3c3d3e3f40
// CounterOnStack: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffce89c7778ceff2930000000000000000fdffffffffffffffffffffffffffffff
// CounterOnStack: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bbf3506e7bfaf798a0000000000000000bc2b9b04bce1062b183d6280acd1f61b
// CounterOnStack: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80000080000000000000000000000000ffffff7fffffff7f5555555555555555
// CountsDownByThree: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// CountsDownByThree: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f203cefaf9e7d01501e00000000000000000f1215180d0e0f10393a3b3c3d3e3f40
// CountsDownByThree: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc4a13f15eaf997ee0000000000000000fdffffffffffffffffffffffffffffff
// CountsDownByThree: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bbf3506e7bfaf798a0000000000000000bc2b9b04bce1062b183d6280acd1f61b
// CountsDownByThree: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80000080000000000000000000000000ffffff7fffffff7f5555555555555555
