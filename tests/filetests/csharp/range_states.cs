// target: 6.4
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

// Numbers that start as known to the kernel, and that it has to look at in a loop whose trips it does not count.
[BpfLicense("GPL")]
public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 1)]
    public partial ArrayMap<ulong> Runs { get; }

    // The sum decides something behind the loop only.
    [XdpProgram]
    public XdpAction DecidesLater(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        ref ulong runs = ref Runs.GetValueRefOrNullRef(0);
        if (!Unsafe.IsNullRef(ref runs)) runs++;
        ulong total = x.F;
        foreach (int i in Bpf.Range(0, (int)(x.D & 8191))) total += x.E;
        o.R0 = total < 1UL << 60 ? 1 : 2;
        o.R1 = (long)total;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction DecidesInside(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        long sum = x.F;
        uint trips = 0;
        foreach (int i in Bpf.Range(0, (int)(x.D & 8191)))
        {
            sum += x.A;
            if (sum > 127 && sum > 64) break;
            trips++;
            if (trips == 77) o.R2 = sum;
        }

        o.R0 = sum;
        o.R1 = trips;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction StartsTwice(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        foreach (int row in Bpf.Range(0, x.F))
        {
            long sum = row & 3;
            foreach (int column in Bpf.Range(0, row))
            {
                sum += x.A;
                if (sum > 127 && sum > 64) break;
            }

            o.R0 += sum;
            if (sum < 1L << 60) o.R1++;
        }
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
// DecidesLater: 2 00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000
// DecidesLater: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2001000000000000007cf18e01000000003132333435363738393a3b3c3d3e3f40
// DecidesLater: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff010000000000000000e1fe1f00000000ffffffffffffffffffffffffffffffff
// DecidesLater: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b01000000000000006ecbd20000000000f0153a8084a9cef3183d6280acd1f61b
// DecidesLater: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000000000000000000055555555555555555555555555555555
// DecidesInside: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// DecidesInside: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20180203040000000000000000000000003132333435363738393a3b3c3d3e3f40
// DecidesInside: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe000000000000000000000000000000ffffffffffffffffffffffffffffffff
// DecidesInside: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b2e90342c5ef5ffff50150000000000002e214d96d9ffffff183d6280acd1f61b
// DecidesInside: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff8000000000000000000000000000000055555555555555555555555555555555
// StartsTwice: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// StartsTwice: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20584e657c25262728402a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// StartsTwice: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb82fffffffffffffe00000000000000ffffffffffffffffffffffffffffffff
// StartsTwice: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567be35cae2c30577ea3f6ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// StartsTwice: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
