using System;
using System.Collections.Generic;
using CSharpBpf.Net;

namespace CSharpBpf;

/// <summary>A copy of a packet that a program has sent somewhere.</summary>
/// <param name="Target">Where to.</param>
/// <param name="Packet">The packet, as it was then.</param>
public sealed record SentPacket(RedirectTarget Target, ReadOnlyMemory<byte> Packet);

/// <summary>What helpers see of the network around a program that does not run in a kernel. Not safe for concurrent changes.</summary>
public sealed class NetworkModel
{
    private const int Invalid = -22;

    private readonly List<SentPacket> sent = [];
    private readonly Dictionary<uint, ModelInterface> interfaces = new() { [1] = new ModelInterface(Mtu: 65_535, IsForwarding: false) };
    private readonly RouteModel routes;

    /// <summary>A model with the loopback interface alone, which has the index 1 and does not forward.</summary>
    public NetworkModel()
    {
        routes = new RouteModel(interfaces);
    }

    /// <summary>The interfaces that there are, by their index.</summary>
    public IReadOnlyDictionary<uint, ModelInterface> Interfaces => interfaces;

    /// <summary>The copies that programs have sent (<see cref="TcContext.TryCloneRedirect"/>), oldest first.</summary>
    public IReadOnlyList<SentPacket> Sent => sent;

    /// <summary>Adds an interface, or replaces it.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="added">What it is like; null for the defaults.</param>
    public void AddInterface(uint index, ModelInterface? added = null) => interfaces[index] = added ?? new ModelInterface();

    /// <summary>Adds a route for route lookups (<see cref="XdpContext.LookUpRoute"/>).</summary>
    /// <param name="destination">The network that it leads to.</param>
    /// <param name="route">The route.</param>
    /// <exception cref="ArgumentException">There is no such interface.</exception>
    public void AddRoute(IPv4Prefix destination, ModelRoute route)
    {
        Check(route);
        routes.Add(destination, route);
    }

    /// <summary>Adds a route for route lookups (<see cref="XdpContext.LookUpRoute"/>).</summary>
    /// <param name="destination">The network that it leads to.</param>
    /// <param name="route">The route.</param>
    /// <exception cref="ArgumentException">There is no such interface.</exception>
    public void AddRoute(IPv6Prefix destination, ModelRoute route)
    {
        Check(route);
        routes.Add(destination, route);
    }

    /// <summary>Says which MAC address a next hop has.</summary>
    /// <param name="interfaceIndex">The interface that it is behind.</param>
    /// <param name="address">Its IP address.</param>
    /// <param name="mac">Its MAC address.</param>
    public void AddNeighbor(uint interfaceIndex, IPv4Address address, MacAddress mac) => routes.Neighbors4[(interfaceIndex, address)] = mac;

    /// <summary>Says which MAC address a next hop has.</summary>
    /// <param name="interfaceIndex">The interface that it is behind.</param>
    /// <param name="address">Its IP address.</param>
    /// <param name="mac">Its MAC address.</param>
    public void AddNeighbor(uint interfaceIndex, IPv6Address address, MacAddress mac) => routes.Neighbors6[(interfaceIndex, address)] = mac;

    internal int LookUpRoute(ref FibLookup lookup, uint flags, uint? packetLength) => routes.LookUp(ref lookup, flags, packetLength);

    internal int Send(uint interfaceIndex, bool isIngress, ReadOnlySpan<byte> packet)
    {
        if (!interfaces.ContainsKey(interfaceIndex))
        {
            return Invalid;
        }

        sent.Add(new SentPacket(new RedirectTarget(isIngress ? RedirectKind.InterfaceIngress : RedirectKind.Interface, interfaceIndex), packet.ToArray()));
        return 0;
    }

    private void Check(ModelRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (!interfaces.ContainsKey(route.InterfaceIndex))
        {
            throw new ArgumentException($"There is no interface {route.InterfaceIndex} that a route could lead out of: AddInterface adds it.", nameof(route));
        }
    }
}
