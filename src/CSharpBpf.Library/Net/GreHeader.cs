namespace CSharpBpf.Net;

/// <summary>The first four bytes of GRE (RFC 2784, with the key and sequence number of RFC 2890).</summary>
public struct GreHeader
{
    private UInt16BigEndian flagsAndVersion;
    private UInt16BigEndian protocolType;

    /// <summary>What is carried.</summary>
    public EtherType ProtocolType
    {
        readonly get => (EtherType)protocolType.Value;
        set => protocolType = new UInt16BigEndian((ushort)value);
    }

    /// <summary>Flags (13 bits) and version (3 bits).</summary>
    public ushort FlagsAndVersion
    {
        readonly get => flagsAndVersion.Value;
        set => flagsAndVersion = new UInt16BigEndian(value);
    }

    /// <summary>0 for GRE, 1 for PPTP's form (RFC 2637).</summary>
    public readonly byte Version => (byte)(flagsAndVersion.Value & 7);

    /// <summary>Whether a checksum and two reserved bytes follow.</summary>
    public readonly bool HasChecksum => (flagsAndVersion.Value & 0x8000) != 0;

    /// <summary>Whether a key of four bytes follows, behind the checksum if there is one.</summary>
    public readonly bool HasKey => (flagsAndVersion.Value & 0x2000) != 0;

    /// <summary>Whether a sequence number of four bytes follows, behind the others.</summary>
    public readonly bool HasSequenceNumber => (flagsAndVersion.Value & 0x1000) != 0;

    /// <summary>The length of the optional fields in bytes: 0, 4, 8 or 12.</summary>
    public readonly int OptionsLength => (HasChecksum ? 4 : 0) + (HasKey ? 4 : 0) + (HasSequenceNumber ? 4 : 0);
}
