namespace CSharpBpf.Net;

/// <summary>The IPv4 header without options (RFC 791): 20 bytes.</summary>
public struct IPv4Header
{
    private byte versionAndLength;
    private byte typeOfService;
    private UInt16BigEndian totalLength;
    private UInt16BigEndian identification;
    private UInt16BigEndian flagsAndFragmentOffset;
    private byte timeToLive;
    private IPProtocol protocol;
    private UInt16BigEndian checksum;
    private IPv4Address source;
    private IPv4Address destination;

    /// <summary>Version (4 bits) and header length (4 bits, in 4 bytes): 0x45 without options.</summary>
    public byte VersionAndLength
    {
        readonly get => versionAndLength;
        set => versionAndLength = value;
    }

    /// <summary>Differentiated services and congestion notification.</summary>
    public byte TypeOfService
    {
        readonly get => typeOfService;
        set => typeOfService = value;
    }

    /// <summary>Header and payload, in bytes.</summary>
    public ushort TotalLength
    {
        readonly get => totalLength.Value;
        set => totalLength = new UInt16BigEndian(value);
    }

    /// <summary>Says which fragments belong together.</summary>
    public ushort Identification
    {
        readonly get => identification.Value;
        set => identification = new UInt16BigEndian(value);
    }

    /// <summary>Flags (3 bits: reserved, don't fragment, more fragments) and offset (13 bits, in 8 bytes).</summary>
    public ushort FlagsAndFragmentOffset
    {
        readonly get => flagsAndFragmentOffset.Value;
        set => flagsAndFragmentOffset = new UInt16BigEndian(value);
    }

    /// <summary>Hops left.</summary>
    public byte TimeToLive
    {
        readonly get => timeToLive;
        set => timeToLive = value;
    }

    /// <summary>What follows.</summary>
    public IPProtocol Protocol
    {
        readonly get => protocol;
        set => protocol = value;
    }

    /// <summary>The header's checksum.</summary>
    public UInt16BigEndian Checksum
    {
        readonly get => checksum;
        set => checksum = value;
    }

    /// <summary>Where from.</summary>
    public IPv4Address Source
    {
        readonly get => source;
        set => source = value;
    }

    /// <summary>Where to.</summary>
    public IPv4Address Destination
    {
        readonly get => destination;
        set => destination = value;
    }

    /// <summary>4.</summary>
    public readonly int Version => versionAndLength >> 4;

    /// <summary>The header's length with options, in bytes: 0 to 60; valid from 20.</summary>
    public readonly int HeaderLength => (versionAndLength & 0x0F) << 2;

    /// <summary>The options' length in bytes: 0 to 40; negative in a malformed header, which PacketCursor.TrySkip refuses.</summary>
    public readonly int OptionsLength => HeaderLength - 20;

    /// <summary>Whether it is a part of a larger packet: more fragments follow, or it is not the first.</summary>
    public readonly bool IsFragment => (flagsAndFragmentOffset.Value & 0x3FFF) != 0;
}
