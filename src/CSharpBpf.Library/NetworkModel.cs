using System;
using System.Collections.Generic;

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

    /// <summary>The indexes of the interfaces that there are: 1, the loopback interface, unless a test says otherwise.</summary>
    public ISet<uint> Interfaces { get; } = new HashSet<uint> { 1 };

    /// <summary>The copies that programs have sent (<see cref="TcContext.TryCloneRedirect"/>), oldest first.</summary>
    public IReadOnlyList<SentPacket> Sent => sent;

    internal int Send(uint interfaceIndex, bool isIngress, ReadOnlySpan<byte> packet)
    {
        if (!Interfaces.Contains(interfaceIndex))
        {
            return Invalid;
        }

        sent.Add(new SentPacket(new RedirectTarget(isIngress ? RedirectKind.InterfaceIngress : RedirectKind.Interface, interfaceIndex), packet.ToArray()));
        return 0;
    }
}
