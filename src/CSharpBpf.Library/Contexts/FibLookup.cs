using System;
using System.Runtime.InteropServices;
using CSharpBpf.Net;

namespace CSharpBpf;

/// <summary>What a route lookup found (BPF_FIB_LKUP_RET_* of uapi/linux/bpf.h); negative for a negated error number: no such interface (-19), wrong arguments (-22).</summary>
public enum FibResult
{
    /// <summary>There is a route, and the next hop's MAC address is known.</summary>
    Success = 0,

    /// <summary>The route says to drop the packet.</summary>
    Blackhole = 1,

    /// <summary>The route says that the destination cannot be reached.</summary>
    Unreachable = 2,

    /// <summary>The route says that the destination is not allowed.</summary>
    Prohibit = 3,

    /// <summary>The packet is not to be forwarded: there is no route, or it is for this host.</summary>
    NotForwarded = 4,

    /// <summary>The interface does not forward.</summary>
    ForwardingDisabled = 5,

    /// <summary>The route needs an encapsulation.</summary>
    UnsupportedEncapsulation = 6,

    /// <summary>The next hop's MAC address is not known: let the packet pass, and the network stack asks for it.</summary>
    NoNeighbor = 7,

    /// <summary>The packet is longer than the way takes.</summary>
    FragmentationNeeded = 8,
}

/// <summary>How to look a route up (BPF_FIB_LOOKUP_* of uapi/linux/bpf.h).</summary>
[Flags]
public enum FibLookupFlags : uint
{
    /// <summary>As the network stack looks up what it forwards.</summary>
    None = 0,

    /// <summary>BPF_FIB_LOOKUP_DIRECT: without the rules that choose a table.</summary>
    Direct = 1,

    /// <summary>BPF_FIB_LOOKUP_OUTPUT: only routes out of the given interface.</summary>
    Output = 2,

    /// <summary>BPF_FIB_LOOKUP_SKIP_NEIGH (kernel 6.3): without the next hop's MAC address.</summary>
    SkipNeighbor = 4,
}

/// <summary>The question and the answer of a route lookup (struct bpf_fib_lookup).</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
public struct FibLookup
{
    internal const byte FamilyIPv4 = 2;
    internal const byte FamilyIPv6 = 10;

    [FieldOffset(0)]
    private byte family;
    [FieldOffset(1)]
    private IPProtocol protocol;
    [FieldOffset(2)]
    private UInt16BigEndian sourcePort;
    [FieldOffset(4)]
    private UInt16BigEndian destinationPort;
    [FieldOffset(6)]
    private ushort length;
    [FieldOffset(8)]
    private uint interfaceIndex;
    [FieldOffset(12)]
    private uint classOrMetric;
    [FieldOffset(16)]
    private IPv4Address source4;
    [FieldOffset(16)]
    private IPv6Address source6;
    [FieldOffset(32)]
    private IPv4Address destination4;
    [FieldOffset(32)]
    private IPv6Address destination6;
    [FieldOffset(48)]
    private uint vlan;
    [FieldOffset(52)]
    private MacAddress sourceMac;
    [FieldOffset(58)]
    private MacAddress destinationMac;

    /// <summary>Asks where a packet goes.</summary>
    /// <param name="interfaceIndex">The interface that it came in through.</param>
    /// <param name="packet">Its header.</param>
    public static FibLookup For(uint interfaceIndex, in IPv4Header packet) => new()
    {
        family = FamilyIPv4,
        protocol = packet.Protocol,
        length = packet.TotalLength,
        interfaceIndex = interfaceIndex,
        classOrMetric = packet.TypeOfService,
        source4 = packet.Source,
        destination4 = packet.Destination,
    };

    /// <summary>Asks where a packet goes.</summary>
    /// <param name="interfaceIndex">The interface that it came in through.</param>
    /// <param name="packet">Its header.</param>
    public static FibLookup For(uint interfaceIndex, in IPv6Header packet) => new()
    {
        family = FamilyIPv6,
        protocol = packet.NextHeader,
        length = (ushort)(packet.PayloadLength + 40),
        interfaceIndex = interfaceIndex,
        source6 = packet.Source,
        destination6 = packet.Destination,
    };

    /// <summary>The interface: before the lookup the one that the packet came in through, after it the one that it goes out of.</summary>
    public uint InterfaceIndex
    {
        readonly get => interfaceIndex;
        set => interfaceIndex = value;
    }

    /// <summary>Before the lookup the packet's length from its IP header, or 0 not to compare it; after it the longest that the way takes (kernel 5.13).</summary>
    public ushort Length
    {
        readonly get => length;
        set => length = value;
    }

    /// <summary>The ports, which rules can ask for; 0 as a rule.</summary>
    public ushort SourcePort
    {
        readonly get => sourcePort.Value;
        set => sourcePort = new UInt16BigEndian(value);
    }

    /// <summary>See <see cref="SourcePort"/>.</summary>
    public ushort DestinationPort
    {
        readonly get => destinationPort.Value;
        set => destinationPort = new UInt16BigEndian(value);
    }

    /// <summary>After a lookup: the route's metric.</summary>
    public readonly uint Metric => classOrMetric;

    /// <summary>The IPv4 address: before the lookup the packet's destination, after it the next hop's.</summary>
    public IPv4Address NextHop
    {
        readonly get => destination4;
        set => destination4 = value;
    }

    /// <summary>The IPv6 address: before the lookup the packet's destination, after it the next hop's.</summary>
    public IPv6Address NextHopIPv6
    {
        readonly get => destination6;
        set => destination6 = value;
    }

    /// <summary>After a lookup that succeeded: the MAC address of the interface that the packet goes out of.</summary>
    public readonly MacAddress Source => sourceMac;

    /// <summary>After a lookup that succeeded: the next hop's MAC address.</summary>
    public readonly MacAddress Destination => destinationMac;

    internal readonly byte Family => family;

    internal void SetRoute(uint outgoing, uint metric) => (interfaceIndex, classOrMetric) = (outgoing, metric);

    internal void SetMacs(MacAddress source, MacAddress destination) => (sourceMac, destinationMac) = (source, destination);

    internal void SetForwarded(ushort? mtu) => (vlan, length) = (0, mtu ?? length);
}
