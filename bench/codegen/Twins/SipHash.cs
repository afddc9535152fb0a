using CSharpBpf;
using CSharpBpf.Hashing;
using CSharpBpf.Net;

namespace Twins;

/// <summary>Twin of k3_siphash.c: SipHash-2-4 of the 64 bytes behind the Ethernet header, folded to 32 bits.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class SipHash : BpfObject
{
    private const int Words = 8;

    [XdpProgram(Name = "siphash")]
    public XdpAction Run(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader _))
        {
            return 0;
        }

        var state = new SipHash24(0x0706050403020100, 0x0F0E0D0C0B0A0908);
        for (int i = 0; i < Words; i++)
        {
            if (!packet.TryRead(out ulong word))
            {
                return 0;
            }

            state.Add(word);
        }

        ulong hash = state.Finish(Words * sizeof(ulong));
        return (XdpAction)((uint)hash ^ (uint)(hash >> 32));
    }
}
