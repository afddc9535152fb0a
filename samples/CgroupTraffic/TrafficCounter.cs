using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

/// <summary>Bytes between the cgroup and one address, from the IP header on.</summary>
public struct AddressTraffic
{
    public ulong Sent;
    public ulong Received;
}

/// <summary>Counts what the sockets of a cgroup send and receive, by the address at the other end; lets everything pass.</summary>
public sealed partial class TrafficCounter : BpfObject
{
    [BpfMap(MaxEntries = 16_384)]
    public partial LruHashMap<IPv4Address, AddressTraffic> Addresses { get; }

    /// <summary>Bytes of what is not IPv4.</summary>
    [BpfGlobal]
    public partial ref ulong OtherBytes { get; }

    [CgroupSkb]
    public SkAction CountSent(CgroupSkbContext ctx)
    {
        if (TryReadHeader(ctx, out IPv4Header ip))
        {
            ref AddressTraffic traffic = ref TrafficOf(ip.Destination);
            if (!Unsafe.IsNullRef(ref traffic)) Interlocked.Add(ref traffic.Sent, ctx.Length);
        }

        return SkAction.Pass;
    }

    [CgroupSkb]
    public SkAction CountReceived(CgroupSkbContext ctx)
    {
        if (TryReadHeader(ctx, out IPv4Header ip))
        {
            ref AddressTraffic traffic = ref TrafficOf(ip.Source);
            if (!Unsafe.IsNullRef(ref traffic)) Interlocked.Add(ref traffic.Received, ctx.Length);
        }

        return SkAction.Pass;
    }

    private bool TryReadHeader(CgroupSkbContext ctx, out IPv4Header ip)
    {
        PacketCursor packet = ctx.Packet;
        if (packet.TryRead(out ip) && ctx.Protocol == EtherType.IPv4) return true;
        Interlocked.Add(ref OtherBytes, ctx.Length);
        return false;
    }

    private ref AddressTraffic TrafficOf(IPv4Address address)
    {
        ref AddressTraffic traffic = ref Addresses.GetValueRefOrNullRef(address);
        if (!Unsafe.IsNullRef(ref traffic)) return ref traffic;
        Addresses.TryAdd(address, default);
        return ref Addresses.GetValueRefOrNullRef(address);
    }
}
