using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

namespace Twins;

/// <summary>What a packet is sent to.</summary>
public struct NatKey
{
    public IPv4Address Address;
    public UInt16BigEndian Port;
    public IPProtocol Protocol;
    public byte Zero;
}

/// <summary>Where it goes instead.</summary>
public struct NatTarget
{
    public IPv4Address Address;
    public UInt16BigEndian Port;
    public ushort Zero;
}

/// <summary>Twin of 11_tc_nat.c: replaces destination address and port of TCP and UDP over IPv4, with both checksums.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class TcNat : BpfObject
{
    private const uint IPv4Checksum = 24;
    private const uint IPv4Destination = 30;
    private const uint DestinationPort = 2;
    private const ushort FragmentBits = 0x3FFF;

    [BpfMap(Name = "nat", MaxEntries = 1024)]
    public partial HashMap<NatKey, NatTarget> Nat { get; }

    [TcClassifier(Name = "tc_nat")]
    public TcAction Run(TcContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || !packet.TryRead(out IPv4Header ip) || eth.EtherType != EtherType.IPv4)
        {
            return TcAction.Ok;
        }

        if (ip.OptionsLength < 0 || (ip.FlagsAndFragmentOffset & FragmentBits) != 0)
        {
            return TcAction.Ok;
        }

        packet.Skip((ushort)ip.OptionsLength);
        uint l4 = 34 + (uint)ip.OptionsLength;
        uint checksum;
        bool hasChecksum = true;
        L4ChecksumFlags flags = L4ChecksumFlags.None;
        UInt16BigEndian port;
        if (ip.Protocol == IPProtocol.Tcp)
        {
            if (!packet.TryRead(out TcpHeader tcp))
            {
                return TcAction.Ok;
            }

            port = new UInt16BigEndian(tcp.DestinationPort);
            checksum = l4 + 16;
        }
        else if (ip.Protocol == IPProtocol.Udp)
        {
            if (!packet.TryRead(out UdpHeader udp))
            {
                return TcAction.Ok;
            }

            port = new UInt16BigEndian(udp.DestinationPort);
            hasChecksum = udp.Checksum.Raw != 0;
            flags = L4ChecksumFlags.ZeroIsNone;
            checksum = l4 + 6;
        }
        else
        {
            return TcAction.Ok;
        }

        IPv4Address old = ip.Destination;
        ref NatTarget target = ref Nat.GetValueRefOrNullRef(new NatKey { Address = old, Port = port, Protocol = ip.Protocol });
        if (Unsafe.IsNullRef(ref target))
        {
            return TcAction.Ok;
        }

        IPv4Address address = target.Address;
        UInt16BigEndian newPort = target.Port;
        if (hasChecksum
            && (!ctx.TryReplaceL4Checksum(checksum, old.Raw, address.Raw, sizeof(uint), flags | L4ChecksumFlags.PseudoHeader)
                || !ctx.TryReplaceL4Checksum(checksum, port.Raw, newPort.Raw, sizeof(ushort), flags)))
        {
            return TcAction.Shot;
        }

        return ctx.TryReplaceL3Checksum(IPv4Checksum, old.Raw, address.Raw, sizeof(uint))
            && ctx.TryStore(IPv4Destination, address)
            && ctx.TryStore(l4 + DestinationPort, newPort)
            ? TcAction.Ok
            : TcAction.Shot;
    }
}
