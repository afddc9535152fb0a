// packets: 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f0102030405060708090a0b0c0d0e0f, ffffffffffff0211223344550800450000280000000040069e280a010203c00002070050c350000000010000000250022000f49a0000ff80ff80ff80ff80ff80ff80, 0000000000000211223344550005000000000000
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    // What a filter of a cgroup returns is followed back through all branches: were the sum followed here, they would be a million ways.
    [CgroupSkb]
    public SkAction Parity(CgroupSkbContext ctx)
    {
        uint sum = ctx.Length;
        var packet = ctx.Packet;
        if (!packet.TryRead(out Bytes b)) return SkAction.Pass;
        sum ^= Weight(b.A) ^ Weight(b.B) ^ Weight(b.C) ^ Weight(b.D);
        sum ^= (b.A > b.B ? 3u : 4u) ^ (b.B > b.C ? 8u : 9u) ^ (b.C > b.D ? 16u : 17u);
        return (SkAction)(sum & 1);
    }

    [CgroupSkb]
    public SkAction Compared(CgroupSkbContext ctx) => Weight(ctx.Length) > 12 ? SkAction.Pass : SkAction.Drop;

    private static uint Weight(uint value)
    {
        uint weight = 0;
        if ((value & 1) != 0) weight += 3;
        if ((value & 2) != 0) weight += 5;
        if ((value & 4) != 0) weight ^= 9;
        if ((value & 8) != 0) weight += 17;
        if ((value & 16) != 0) weight ^= 33;
        if ((value & 32) != 0) weight += 65;
        return weight;
    }
}

public struct Bytes
{
    public byte A;
    public byte B;
    public byte C;
    public byte D;
}
// expected
// Parity: 1 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f0102030405060708090a0b0c0d0e0f
// Parity: 1 ffffffffffff0211223344550800450000280000000040069e280a010203c00002070050c350000000010000000250022000f49a0000ff80ff80ff80ff80ff80ff80
// Parity: 0 0000000000000211223344550005000000000000
// Compared: 1 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f0102030405060708090a0b0c0d0e0f
// Compared: 1 ffffffffffff0211223344550800450000280000000040069e280a010203c00002070050c350000000010000000250022000f49a0000ff80ff80ff80ff80ff80ff80
// Compared: 0 0000000000000211223344550005000000000000
