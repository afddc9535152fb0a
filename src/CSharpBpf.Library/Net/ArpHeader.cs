using System.Runtime.InteropServices;

namespace CSharpBpf.Net;

/// <summary>An ARP message for IPv4 over Ethernet (RFC 826): 28 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
public struct ArpHeader
{
    private UInt16BigEndian hardwareType;
    private UInt16BigEndian protocolType;
    private byte hardwareLength;
    private byte protocolLength;
    private UInt16BigEndian operation;
    private MacAddress senderHardwareAddress;
    private IPv4Address senderProtocolAddress;
    private MacAddress targetHardwareAddress;
    private IPv4Address targetProtocolAddress;

    /// <summary>1 for Ethernet.</summary>
    public ushort HardwareType
    {
        readonly get => hardwareType.Value;
        set => hardwareType = new UInt16BigEndian(value);
    }

    /// <summary>IPv4.</summary>
    public EtherType ProtocolType
    {
        readonly get => (EtherType)protocolType.Value;
        set => protocolType = new UInt16BigEndian((ushort)value);
    }

    /// <summary>6 for Ethernet.</summary>
    public byte HardwareLength
    {
        readonly get => hardwareLength;
        set => hardwareLength = value;
    }

    /// <summary>4 for IPv4.</summary>
    public byte ProtocolLength
    {
        readonly get => protocolLength;
        set => protocolLength = value;
    }

    /// <summary>1 request, 2 reply.</summary>
    public ushort Operation
    {
        readonly get => operation.Value;
        set => operation = new UInt16BigEndian(value);
    }

    /// <summary>The sender's Ethernet address.</summary>
    public MacAddress SenderHardwareAddress
    {
        readonly get => senderHardwareAddress;
        set => senderHardwareAddress = value;
    }

    /// <summary>The sender's IPv4 address.</summary>
    public IPv4Address SenderProtocolAddress
    {
        readonly get => senderProtocolAddress;
        set => senderProtocolAddress = value;
    }

    /// <summary>The target's Ethernet address.</summary>
    public MacAddress TargetHardwareAddress
    {
        readonly get => targetHardwareAddress;
        set => targetHardwareAddress = value;
    }

    /// <summary>The target's IPv4 address.</summary>
    public IPv4Address TargetProtocolAddress
    {
        readonly get => targetProtocolAddress;
        set => targetProtocolAddress = value;
    }
}
