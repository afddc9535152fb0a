using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Net;

namespace CSharpBpf;

/// <summary>An interface of a <see cref="NetworkModel"/>.</summary>
/// <param name="Address">Its MAC address.</param>
/// <param name="Mtu">The longest packet that it takes, in bytes from the IP header.</param>
/// <param name="IsForwarding">Whether packets that come in through it are forwarded.</param>
public sealed record ModelInterface(MacAddress Address = default, ushort Mtu = 1500, bool IsForwarding = true);

/// <summary>A route of a <see cref="NetworkModel"/>.</summary>
/// <param name="InterfaceIndex">The interface that it leads out of.</param>
public sealed record ModelRoute(uint InterfaceIndex)
{
    /// <summary>For routes that lead nowhere: <see cref="FibResult.Blackhole"/>, Unreachable, Prohibit, or NotForwarded for an address of this host.</summary>
    public FibResult Result { get; init; } = FibResult.Success;

    /// <summary>The next hop; null if the destination itself is.</summary>
    public IPv4Address? Gateway { get; init; }

    /// <summary>The next hop; null if the destination itself is.</summary>
    public IPv6Address? GatewayIPv6 { get; init; }

    /// <summary>Of two routes to the same network the one with the lower metric is taken.</summary>
    public uint Metric { get; init; }

    /// <summary>
    /// The longest packet that the way takes, in bytes from the IP header; null for as long as the interface takes. For IPv4 the kernel looks at it only if it is
    /// locked (<c>mtu lock 1400</c>).
    /// </summary>
    public ushort? Mtu { get; init; }
}

/// <summary>Answers route lookups from a network model, as bpf_fib_lookup does from the kernel's tables (net/core/filter.c, v6.12).</summary>
internal sealed class RouteModel(IReadOnlyDictionary<uint, ModelInterface> interfaces)
{
    private const int Invalid = -22;
    private const int NoSuchDevice = -19;
    private const int UnknownFamily = -97;
    private const uint KnownFlags = (uint)(FibLookupFlags.Direct | FibLookupFlags.Output | FibLookupFlags.SkipNeighbor);

    // An Ethernet header and a VLAN tag, which an interface takes beyond its MTU.
    private const uint LinkHeader = 14 + 4;

    private readonly List<(IPv4Prefix Prefix, ModelRoute Route)> routes4 = [];
    private readonly List<(IPv6Prefix Prefix, ModelRoute Route)> routes6 = [];

    public Dictionary<(uint Interface, IPv4Address Address), MacAddress> Neighbors4 { get; } = [];

    public Dictionary<(uint Interface, IPv6Address Address), MacAddress> Neighbors6 { get; } = [];

    public void Add(IPv4Prefix prefix, ModelRoute route) => routes4.Add((prefix, route));

    public void Add(IPv6Prefix prefix, ModelRoute route) => routes6.Add((prefix, route));

    /// <param name="lookup">The question; gets the answer.</param>
    /// <param name="flags">How to look it up.</param>
    /// <param name="packetLength">The packet's length from its Ethernet header, for a socket buffer; null for XDP, where only the question's length counts.</param>
    public int LookUp(ref FibLookup lookup, uint flags, uint? packetLength)
    {
        if ((flags & ~KnownFlags) != 0)
        {
            return Invalid;
        }

        if (lookup.Family is not (FibLookup.FamilyIPv4 or FibLookup.FamilyIPv6))
        {
            return UnknownFamily;
        }

        if (!interfaces.TryGetValue(lookup.InterfaceIndex, out ModelInterface? from))
        {
            return NoSuchDevice;
        }

        if (!from.IsForwarding)
        {
            return (int)FibResult.ForwardingDisabled;
        }

        return FindRoute(lookup, flags) switch
        {
            null => (int)FibResult.NotForwarded,
            { Result: not FibResult.Success } nowhere => (int)nowhere.Result,
            { } route => Follow(ref lookup, route, flags, packetLength),
        };
    }

    private int Follow(ref FibLookup lookup, ModelRoute route, uint flags, uint? packetLength)
    {
        ModelInterface to = interfaces[route.InterfaceIndex];
        bool checksLength = packetLength is null || lookup.Length != 0;
        ushort mtu = route.Mtu ?? to.Mtu;
        if (checksLength && lookup.Length > mtu)
        {
            lookup.Length = mtu;
            return (int)FibResult.FragmentationNeeded;
        }

        lookup.SetRoute(route.InterfaceIndex, route.Metric);
        bool isIPv4 = lookup.Family == FibLookup.FamilyIPv4;
        if (isIPv4)
        {
            lookup.NextHop = route.Gateway ?? lookup.NextHop;
        }
        else
        {
            lookup.NextHopIPv6 = route.GatewayIPv6 ?? lookup.NextHopIPv6;
        }

        if ((flags & (uint)FibLookupFlags.SkipNeighbor) == 0)
        {
            MacAddress neighbor = default;
            if (isIPv4 ? !Neighbors4.TryGetValue((route.InterfaceIndex, lookup.NextHop), out neighbor) : !Neighbors6.TryGetValue((route.InterfaceIndex, lookup.NextHopIPv6), out neighbor))
            {
                return (int)FibResult.NoNeighbor;
            }

            lookup.SetMacs(to.Address, neighbor);
        }

        lookup.SetForwarded(checksLength ? mtu : null);
        if (checksLength)
        {
            return (int)FibResult.Success;
        }

        lookup.Length = to.Mtu;
        return packetLength > to.Mtu + LinkHeader ? (int)FibResult.FragmentationNeeded : (int)FibResult.Success;
    }

    /// <summary>The longest prefix, and of several the lowest metric.</summary>
    private ModelRoute? FindRoute(FibLookup lookup, uint flags)
    {
        uint? only = (flags & (uint)FibLookupFlags.Output) != 0 ? lookup.InterfaceIndex : null;
        IEnumerable<(uint Length, ModelRoute Route)> found = lookup.Family == FibLookup.FamilyIPv4
            ? routes4.Where(row => row.Prefix.Contains(lookup.NextHop)).Select(static row => (row.Prefix.Length, row.Route))
            : routes6.Where(row => row.Prefix.Contains(lookup.NextHopIPv6)).Select(static row => (row.Prefix.Length, row.Route));
        return found.Where(row => only is null || row.Route.InterfaceIndex == only).OrderByDescending(static row => row.Length).ThenBy(static row => row.Route.Metric).FirstOrDefault().Route;
    }
}
