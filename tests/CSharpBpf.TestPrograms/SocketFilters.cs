using System.Threading;
using CSharpBpf.Net;

namespace CSharpBpf.TestPrograms;

/// <summary>Filters of sockets and cgroups.</summary>
public sealed partial class SocketFilters : BpfObject
{
    [BpfGlobal]
    public partial ref uint Sent { get; }

    /// <summary>A UDP socket's filter sees the UDP header first: lets pass what is longer than 3 bytes, and cuts it behind the fourth.</summary>
    [SocketFilter]
    public uint CutToFour(SocketFilterContext ctx) => ctx.Length > 8 + 3 ? 8 + 4u : 0;

    /// <summary>Counts what is sent, and drops UDP to port 9998.</summary>
    [CgroupSkb]
    public SkAction DropPort(CgroupSkbContext ctx)
    {
        Interlocked.Increment(ref Sent);
        PacketCursor packet = ctx.Packet;
        if (ctx.Protocol == EtherType.IPv4 && packet.TryRead(out IPv4Header ip) && ip.Protocol == IPProtocol.Udp && packet.TryRead(out UdpHeader udp) && udp.DestinationPort == 9998)
        {
            return SkAction.Drop;
        }

        return SkAction.Pass;
    }
}
