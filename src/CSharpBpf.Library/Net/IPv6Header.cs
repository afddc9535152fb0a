namespace CSharpBpf.Net;

/// <summary>The IPv6 header (RFC 8200): 40 bytes.</summary>
public struct IPv6Header
{
    private UInt32BigEndian versionClassAndFlow;
    private UInt16BigEndian payloadLength;
    private IPProtocol nextHeader;
    private byte hopLimit;
    private IPv6Address source;
    private IPv6Address destination;

    /// <summary>Version (4 bits), traffic class (8 bits) and flow label (20 bits).</summary>
    public uint VersionClassAndFlow
    {
        readonly get => versionClassAndFlow.Value;
        set => versionClassAndFlow = new UInt32BigEndian(value);
    }

    /// <summary>What follows the header, in bytes.</summary>
    public ushort PayloadLength
    {
        readonly get => payloadLength.Value;
        set => payloadLength = new UInt16BigEndian(value);
    }

    /// <summary>What follows.</summary>
    public IPProtocol NextHeader
    {
        readonly get => nextHeader;
        set => nextHeader = value;
    }

    /// <summary>Hops left.</summary>
    public byte HopLimit
    {
        readonly get => hopLimit;
        set => hopLimit = value;
    }

    /// <summary>Where from.</summary>
    public IPv6Address Source
    {
        readonly get => source;
        set => source = value;
    }

    /// <summary>Where to.</summary>
    public IPv6Address Destination
    {
        readonly get => destination;
        set => destination = value;
    }

    /// <summary>6.</summary>
    public readonly int Version => (int)(versionClassAndFlow.Value >> 28);
}
