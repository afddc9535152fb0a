using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

/// <summary>Someone tries to open a TCP connection.</summary>
public struct ConnectionAttempt
{
    public ulong Nanoseconds;
    public IPv4Address Source;
    public IPv4Address Destination;
    public ushort SourcePort;
    public ushort DestinationPort;
    public uint Length;
}

/// <summary>Sends a record for every TCP connection that someone tries to open, and lets all packets pass.</summary>
public sealed partial class ConnectionLogger : BpfObject
{
    [BpfMap(MaxEntries = 65_536)]
    public partial RingBuffer<ConnectionAttempt> Attempts { get; }

    /// <summary>Attempts that found the buffer full.</summary>
    [BpfGlobal]
    public partial ref ulong Lost { get; }

    [XdpProgram]
    public XdpAction Log(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4) return XdpAction.Pass;
        if (!packet.TryRead(out IPv4Header ip) || ip.Protocol != IPProtocol.Tcp) return XdpAction.Pass;
        if (!packet.TrySkip(ip.OptionsLength) || !packet.TryRead(out TcpHeader tcp)) return XdpAction.Pass;
        if ((tcp.Flags & (TcpFlags.Syn | TcpFlags.Acknowledge)) != TcpFlags.Syn) return XdpAction.Pass;

        ref ConnectionAttempt attempt = ref Attempts.ReserveOrNullRef();
        if (Unsafe.IsNullRef(ref attempt))
        {
            Interlocked.Increment(ref Lost);
            return XdpAction.Pass;
        }

        attempt.Nanoseconds = Bpf.KtimeGetNs();
        attempt.Source = ip.Source;
        attempt.Destination = ip.Destination;
        attempt.SourcePort = tcp.SourcePort;
        attempt.DestinationPort = tcp.DestinationPort;
        attempt.Length = ip.TotalLength;
        Attempts.Submit(ref attempt);
        return XdpAction.Pass;
    }
}
