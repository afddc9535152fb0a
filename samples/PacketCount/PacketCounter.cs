using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

/// <summary>Packets and bytes of one kind.</summary>
public struct Traffic
{
    public ulong Packets;
    public ulong Bytes;
}

/// <summary>Counts what comes in and what goes out of an interface, by IP protocol; what carries the mark 7 does not leave.</summary>
public sealed partial class PacketCounter : BpfObject
{
    /// <summary>The key of what is not IPv4.</summary>
    public const uint OtherProtocols = 255;

    private const uint BlockedMark = 7;

    [BpfMap(MaxEntries = 256)]
    public partial PerCpuArrayMap<Traffic> Incoming { get; }

    [BpfMap(MaxEntries = 256)]
    public partial PerCpuArrayMap<Traffic> Outgoing { get; }

    [TcClassifier]
    public TcAction CountIn(TcContext ctx)
    {
        Count(ref Incoming.GetThisCpuValueRefOrNullRef(ProtocolOf(ctx)), ctx.Length);
        return TcAction.Unspecified;
    }

    [TcClassifier]
    public TcAction CountOut(TcContext ctx)
    {
        if (ctx.Mark == BlockedMark) return TcAction.Shot;
        Count(ref Outgoing.GetThisCpuValueRefOrNullRef(ProtocolOf(ctx)), ctx.Length);
        return TcAction.Unspecified;
    }

    private static uint ProtocolOf(TcContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        return ctx.Protocol == EtherType.IPv4 && packet.TryRead(out EthernetHeader _) && packet.TryRead(out IPv4Header ip) ? (uint)ip.Protocol : OtherProtocols;
    }

    private static void Count(ref Traffic traffic, uint length)
    {
        if (Unsafe.IsNullRef(ref traffic)) return;
        traffic.Packets++;
        traffic.Bytes += length;
    }
}
