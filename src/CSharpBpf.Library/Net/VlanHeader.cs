namespace CSharpBpf.Net;

/// <summary>An IEEE 802.1Q tag behind the Ethernet header: 4 bytes, the tag control information and the type of what follows.</summary>
public struct VlanHeader
{
    private UInt16BigEndian tagControl;
    private UInt16BigEndian etherType;

    /// <summary>Priority (3 bits), drop eligibility (1 bit) and VLAN id (12 bits).</summary>
    public ushort TagControl
    {
        readonly get => tagControl.Value;
        set => tagControl = new UInt16BigEndian(value);
    }

    /// <summary>What follows.</summary>
    public EtherType EtherType
    {
        readonly get => (EtherType)etherType.Value;
        set => etherType = new UInt16BigEndian((ushort)value);
    }

    /// <summary>The VLAN's number, 0 to 4095.</summary>
    public readonly ushort VlanId => (ushort)(tagControl.Value & 0x0FFF);

    /// <summary>The priority code point, 0 to 7.</summary>
    public readonly byte Priority => (byte)(tagControl.Value >> 13);
}
