namespace CSharpBpf.Net;

/// <summary>The fixed part of Geneve's header (RFC 8926 section 3.4): 8 bytes behind UDP, then options, then what is carried.</summary>
public struct GeneveHeader
{
    /// <summary>The UDP port that IANA gave Geneve.</summary>
    public const ushort Port = 6081;

    private UInt16BigEndian versionAndFlags;
    private UInt16BigEndian protocolType;
    private UInt32BigEndian identifier;

    /// <summary>Version (2 bits), options length in words (6 bits), control (1 bit), critical (1 bit) and reserved bits.</summary>
    public ushort VersionAndFlags
    {
        readonly get => versionAndFlags.Value;
        set => versionAndFlags = new UInt16BigEndian(value);
    }

    /// <summary>What is carried: 0x6558 is an Ethernet frame.</summary>
    public EtherType ProtocolType
    {
        readonly get => (EtherType)protocolType.Value;
        set => protocolType = new UInt16BigEndian((ushort)value);
    }

    /// <summary>The network's number, 0 to 0xFFFFFF; higher bits are cut off.</summary>
    public uint NetworkIdentifier
    {
        readonly get => identifier.Value >> 8;
        set => identifier = new UInt32BigEndian(value << 8);
    }

    /// <summary>0 in RFC 8926.</summary>
    public readonly byte Version => (byte)(versionAndFlags.Value >> 14);

    /// <summary>The length of the options in bytes: 0 to 252.</summary>
    public readonly int OptionsLength => ((versionAndFlags.Value >> 8) & 0x3F) << 2;

    /// <summary>Whether this is a control packet.</summary>
    public readonly bool IsControl => (versionAndFlags.Value & 0x80) != 0;

    /// <summary>Whether an option must be understood.</summary>
    public readonly bool HasCriticalOptions => (versionAndFlags.Value & 0x40) != 0;
}
