namespace CSharpBpf.Net;

/// <summary>The ICMPv6 header (RFC 4443): 8 bytes. Echo messages use the last four as identifier and sequence number.</summary>
public struct IcmpV6Header
{
    private IcmpV6Type type;
    private byte code;
    private UInt16BigEndian checksum;
    private UInt16BigEndian identifier;
    private UInt16BigEndian sequenceNumber;

    /// <summary>The message's type.</summary>
    public IcmpV6Type Type
    {
        readonly get => type;
        set => type = value;
    }

    /// <summary>Its subtype.</summary>
    public byte Code
    {
        readonly get => code;
        set => code = value;
    }

    /// <summary>The checksum over pseudo-header, header and payload.</summary>
    public UInt16BigEndian Checksum
    {
        readonly get => checksum;
        set => checksum = value;
    }

    /// <summary>Echo: the sender's identifier.</summary>
    public ushort Identifier
    {
        readonly get => identifier.Value;
        set => identifier = new UInt16BigEndian(value);
    }

    /// <summary>Echo: the message's number.</summary>
    public ushort SequenceNumber
    {
        readonly get => sequenceNumber.Value;
        set => sequenceNumber = new UInt16BigEndian(value);
    }
}
