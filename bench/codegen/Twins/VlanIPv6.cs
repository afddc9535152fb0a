using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

namespace Twins;

/// <summary>Twin of 04_vlan_ipv6.c: counts frames per VLAN, walks up to six IPv6 extension headers and drops what goes to port 23.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class VlanIPv6 : BpfObject
{
    private const int MaxTags = 2;
    private const int MaxExtensions = 6;
    private const int Telnet = 23;

    [BpfMap(Name = "vlans", MaxEntries = 4096)]
    public partial PerCpuArrayMap<ulong> Vlans { get; }

    [XdpProgram(Name = "vlan_ipv6")]
    public XdpAction Run(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth))
        {
            return XdpAction.Drop;
        }

        EtherType type = eth.EtherType;
        uint vlan = 0;
        for (int i = 0; i < MaxTags && type is EtherType.Vlan or EtherType.ServiceVlan; i++)
        {
            if (!packet.TryRead(out VlanHeader tag))
            {
                return XdpAction.Drop;
            }

            if (i == 0)
            {
                vlan = tag.VlanId;
            }

            type = tag.EtherType;
        }

        ref ulong count = ref Vlans.GetThisCpuValueRefOrNullRef(vlan);
        if (!Unsafe.IsNullRef(ref count))
        {
            count++;
        }

        if (type != EtherType.IPv6)
        {
            return XdpAction.Pass;
        }

        if (!packet.TryRead(out IPv6Header ip))
        {
            return XdpAction.Drop;
        }

        IPProtocol next = ip.NextHeader;
        for (int i = 0; next.IsExtensionHeader(); i++)
        {
            if (i == MaxExtensions)
            {
                return XdpAction.Drop;
            }

            if (next == IPProtocol.Fragment)
            {
                if (!packet.TryRead(out IPv6FragmentHeader fragment))
                {
                    return XdpAction.Drop;
                }

                if (fragment.Offset != 0)
                {
                    return XdpAction.Pass;
                }

                next = fragment.NextHeader;
            }
            else
            {
                if (!packet.TryPeek(out IPv6ExtensionHeader extension))
                {
                    return XdpAction.Drop;
                }

                packet.Skip(extension.LengthAs(next));
                next = extension.NextHeader;
            }
        }

        if (next is not (IPProtocol.Tcp or IPProtocol.Udp))
        {
            return XdpAction.Pass;
        }

        return packet.TryRead(out PortPair ports) && ports.Destination != Telnet ? XdpAction.Pass : XdpAction.Drop;
    }
}
