using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

/// <summary>
/// Drops IPv4 packets that no honest sender makes. There is a program for each protocol, which the first one reaches by a tail call through a table:
/// user space takes checks out of it and puts others in while packets flow.
/// </summary>
public sealed partial class ProtocolChecker : BpfObject
{
    private const int UdpHeaderLength = 8;

    /// <summary>The check of each protocol, by its number. What has none passes.</summary>
    [BpfMap(MaxEntries = 256)]
    public partial ProgramArray<XdpContext, XdpAction> Checks { get; }

    /// <summary>What was dropped, by protocol.</summary>
    [BpfMap(MaxEntries = 256)]
    public partial ArrayMap<ulong> Dropped { get; }

    [XdpProgram]
    public XdpAction Dispatch(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4) return XdpAction.Pass;
        if (!packet.TryRead(out IPv4Header ip)) return Drop(IPProtocol.IPv4);
        if (ip.Version != 4 || ip.OptionsLength < 0) return Drop(IPProtocol.IPv4);
        return ip.IsFragment ? XdpAction.Pass : Checks.TailCall(ctx, (uint)ip.Protocol, XdpAction.Pass);
    }

    [XdpProgram, ProgramArrayEntry(nameof(Checks), (uint)IPProtocol.Tcp)]
    public XdpAction CheckTcp(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!TrySkipToPayload(ref packet) || !packet.TryRead(out TcpHeader tcp) || tcp.OptionsLength < 0) return Drop(IPProtocol.Tcp);

        // A connection that begins does not end with the same packet, and a packet without any flag belongs to none.
        TcpFlags state = tcp.Flags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Reset | TcpFlags.Acknowledge);
        return state == TcpFlags.None || state.HasFlag(TcpFlags.Syn | TcpFlags.Fin) || state.HasFlag(TcpFlags.Syn | TcpFlags.Reset) ? Drop(IPProtocol.Tcp) : XdpAction.Pass;
    }

    [XdpProgram, ProgramArrayEntry(nameof(Checks), (uint)IPProtocol.Udp)]
    public XdpAction CheckUdp(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!TrySkipToPayload(ref packet) || !packet.TryRead(out UdpHeader udp) || udp.DestinationPort == 0) return Drop(IPProtocol.Udp);
        return udp.Length < UdpHeaderLength || udp.Length - UdpHeaderLength > packet.Remaining ? Drop(IPProtocol.Udp) : XdpAction.Pass;
    }

    [XdpProgram, ProgramArrayEntry(nameof(Checks), (uint)IPProtocol.Icmp)]
    public XdpAction CheckIcmp(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!TrySkipToPayload(ref packet) || !packet.TryRead(out IcmpHeader icmp)) return Drop(IPProtocol.Icmp);
        return icmp.Type == IcmpType.Redirect ? Drop(IPProtocol.Icmp) : XdpAction.Pass;
    }

    private static bool TrySkipToPayload(ref PacketCursor packet) =>
        packet.TryRead(out EthernetHeader _) && packet.TryRead(out IPv4Header ip) && packet.TrySkip(ip.OptionsLength);

    private XdpAction Drop(IPProtocol protocol)
    {
        ref ulong dropped = ref Dropped.GetValueRefOrNullRef((uint)protocol);
        if (!Unsafe.IsNullRef(ref dropped)) Interlocked.Increment(ref dropped);
        return XdpAction.Drop;
    }
}
