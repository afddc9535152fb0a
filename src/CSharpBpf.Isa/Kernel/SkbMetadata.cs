namespace CSharpBpf.Isa.Kernel;

/// <summary>What the kernel's test run reads off an Ethernet header for a socket buffer (eth_type_trans of net/ethernet/eth.c, v6.12), on the loopback interface.</summary>
public static class SkbMetadata
{
    /// <summary>ETH_HLEN: the test run takes no shorter packet.</summary>
    public const int SmallestPacket = 14;

    /// <summary>As much of a packet as is read here.</summary>
    public const int Length = 16;

    private const int AddressLength = 6;
    private const int TypeOffset = 12;
    private const int SmallestEtherType = 0x0600;
    private const byte Novell8023 = 1;
    private const byte Llc8022 = 4;

    /// <summary>skb-&gt;protocol: the EtherType in network byte order, in the lower 16 bits; for a length instead of a type what says so.</summary>
    /// <param name="packet">The packet, or its first <see cref="Length"/> bytes; at least <see cref="SmallestPacket"/>.</param>
    public static uint Protocol(byte[] packet)
    {
        int type = (packet[TypeOffset] << 8) | packet[TypeOffset + 1];
        if (type < SmallestEtherType)
        {
            type = packet.Length >= SmallestPacket + 2 && packet[SmallestPacket] == 0xFF && packet[SmallestPacket + 1] == 0xFF ? Novell8023 : Llc8022;
        }

        return (uint)((type >> 8) | ((type & 0xFF) << 8));
    }

    /// <summary>skb-&gt;pkt_type: 0 for the interface's own address (all zero), 2 for a group, 3 for another host. The loopback interface has no broadcast address.</summary>
    /// <param name="packet">The packet, or its first <see cref="Length"/> bytes; at least <see cref="SmallestPacket"/>.</param>
    public static uint PacketType(byte[] packet)
    {
        bool isOwn = true;
        for (int i = 0; i < AddressLength; i++)
        {
            isOwn &= packet[i] == 0;
        }

        return isOwn ? 0u : (packet[0] & 1) != 0 ? 2u : 3u;
    }
}
