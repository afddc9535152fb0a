using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf.Net;

namespace CSharpBpf.TestPrograms;

/// <summary>Asks where packets go, and keeps the answer.</summary>
[BpfLicense("GPL")]
public sealed partial class Routes : BpfObject
{
    /// <summary>The interface that packets are said to come in through.</summary>
    [BpfConst]
    public uint From { get; init; } = 1;

    [BpfConst]
    public FibLookupFlags Flags { get; init; } = FibLookupFlags.None;

    /// <summary>Whether the packet's length is not compared.</summary>
    [BpfConst]
    public bool HasNoLength { get; init; } = false;

    [BpfGlobal]
    public partial ref FibLookup Answer { get; }

    /// <summary>Packets that <see cref="Route"/> forwarded.</summary>
    [BpfGlobal]
    public partial ref uint Routed { get; }

    [XdpProgram]
    public XdpAction Ask(XdpContext ctx)
    {
        if (!TryRead(ctx.Packet, out FibLookup lookup)) return XdpAction.Pass;
        FibResult result = ctx.LookUpRoute(ref lookup, Flags);
        Answer = lookup;
        return (XdpAction)(1000 + (int)result);
    }

    [TcClassifier]
    public TcAction AskTc(TcContext ctx)
    {
        if (!TryRead(ctx.Packet, out FibLookup lookup)) return TcAction.Pipe;
        FibResult result = ctx.LookUpRoute(ref lookup, Flags);
        Answer = lookup;
        return (TcAction)(1000 + (int)result);
    }

    /// <summary>Forwards as a router does; what cannot be forwarded here is left to the network stack.</summary>
    [XdpProgram]
    public XdpAction Route(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        ref EthernetHeader eth = ref packet.ReadRefOrNullRef<EthernetHeader>();
        if (Unsafe.IsNullRef(ref eth) || eth.EtherType != EtherType.IPv4) return XdpAction.Pass;
        ref IPv4Header ip = ref packet.ReadRefOrNullRef<IPv4Header>();
        if (Unsafe.IsNullRef(ref ip) || ip.TimeToLive <= 1) return XdpAction.Pass;
        FibLookup lookup = FibLookup.For(ctx.IngressInterfaceIndex, in ip);
        if (ctx.LookUpRoute(ref lookup) != FibResult.Success) return XdpAction.Pass;
        ushort before = (ushort)((ip.TimeToLive << 8) | (byte)ip.Protocol);
        ip.TimeToLive--;
        ip.Checksum = InternetChecksum.Update(ip.Checksum, before, (ushort)((ip.TimeToLive << 8) | (byte)ip.Protocol));
        eth.Source = lookup.Source;
        eth.Destination = lookup.Destination;
        Interlocked.Increment(ref Routed);
        return ctx.Redirect(lookup.InterfaceIndex);
    }

    private bool TryRead(PacketCursor packet, out FibLookup lookup)
    {
        lookup = default;
        if (!packet.TryRead(out EthernetHeader eth)) return false;
        if (eth.EtherType == EtherType.IPv4 && packet.TryRead(out IPv4Header ip))
        {
            lookup = FibLookup.For(From, in ip);
        }
        else if (eth.EtherType == EtherType.IPv6 && packet.TryRead(out IPv6Header ip6))
        {
            lookup = FibLookup.For(From, in ip6);
        }
        else
        {
            return false;
        }

        if (HasNoLength) lookup.Length = 0;
        return true;
    }
}
