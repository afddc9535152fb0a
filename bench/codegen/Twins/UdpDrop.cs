using CSharpBpf;
using CSharpBpf.Net;

namespace Twins;

/// <summary>Twin of 02_udp_drop.c: UDP to port 5001 is dropped. The version nibble and the fragment offset are not looked at.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class UdpDrop : BpfObject
{
    [XdpProgram(Name = "udp_drop")]
    public XdpAction Run(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4
            || !packet.TryRead(out IPv4Header ip) || ip.Protocol != IPProtocol.Udp
            || !packet.TrySkip(ip.OptionsLength) || !packet.TryRead(out UdpHeader udp))
        {
            return XdpAction.Pass;
        }

        return udp.DestinationPort == 5001 ? XdpAction.Drop : XdpAction.Pass;
    }
}
