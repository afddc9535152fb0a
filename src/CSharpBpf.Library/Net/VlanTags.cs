namespace CSharpBpf.Net;

/// <summary>The VLAN tags of a frame: none, one (IEEE 802.1Q), or two (802.1ad, "QinQ").</summary>
public struct VlanTags
{
    /// <summary>The most tags that <see cref="TryRead"/> takes.</summary>
    public const int MaxCount = 2;

    // 0, 4 or 8 bytes.
    private const uint DistanceMask = 12;

    /// <summary>How many tags there are.</summary>
    public int Count { get; private set; }

    /// <summary>The tag next to the MAC addresses, or default.</summary>
    public VlanHeader Outer { get; private set; }

    /// <summary>The tag behind it, or default.</summary>
    public VlanHeader Inner { get; private set; }

    /// <summary>Whether a tag follows an EtherType.</summary>
    public static bool Announces(EtherType type) => type is EtherType.Vlan or EtherType.ServiceVlan;

    /// <summary>Reads the tags behind an Ethernet header and moves behind them. A third tag is left, and shows in the type.</summary>
    /// <param name="packet">Where the tags are.</param>
    /// <param name="type">The Ethernet header's type; becomes the type of what follows the tags.</param>
    /// <param name="tags">The tags.</param>
    /// <returns>Whether the packet holds what the types say.</returns>
    public static bool TryRead(ref PacketCursor packet, ref EtherType type, out VlanTags tags)
    {
        tags = default;
        PacketCursor walk = packet;
        if (Announces(type))
        {
            if (!walk.TryRead(out VlanHeader outer))
            {
                return false;
            }

            type = outer.EtherType;
            tags.Outer = outer;
            tags.Count = 1;
            if (Announces(type))
            {
                if (!walk.TryRead(out VlanHeader inner))
                {
                    return false;
                }

                type = inner.EtherType;
                tags.Inner = inner;
                tags.Count = 2;
            }
        }

        packet.Skip((ushort)(walk.DistanceFrom(packet) & DistanceMask));
        return true;
    }
}
