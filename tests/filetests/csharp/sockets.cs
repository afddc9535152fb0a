// packets: 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f, ffffffffffff0211223344550800450000280000000040069e280a010203c00002070050c350000000010000000250022000f49a0000, 02aabbccddee02112233445586dd60000000000011400000000000000000000000000000000100000000000000000000000000000002, 00000000000002112233445500050000000000
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 16)]
    public partial HashMap<IPProtocol, ulong> Seen { get; }

    // A test run shows socket filters what is behind the Ethernet header.
    [SocketFilter]
    public uint Filter(SocketFilterContext ctx)
    {
        if (ctx.Protocol != EtherType.IPv4 || !ctx.TryLoad(0, out IPv4Header ip)) return 0;
        Seen.TrySet(ip.Protocol, ctx.Length);
        Seen.TryGetValue(ip.Protocol, out ulong length);
        return ip.Protocol == IPProtocol.Udp ? (uint)length : ip.Source.Value;
    }

    [SocketFilter]
    public uint Metadata(SocketFilterContext ctx)
    {
        ctx.ControlBlock1 = ctx.Length * 3;
        ctx.ControlBlock1 += ctx.InterfaceIndex;
        uint zero = ctx.Mark + ctx.Priority + ctx.Hash + ctx.VlanPresent + ctx.VlanTagControl + ctx.IngressInterfaceIndex + ctx.SegmentSize;
        bool behind = ctx.TryLoad(ctx.Length, out byte _);
        return ctx.ControlBlock1 + zero * 1000 + (ctx.PacketType << 16) + (behind ? 1u << 24 : 0);
    }

    [CgroupSkb]
    public SkAction Group(CgroupSkbContext ctx)
    {
        ctx.Mark = ctx.Length;
        PacketCursor packet = ctx.Packet;
        if (ctx.Protocol != EtherType.IPv4 || !packet.TryRead(out IPv4Header ip)) return SkAction.Pass;
        ctx.Priority = (uint)ip.Protocol;
        ref UdpHeader udp = ref packet.ReadRefOrNullRef<UdpHeader>();
        if (Unsafe.IsNullRef(ref udp) || ip.Protocol != IPProtocol.Udp) return SkAction.Pass;
        return udp.DestinationPort == 53 ? SkAction.Drop : SkAction.Pass;
    }

    [CgroupSkb(OnFault = SkAction.Drop)]
    public SkAction Loaded(CgroupSkbContext ctx)
    {
        ctx.ControlBlock4 = 7;
        if (!ctx.TryLoad(ctx.Length - 1, out byte last)) return SkAction.Drop;
        ctx.Mark = last + ctx.ControlBlock4 + (ctx.Packet.TryRead(out IPv4Header ip) ? ip.TimeToLive : 0u);
        return (SkAction)(last & 1);
    }
}
// expected
// Filter: 33 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f
// Filter: 167838211 ffffffffffff0211223344550800450000280000000040069e280a010203c00002070050c350000000010000000250022000f49a0000
// Filter: 0 02aabbccddee02112233445586dd60000000000011400000000000000000000000000000000100000000000000000000000000000002
// Filter: 0 00000000000002112233445500050000000000
// Metadata: 100 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f
// Metadata: 131193 ffffffffffff0211223344550800450000280000000040069e280a010203c00002070050c350000000010000000250022000f49a0000
// Metadata: 196729 02aabbccddee02112233445586dd60000000000011400000000000000000000000000000000100000000000000000000000000000002
// Metadata: 16 00000000000002112233445500050000000000
// Group: 0 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f mark 33 priority 17
// Group: 1 ffffffffffff0211223344550800450000280000000040069e280a010203c00002070050c350000000010000000250022000f49a0000 mark 40 priority 6
// Group: 1 02aabbccddee02112233445586dd60000000000011400000000000000000000000000000000100000000000000000000000000000002 mark 40 priority 0
// Group: 1 00000000000002112233445500050000000000 mark 5 priority 0
// Loaded: 1 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f mark 182 priority 0
// Loaded: 0 ffffffffffff0211223344550800450000280000000040069e280a010203c00002070050c350000000010000000250022000f49a0000 mark 71 priority 0
// Loaded: 0 02aabbccddee02112233445586dd60000000000011400000000000000000000000000000000100000000000000000000000000000002 mark 9 priority 0
// Loaded: 0 00000000000002112233445500050000000000 mark 7 priority 0
