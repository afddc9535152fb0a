using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    // So large for its few values that none is found that was not added.
    [BpfMap(MaxEntries = 4096)]
    public partial BloomFilter<Flow> Seen { get; }

    [BpfMap(MaxEntries = 1024)]
    public partial BloomFilter<uint> Numbers { get; }

    [XdpProgram]
    public XdpAction Add(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out uint a) || !packet.TryRead(out uint b)) return XdpAction.Aborted;
        var flow = new Flow { A = a, B = b, C = (ushort)(a + 1), D = 7 };
        uint result = Seen.MayContain(flow) ? 1u : 0;
        Seen.Add(flow);
        if (Seen.MayContain(flow)) result |= 2;
        flow.D = 8;
        if (Seen.MayContain(flow)) result |= 4;
        flow.D = 7;
        if (Seen.MayContain(flow)) result |= 8;
        return (XdpAction)result;
    }

    [XdpProgram]
    public XdpAction Count(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        uint fresh = 0;
        for (int i = 0; i < 8; i++)
        {
            if (!packet.TryRead(out uint number)) break;
            if (Numbers.MayContain(number)) continue;
            Numbers.Add(number);
            fresh++;
        }

        return (XdpAction)fresh;
    }
}

public struct Flow
{
    public uint A;
    public uint B;
    public ushort C;
    public ushort D;
}
// expected
// Add: 10 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Add: 10 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Add: 10 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Add: 10 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Add: 10 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Count: 1 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Count: 8 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Count: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Count: 8 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Count: 8 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
