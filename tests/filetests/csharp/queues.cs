using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 3)]
    public partial QueueMap<Item> Waiting { get; }

    [BpfMap(MaxEntries = 2)]
    public partial StackMap<ulong> Recent { get; }

    [XdpProgram]
    public XdpAction Queue(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        uint result = Waiting.TryDequeue(out Item none) ? 1u : 0;
        result += none.A + none.B;
        for (uint i = 0; i < 5; i++)
        {
            if (Waiting.TryEnqueue(new Item { A = x.A + i, B = x.B }, i == 4)) result += 10u << (int)(i * 4);
        }

        if (Waiting.TryPeek(out Item first) && first.A == x.A + 1) result ^= 1;
        for (int i = 0; i < 4 && Waiting.TryDequeue(out Item next); i++) result = (result * 31) + next.A;
        return (XdpAction)result;
    }

    [XdpProgram]
    public XdpAction Stack(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ulong result = Recent.TryPeek(out ulong none) ? 1u : 2u;
        result += none;
        if (Recent.TryPush(x.A)) result += 10;
        if (Recent.TryPush(x.B)) result += 100;
        if (Recent.TryPush(7)) result += 1000;
        if (Recent.TryPush(9, replacesOldest: true)) result += 10_000;
        if (Recent.TryPop(out ulong nine)) result += nine * 100_000;
        if (Recent.TryPop(out ulong b) && b == x.B) result += 2_000_000;
        if (!Recent.TryPop(out ulong gone) && gone == 0) result += 20_000_000;
        return (XdpAction)result;
    }
}

public struct Input
{
    public uint A;
    public uint B;
}

public struct Item
{
    public uint A;
    public uint B;
}
// expected
// Queue: 2425320824 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Queue: 540687193 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Queue: 2425319831 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Queue: 807991928 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Queue: 2425447928 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Stack: 22910112 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Stack: 22910112 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Stack: 22910112 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Stack: 22910112 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Stack: 22910112 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
