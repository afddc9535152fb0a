using CSharpBpf;
using CSharpBpf.Net;

namespace Twins;

/// <summary>Twin of k1_csum1500.c: the Internet checksum of the 1500 bytes behind the Ethernet header, as it would be stored.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class Csum1500 : BpfObject
{
    private const int Words = 375;

    [XdpProgram(Name = "csum1500")]
    public XdpAction Run(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader _))
        {
            return 0;
        }

        ulong sum = 0;
        for (int i = 0; i < Words; i++)
        {
            if (!packet.TryRead(out uint word))
            {
                return 0;
            }

            sum += word;
        }

        sum = (uint)sum + (sum >> 32);
        sum = (uint)sum + (sum >> 32);
        sum = (ushort)sum + (sum >> 16);
        sum = (ushort)sum + (sum >> 16);
        return (XdpAction)(ushort)~sum;
    }
}
