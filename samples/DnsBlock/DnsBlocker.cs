using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

/// <summary>Drops DNS questions for names on a list, whatever stands in front of them: VLAN tags, options of IPv4, extension headers of IPv6.</summary>
public sealed partial class DnsBlocker : BpfObject
{
    private const ushort DnsPort = 53;

    /// <summary>How many questions were dropped, by the hash of the name (<see cref="DnsName.HashOf"/>). What is not here passes.</summary>
    [BpfMap(MaxEntries = 65_536)]
    public partial HashMap<uint, ulong> Dropped { get; }

    [XdpProgram]
    public XdpAction Filter(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!TrySkipToPayload(ref packet, out IPProtocol protocol)) return XdpAction.Pass;
        if (protocol != IPProtocol.Udp || !packet.TryRead(out UdpHeader udp) || udp.DestinationPort != DnsPort) return XdpAction.Pass;
        if (!packet.TryRead(out DnsHeader dns) || dns.IsResponse || !DnsName.TryRead(ref packet, out DnsName name)) return XdpAction.Pass;
        ref ulong dropped = ref Dropped.GetValueRefOrNullRef(name.Hash);
        if (Unsafe.IsNullRef(ref dropped)) return XdpAction.Pass;
        Interlocked.Increment(ref dropped);
        return XdpAction.Drop;
    }

    // False where there is none, or not at a known place: no IP, cut off, a fragment.
    private static bool TrySkipToPayload(ref PacketCursor packet, out IPProtocol protocol)
    {
        protocol = default;
        if (!packet.TryRead(out EthernetHeader eth)) return false;
        EtherType type = eth.EtherType;
        if (!VlanTags.TryRead(ref packet, ref type, out _)) return false;
        if (type == EtherType.IPv4)
        {
            if (!packet.TryRead(out IPv4Header ip) || ip.IsFragment) return false;
            protocol = ip.Protocol;
            return packet.TrySkip(ip.OptionsLength);
        }

        if (type != EtherType.IPv6 || !packet.TryRead(out IPv6Header ip6)) return false;
        protocol = ip6.NextHeader;
        return IPv6Extensions.TrySkip(ref packet, ref protocol, out int fragmentOffset) && fragmentOffset == 0;
    }
}
