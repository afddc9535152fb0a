using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

namespace Twins;

/// <summary>What <see cref="ProtoCount"/> counts.</summary>
public struct Counter
{
    public ulong Packets;
    public ulong Bytes;
}

/// <summary>Twin of 03_proto_count.c: packets and bytes per IP protocol, per CPU; 255 for what is neither IPv4 nor IPv6, or cut short.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class ProtoCount : BpfObject
{
    private const uint Other = 255;

    [BpfMap(Name = "counts", MaxEntries = 256)]
    public partial PerCpuArrayMap<Counter> Counts { get; }

    [XdpProgram(Name = "proto_count")]
    public XdpAction Run(XdpContext ctx)
    {
        ref Counter counter = ref Counts.GetThisCpuValueRefOrNullRef(Classify(ctx.Packet));
        if (Unsafe.IsNullRef(ref counter))
        {
            return XdpAction.Aborted;
        }

        counter.Packets++;
        counter.Bytes += ctx.PacketLength;
        return XdpAction.Pass;
    }

    private static uint Classify(PacketCursor packet)
    {
        if (!packet.TryRead(out EthernetHeader eth))
        {
            return Other;
        }

        if (eth.EtherType == EtherType.IPv4)
        {
            return packet.TryRead(out IPv4Header ip) ? (uint)ip.Protocol : Other;
        }

        if (eth.EtherType == EtherType.IPv6)
        {
            return packet.TryRead(out IPv6Header ip) ? (uint)ip.NextHeader : Other;
        }

        return Other;
    }
}
