namespace CSharpBpf.Net;

/// <summary>The IPv6 fragment header (RFC 8200 section 4.5): 8 bytes.</summary>
public struct IPv6FragmentHeader
{
    private const int MoreFragmentsFlag = 1;
    private const int OffsetMask = 0xFFF8;

    private IPProtocol nextHeader;
    private byte reserved;
    private UInt16BigEndian offsetAndFlags;
    private UInt32BigEndian identification;

    /// <summary>What follows.</summary>
    public IPProtocol NextHeader
    {
        readonly get => nextHeader;
        set => nextHeader = value;
    }

    /// <summary>Zero on sending, ignored on receipt.</summary>
    public byte Reserved
    {
        readonly get => reserved;
        set => reserved = value;
    }

    /// <summary>Where the fragment's bytes belong in the whole, in bytes.</summary>
    public readonly int Offset => offsetAndFlags.Value & OffsetMask;

    /// <summary>Whether this is not the last fragment.</summary>
    public readonly bool MoreFragments => (offsetAndFlags.Value & MoreFragmentsFlag) != 0;

    /// <summary>The offset in units of 8 bytes (13 bits), 2 reserved bits and the more-fragments flag.</summary>
    public ushort OffsetAndFlags
    {
        readonly get => offsetAndFlags.Value;
        set => offsetAndFlags = new UInt16BigEndian(value);
    }

    /// <summary>The same in all fragments of a packet.</summary>
    public uint Identification
    {
        readonly get => identification.Value;
        set => identification = new UInt32BigEndian(value);
    }
}
