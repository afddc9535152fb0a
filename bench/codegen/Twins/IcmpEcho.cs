using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

namespace Twins;

/// <summary>Twin of 09_icmp_echo.c: answers ICMP echo requests in place, with the checksum updated incrementally.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class IcmpEcho : BpfObject
{
    private const byte VersionAndLengthWithoutOptions = 0x45;

    [XdpProgram(Name = "icmp_echo")]
    public XdpAction Run(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        ref EthernetHeader eth = ref packet.ReadRefOrNullRef<EthernetHeader>();
        if (Unsafe.IsNullRef(ref eth) || eth.EtherType != EtherType.IPv4)
        {
            return XdpAction.Pass;
        }

        ref IPv4Header ip = ref packet.ReadRefOrNullRef<IPv4Header>();
        if (Unsafe.IsNullRef(ref ip) || ip.VersionAndLength != VersionAndLengthWithoutOptions || ip.Protocol != IPProtocol.Icmp || ip.IsFragment)
        {
            return XdpAction.Pass;
        }

        ref IcmpHeader icmp = ref packet.ReadRefOrNullRef<IcmpHeader>();
        if (Unsafe.IsNullRef(ref icmp) || icmp.Type != IcmpType.EchoRequest || icmp.Code != 0)
        {
            return XdpAction.Pass;
        }

        MacAddress mac = eth.Destination;
        eth.Destination = eth.Source;
        eth.Source = mac;
        IPv4Address address = ip.Source;
        ip.Source = ip.Destination;
        ip.Destination = address;
        icmp.Type = IcmpType.EchoReply;

        // The type is the first byte of its word, so the sum loses 0x0800; adding it to the checksum is the same, with the carry folded in.
        uint checksum = (uint)icmp.Checksum.Raw + new UInt16BigEndian(0x0800).Raw;
        icmp.Checksum = UInt16BigEndian.FromRaw((ushort)(checksum + (checksum >> 16)));
        return XdpAction.Tx;
    }
}
