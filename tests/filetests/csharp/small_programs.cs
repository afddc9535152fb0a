// packets: 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389, 02000000000102000000000208004500001c000100000101abcd0a0000010a0000020800f7fd00010001, 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000, 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff, 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002, 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000, 0000000000000000000000000800, ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    private const ulong TokensPerSecond = 1000;
    private const ulong Burst = 100;

    [BpfConst]
    public byte MinimumTimeToLive { get; init; } = 2;

    [BpfMap(MaxEntries = 256)]
    public partial ArrayMap<ulong> Protocols { get; }

    [BpfMap(MaxEntries = 4)]
    public partial ArrayMap<PortRange> Ranges { get; }

    [BpfMap(MaxEntries = 1024)]
    public partial HashMap<IPv4Address, Bucket> Buckets { get; }

    [BpfMap(MaxEntries = 1024)]
    public partial HashMap<FlowKey, FlowStatistics> Flows { get; }

    [BpfMap(MaxEntries = 1024)]
    public partial LruHashMap<IPv4Address, Seen> LastSeen { get; }

    private static bool TryReadIPv4(ref PacketCursor packet, out IPv4Header ip)
    {
        ip = default;
        return packet.TryRead(out EthernetHeader eth) && eth.EtherType == EtherType.IPv4 && packet.TryRead(out ip) && ip.Version == 4;
    }

    [XdpProgram]
    public XdpAction CountProtocols(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!TryReadIPv4(ref packet, out IPv4Header ip))
        {
            return XdpAction.Pass;
        }

        ref ulong count = ref Protocols.GetValueRefOrNullRef((uint)ip.Protocol);
        if (Unsafe.IsNullRef(ref count))
        {
            return XdpAction.Aborted;
        }

        Interlocked.Increment(ref count);
        return (XdpAction)(10 + count);
    }

    [XdpProgram]
    public XdpAction PortRanges(XdpContext ctx)
    {
        Ranges.TrySet(1, new PortRange { First = 4000, Last = 5001, Action = XdpAction.Drop });
        var packet = ctx.Packet;
        if (!TryReadIPv4(ref packet, out IPv4Header ip) || ip.Protocol is not (IPProtocol.Udp or IPProtocol.Tcp))
        {
            return XdpAction.Pass;
        }

        if (!packet.TrySkip(ip.OptionsLength) || !packet.TryRead(out ushort _) || !packet.TryRead(out UInt16BigEndian port))
        {
            return XdpAction.Pass;
        }

        for (uint i = 0; i < 4; i++)
        {
            ref PortRange range = ref Ranges.GetValueRefOrNullRef(i);
            if (Unsafe.IsNullRef(ref range))
            {
                break;
            }

            if (port.Value >= range.First && port.Value <= range.Last)
            {
                return range.Action;
            }
        }

        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction TimeToLive(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4)
        {
            return XdpAction.Pass;
        }

        ref IPv4Header ip = ref packet.ReadRefOrNullRef<IPv4Header>();
        if (Unsafe.IsNullRef(ref ip))
        {
            return XdpAction.Drop;
        }

        if (ip.TimeToLive < MinimumTimeToLive)
        {
            return XdpAction.Drop;
        }

        ip.TimeToLive--;
        uint sum = ip.Checksum.Value + 0x0100u;
        ip.Checksum = new UInt16BigEndian((ushort)(sum + (sum >> 16)));
        return XdpAction.Tx;
    }

    [XdpProgram]
    public XdpAction UnwrapVlan(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth))
        {
            return XdpAction.Aborted;
        }

        EtherType type = eth.EtherType;
        int tags = 0;
        ushort vlan = 0;
        while (type is EtherType.Vlan or EtherType.ServiceVlan && tags < 2)
        {
            if (!packet.TryRead(out VlanHeader tag))
            {
                return XdpAction.Drop;
            }

            vlan = tag.VlanId;
            type = tag.EtherType;
            tags++;
        }

        for (int i = 0; i < 2 && type == EtherType.Vlan; i++)
        {
            if (!packet.TryRead(out VlanHeader tag))
            {
                break;
            }

            type = tag.EtherType;
        }

        return (XdpAction)((uint)type * 1000 + vlan * 10u + (uint)tags);
    }

    [XdpProgram]
    public XdpAction Checksum(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4)
        {
            return XdpAction.Pass;
        }

        uint sum = 0;
        for (int i = 0; i < 10; i++)
        {
            if (!packet.TryRead(out ushort word))
            {
                return XdpAction.Drop;
            }

            sum += word;
        }

        sum = (sum & 0xFFFF) + (sum >> 16);
        sum += sum >> 16;
        return (XdpAction)(ushort)~sum;
    }

    [XdpProgram]
    public XdpAction TokenBucket(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!TryReadIPv4(ref packet, out IPv4Header ip))
        {
            return XdpAction.Pass;
        }

        ulong now = Bpf.KtimeGetNs();
        ref Bucket bucket = ref Buckets.GetValueRefOrNullRef(ip.Source);
        if (Unsafe.IsNullRef(ref bucket))
        {
            Bucket fresh = default;
            fresh.Tokens = Burst - 1;
            fresh.Updated = now;
            return Buckets.TryAdd(ip.Source, fresh) ? XdpAction.Tx : XdpAction.Drop;
        }

        ulong tokens = bucket.Tokens + (now - bucket.Updated) * TokensPerSecond / 1_000_000_000;
        if (tokens > Burst)
        {
            tokens = Burst;
        }

        if (tokens == 0)
        {
            return XdpAction.Drop;
        }

        bucket.Updated = now;
        bucket.Tokens = tokens - 1;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction CountFlows(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!TryReadIPv4(ref packet, out IPv4Header ip))
        {
            return XdpAction.Pass;
        }

        var key = new FlowKey { Source = ip.Source, Destination = ip.Destination, Protocol = ip.Protocol };
        if (ip.Protocol == IPProtocol.Udp && packet.TryRead(out UdpHeader udp))
        {
            key.SourcePort = udp.SourcePort;
            key.DestinationPort = udp.DestinationPort;
        }
        else if (ip.Protocol == IPProtocol.Tcp && packet.TryRead(out TcpHeader tcp))
        {
            key.SourcePort = tcp.SourcePort;
            key.DestinationPort = tcp.DestinationPort;
            if ((tcp.Flags & TcpFlags.Syn) != 0)
            {
                key.Flags |= 1;
            }
        }

        for (int i = 0; i < 2; i++)
        {
            ref FlowStatistics statistics = ref Flows.GetValueRefOrNullRef(key);
            if (!Unsafe.IsNullRef(ref statistics))
            {
                statistics.Packets++;
                statistics.Bytes += ctx.PacketLength;
                statistics.LongestPacket = System.Math.Max(statistics.LongestPacket, ctx.PacketLength);
                return (XdpAction)(statistics.Packets * 1_000_000 + statistics.Bytes * 1000 + statistics.LongestPacket);
            }

            if (!Flows.TryAdd(key, default))
            {
                break;
            }
        }

        return XdpAction.Aborted;
    }

    [XdpProgram]
    public XdpAction ByEtherType(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth))
        {
            return XdpAction.Aborted;
        }

        switch (eth.EtherType)
        {
            case EtherType.IPv4:
                return packet.TryRead(out IPv4Header ip) && !ip.IsFragment ? XdpAction.Pass : XdpAction.Drop;
            case EtherType.IPv6:
                return packet.TryRead(out IPv6Header ip6) && ip6.HopLimit > 1 ? XdpAction.Pass : XdpAction.Drop;
            case EtherType.Arp:
                return XdpAction.Tx;
            case EtherType.Vlan:
            case EtherType.ServiceVlan:
                if (packet.TryRead(out VlanHeader tag) && tag.VlanId == 100)
                {
                    goto case EtherType.Arp;
                }

                return XdpAction.Drop;
            default:
                return (XdpAction)(uint)eth.EtherType;
        }
    }

    [XdpProgram]
    public XdpAction LastSeenSource(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!TryReadIPv4(ref packet, out IPv4Header ip))
        {
            return XdpAction.Pass;
        }

        ulong now = Bpf.KtimeGetNs();
        if (LastSeen.TryGetValue(ip.Source, out Seen seen))
        {
            seen.Count++;
            if (seen.Count > 10 && now - seen.Time < 1_000_000)
            {
                return XdpAction.Drop;
            }
        }
        else
        {
            seen.Count = 1;
        }

        seen.Time = now;
        LastSeen.TrySet(ip.Source, seen);
        return (XdpAction)(LastSeen.TryGetValue(ip.Source, out Seen stored) && stored.Time == now ? 20 + stored.Count : 0);
    }

    [XdpProgram]
    public XdpAction IcmpEcho(XdpContext ctx)
    {
        var packet = ctx.Packet;
        ref EthernetHeader eth = ref packet.ReadRefOrNullRef<EthernetHeader>();
        if (Unsafe.IsNullRef(ref eth) || eth.EtherType != EtherType.IPv4)
        {
            return XdpAction.Pass;
        }

        ref IPv4Header ip = ref packet.ReadRefOrNullRef<IPv4Header>();
        if (Unsafe.IsNullRef(ref ip) || ip.Protocol != IPProtocol.Icmp || ip.HeaderLength != 20)
        {
            return XdpAction.Pass;
        }

        ref IcmpHeader icmp = ref packet.ReadRefOrNullRef<IcmpHeader>();
        if (Unsafe.IsNullRef(ref icmp) || icmp.Type != IcmpType.EchoRequest)
        {
            return XdpAction.Pass;
        }

        (eth.Source, eth.Destination) = (eth.Destination, eth.Source);
        (ip.Source, ip.Destination) = (ip.Destination, ip.Source);
        icmp.Type = IcmpType.EchoReply;
        uint sum = icmp.Checksum.Value + 0x0800u;
        icmp.Checksum = new UInt16BigEndian((ushort)(sum + (sum >> 16)));
        return XdpAction.Tx;
    }
}

public struct PortRange
{
    public ushort First;
    public ushort Last;
    public XdpAction Action;
}

public struct Bucket
{
    public ulong Tokens;
    public ulong Updated;
}

public struct FlowKey
{
    public IPv4Address Source;
    public IPv4Address Destination;
    public ushort SourcePort;
    public ushort DestinationPort;
    public IPProtocol Protocol;
    public byte Flags;
    public ushort Reserved;
}

public struct FlowStatistics
{
    public ulong Packets;
    public ulong Bytes;
    public ulong LongestPacket;
}

public struct Seen
{
    public ulong Time;
    public ulong Count;
}
// expected
// CountProtocols: 11 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// CountProtocols: 11 02000000000102000000000208004500001c000100000101abcd0a0000010a0000020800f7fd00010001
// CountProtocols: 2 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000
// CountProtocols: 2 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff
// CountProtocols: 2 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002
// CountProtocols: 11 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000
// CountProtocols: 2 0000000000000000000000000800
// CountProtocols: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// PortRanges: 1 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// PortRanges: 2 02000000000102000000000208004500001c000100000101abcd0a0000010a0000020800f7fd00010001
// PortRanges: 2 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000
// PortRanges: 2 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff
// PortRanges: 2 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002
// PortRanges: 2 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000
// PortRanges: 2 0000000000000000000000000800
// PortRanges: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// TimeToLive: 3 00000000000000000000000008004500001c000000003f1101000a0000010a00000200351389
// TimeToLive: 1 02000000000102000000000208004500001c000100000101abcd0a0000010a0000020800f7fd00010001
// TimeToLive: 2 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000
// TimeToLive: 2 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff
// TimeToLive: 2 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002
// TimeToLive: 1 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000
// TimeToLive: 1 0000000000000000000000000800
// TimeToLive: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// UnwrapVlan: 2048000 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// UnwrapVlan: 2048000 02000000000102000000000208004500001c000100000101abcd0a0000010a0000020800f7fd00010001
// UnwrapVlan: 2049001 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000
// UnwrapVlan: 34526012 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff
// UnwrapVlan: 2054000 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002
// UnwrapVlan: 2048000 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000
// UnwrapVlan: 2048000 0000000000000000000000000800
// UnwrapVlan: 65535000 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Checksum: 53094 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// Checksum: 4346 02000000000102000000000208004500001c000100000101abcd0a0000010a0000020800f7fd00010001
// Checksum: 2 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000
// Checksum: 2 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff
// Checksum: 2 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002
// Checksum: 56484 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000
// Checksum: 1 0000000000000000000000000800
// Checksum: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// TokenBucket: 3 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// TokenBucket: 3 02000000000102000000000208004500001c000100000101abcd0a0000010a0000020800f7fd00010001
// TokenBucket: 2 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000
// TokenBucket: 2 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff
// TokenBucket: 2 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002
// TokenBucket: 3 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000
// TokenBucket: 2 0000000000000000000000000800
// TokenBucket: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// CountFlows: 1038038 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// CountFlows: 1042042 02000000000102000000000208004500001c000100000101abcd0a0000010a0000020800f7fd00010001
// CountFlows: 2 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000
// CountFlows: 2 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff
// CountFlows: 2 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002
// CountFlows: 1050050 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000
// CountFlows: 2 0000000000000000000000000800
// CountFlows: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ByEtherType: 2 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// ByEtherType: 2 02000000000102000000000208004500001c000100000101abcd0a0000010a0000020800f7fd00010001
// ByEtherType: 3 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000
// ByEtherType: 3 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff
// ByEtherType: 3 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002
// ByEtherType: 2 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000
// ByEtherType: 1 0000000000000000000000000800
// ByEtherType: 65535 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// LastSeenSource: 21 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// LastSeenSource: 21 02000000000102000000000208004500001c000100000101abcd0a0000010a0000020800f7fd00010001
// LastSeenSource: 2 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000
// LastSeenSource: 2 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff
// LastSeenSource: 2 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002
// LastSeenSource: 21 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000
// LastSeenSource: 2 0000000000000000000000000800
// LastSeenSource: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// IcmpEcho: 2 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// IcmpEcho: 3 02000000000202000000000108004500001c000100000101abcd0a0000020a0000010000fffd00010001
// IcmpEcho: 2 020000000001020000000002810000640800450000140000000040060000ffffffff0a0000020050c35000000000000000005010000000000000
// IcmpEcho: 2 020000000001020000000002810000648100006586dd6000000000081140fe800000000000000000000000000001fe80000000000000000000000000000210e113890008ffff
// IcmpEcho: 2 02000000000102000000000208060001080006040001020000000002c0a80001000000000000c0a80002
// IcmpEcho: 2 0200000000010200000000020800460000200001000000ff00000a0000010a000002000000000800f7ff0000000000000000
// IcmpEcho: 2 0000000000000000000000000800
// IcmpEcho: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
