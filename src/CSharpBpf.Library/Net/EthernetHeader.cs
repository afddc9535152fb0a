namespace CSharpBpf.Net;

/// <summary>The Ethernet II header: 14 bytes.</summary>
public struct EthernetHeader
{
    private MacAddress destination;
    private MacAddress source;
    private UInt16BigEndian etherType;

    /// <summary>Where to.</summary>
    public MacAddress Destination
    {
        readonly get => destination;
        set => destination = value;
    }

    /// <summary>Where from.</summary>
    public MacAddress Source
    {
        readonly get => source;
        set => source = value;
    }

    /// <summary>What follows.</summary>
    public EtherType EtherType
    {
        readonly get => (EtherType)etherType.Value;
        set => etherType = new UInt16BigEndian((ushort)value);
    }
}
