namespace CSharpBpf.Net;

/// <summary>The TCP header without options (RFC 9293): 20 bytes.</summary>
public struct TcpHeader
{
    private UInt16BigEndian sourcePort;
    private UInt16BigEndian destinationPort;
    private UInt32BigEndian sequenceNumber;
    private UInt32BigEndian acknowledgmentNumber;
    private UInt16BigEndian offsetAndFlags;
    private UInt16BigEndian window;
    private UInt16BigEndian checksum;
    private UInt16BigEndian urgentPointer;

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

    /// <summary>The first payload byte's place in the stream.</summary>
    public uint SequenceNumber
    {
        readonly get => sequenceNumber.Value;
        set => sequenceNumber = new UInt32BigEndian(value);
    }

    /// <summary>The next byte the sender expects.</summary>
    public uint AcknowledgmentNumber
    {
        readonly get => acknowledgmentNumber.Value;
        set => acknowledgmentNumber = new UInt32BigEndian(value);
    }

    /// <summary>Header length (4 bits, in 4 bytes), reserved (4 bits) and flags (8 bits).</summary>
    public ushort OffsetAndFlags
    {
        readonly get => offsetAndFlags.Value;
        set => offsetAndFlags = new UInt16BigEndian(value);
    }

    /// <summary>The bytes the sender will take.</summary>
    public ushort Window
    {
        readonly get => window.Value;
        set => window = new UInt16BigEndian(value);
    }

    /// <summary>The checksum over pseudo-header, header and payload.</summary>
    public UInt16BigEndian Checksum
    {
        readonly get => checksum;
        set => checksum = value;
    }

    /// <summary>The end of urgent data.</summary>
    public ushort UrgentPointer
    {
        readonly get => urgentPointer.Value;
        set => urgentPointer = new UInt16BigEndian(value);
    }

    /// <summary>The header's length with options, in bytes: 0 to 60; valid from 20.</summary>
    public readonly int HeaderLength => (offsetAndFlags.Value >> 12) << 2;

    /// <summary>The options' length in bytes; negative in a malformed header.</summary>
    public readonly int OptionsLength => HeaderLength - 20;

    /// <summary>The flags.</summary>
    public readonly TcpFlags Flags => (TcpFlags)(offsetAndFlags.Value & 0xFF);
}
