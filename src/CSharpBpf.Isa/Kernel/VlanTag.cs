using System;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// What the kernel does with VLAN tags of a socket buffer (skb_vlan_push and skb_vlan_pop of net/core/skbuff.c, v6.12): the outermost is beside the packet,
/// others stand in it between the addresses and the type. Protocols as they lie in memory, in network byte order.
/// </summary>
public static class VlanTag
{
    /// <summary>VLAN_HLEN: the bytes of a tag in the packet.</summary>
    public const int Length = 4;

    /// <summary>The bytes of the two addresses at the packet's start.</summary>
    public const int Addresses = 12;

    /// <summary>VLAN_ETH_HLEN: a packet with a tag is not shorter.</summary>
    public const int SmallestTaggedPacket = 18;

    // ETH_P_8021Q and ETH_P_8021AD in network byte order.
    private const uint Customer = 0x0081;
    private const uint Service = 0xA888;

    /// <summary>Whether what the packet carries is a tag.</summary>
    public static bool IsTag(uint protocol) => protocol is Customer or Service;

    /// <summary>What a tag is taken for that is put on: anything but a tag's protocol is 802.1Q.</summary>
    public static uint Normalize(uint protocol) => IsTag(protocol & 0xFFFF) ? protocol & 0xFFFF : Customer;

    /// <summary>Moves the addresses to the front and writes a tag behind them.</summary>
    /// <param name="start">The packet's first bytes, with 4 bytes of room in front of them.</param>
    /// <param name="protocol">The tag's protocol.</param>
    /// <param name="control">The tag control information, as a number.</param>
    public static void Insert(Span<byte> start, uint protocol, uint control)
    {
        start.Slice(Length, Addresses).CopyTo(start);
        start[Addresses] = (byte)protocol;
        start[Addresses + 1] = (byte)(protocol >> 8);
        start[Addresses + 2] = (byte)(control >> 8);
        start[Addresses + 3] = (byte)control;
    }

    /// <summary>Takes the tag out of a packet's first bytes, which begin 4 bytes later then.</summary>
    /// <param name="start">The packet's first bytes.</param>
    /// <returns>The tag control information, as a number.</returns>
    public static uint Remove(Span<byte> start)
    {
        uint control = ((uint)start[Addresses + 2] << 8) | start[Addresses + 3];
        start.Slice(0, Addresses).CopyTo(start.Slice(Length));
        return control;
    }
}
