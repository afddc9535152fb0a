namespace CSharpBpf.Net;

/// <summary>VXLAN's header (RFC 7348 section 5): 8 bytes behind UDP, an Ethernet frame follows.</summary>
public struct VxlanHeader
{
    /// <summary>The UDP port that IANA gave VXLAN.</summary>
    public const ushort Port = 4789;

    private UInt32BigEndian flags;
    private UInt32BigEndian identifier;

    /// <summary>Whether the network identifier counts (the I flag): it must be set.</summary>
    public bool HasNetworkIdentifier
    {
        readonly get => (flags.Value & 0x0800_0000) != 0;
        set => flags = new UInt32BigEndian(value ? flags.Value | 0x0800_0000 : flags.Value & ~0x0800_0000u);
    }

    /// <summary>The network's number, 0 to 0xFFFFFF; higher bits are cut off.</summary>
    public uint NetworkIdentifier
    {
        readonly get => identifier.Value >> 8;
        set => identifier = new UInt32BigEndian(value << 8);
    }
}
