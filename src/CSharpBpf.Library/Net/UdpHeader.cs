namespace CSharpBpf.Net;

/// <summary>The UDP header (RFC 768): 8 bytes.</summary>
public struct UdpHeader
{
    private UInt16BigEndian sourcePort;
    private UInt16BigEndian destinationPort;
    private UInt16BigEndian length;
    private UInt16BigEndian checksum;

    /// <summary>Where from.</summary>
    public ushort SourcePort
    {
        readonly get => sourcePort.Value;
        set => sourcePort = new UInt16BigEndian(value);
    }

    /// <summary>Where to.</summary>
    public ushort DestinationPort
    {
        readonly get => destinationPort.Value;
        set => destinationPort = new UInt16BigEndian(value);
    }

    /// <summary>Header and payload, in bytes.</summary>
    public ushort Length
    {
        readonly get => length.Value;
        set => length = new UInt16BigEndian(value);
    }

    /// <summary>The checksum; zero for none.</summary>
    public UInt16BigEndian Checksum
    {
        readonly get => checksum;
        set => checksum = value;
    }
}
