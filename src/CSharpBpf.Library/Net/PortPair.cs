namespace CSharpBpf.Net;

/// <summary>The first four bytes of TCP, UDP and SCTP: where both ports stand.</summary>
public struct PortPair
{
    private UInt16BigEndian source;
    private UInt16BigEndian destination;

    /// <summary>Where from.</summary>
    public ushort Source
    {
        readonly get => source.Value;
        set => source = new UInt16BigEndian(value);
    }

    /// <summary>Where to.</summary>
    public ushort Destination
    {
        readonly get => destination.Value;
        set => destination = new UInt16BigEndian(value);
    }
}
