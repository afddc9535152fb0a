using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Hashing;
using CSharpBpf.Net;

namespace Twins;

/// <summary>A service's address.</summary>
public struct Vip
{
    public IPv4Address Address;
    public UInt16BigEndian Port;
    public IPProtocol Protocol;
    public byte Zero;
}

/// <summary>A server behind the services, and what its outer header adds up to without lengths.</summary>
public struct RealServer
{
    public IPv4Address Destination;
    public IPv4Address Source;
    public ushort BaseSum;
    public MacAddress Mac;
}

/// <summary>What a service got.</summary>
public struct ServiceTraffic
{
    public ulong Packets;
    public ulong Bytes;
}

/// <summary>Twin of 08_lb.c: chooses a server for each flow by consistent hashing, and sends the packet there in an outer IPv4 header.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class LoadBalancer : BpfObject
{
    private const uint RingSize = 1021;
    private const int OuterHeader = 20;
    private const ushort FragmentBits = 0x3FFF;

    [BpfMap(Name = "vips", MaxEntries = 64)]
    public partial HashMap<Vip, uint> Vips { get; }

    [BpfMap(Name = "ring", MaxEntries = 16 * RingSize)]
    public partial ArrayMap<uint> Ring { get; }

    [BpfMap(Name = "reals", MaxEntries = 64)]
    public partial ArrayMap<RealServer> Reals { get; }

    [BpfMap(Name = "stats", MaxEntries = 16)]
    public partial PerCpuArrayMap<ServiceTraffic> Stats { get; }

    [XdpProgram(Name = "lb")]
    public XdpAction Run(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth))
        {
            return XdpAction.Drop;
        }

        if (eth.EtherType != EtherType.IPv4)
        {
            return XdpAction.Pass;
        }

        ref IPv4Header ip = ref packet.ReadRefOrNullRef<IPv4Header>();
        if (Unsafe.IsNullRef(ref ip) || ip.HeaderLength != OuterHeader || (ip.FlagsAndFragmentOffset & FragmentBits) != 0)
        {
            return XdpAction.Drop;
        }

        IPProtocol protocol = ip.Protocol;
        if (protocol is not (IPProtocol.Tcp or IPProtocol.Udp))
        {
            return XdpAction.Pass;
        }

        if (!packet.TryPeek(out PortPair ports) || !packet.TryRead(out uint bothPorts))
        {
            return XdpAction.Drop;
        }

        ref uint number = ref Vips.GetValueRefOrNullRef(new Vip { Address = ip.Destination, Port = new UInt16BigEndian(ports.Destination), Protocol = protocol });
        if (Unsafe.IsNullRef(ref number))
        {
            return XdpAction.Pass;
        }

        uint vip = number;
        uint hash = Jhash.Hash(ip.Source.Raw, ip.Destination.Raw, bothPorts, (uint)protocol);
        ref uint slot = ref Ring.GetValueRefOrNullRef((vip * RingSize) + (hash % RingSize));
        if (Unsafe.IsNullRef(ref slot))
        {
            return XdpAction.Drop;
        }

        ref RealServer real = ref Reals.GetValueRefOrNullRef(slot);
        if (Unsafe.IsNullRef(ref real) || ip.TimeToLive <= 1)
        {
            return XdpAction.Drop;
        }

        ushort length = ip.TotalLength;
        byte service = ip.TypeOfService;
        ref ServiceTraffic traffic = ref Stats.GetThisCpuValueRefOrNullRef(vip & 15);
        if (Unsafe.IsNullRef(ref traffic))
        {
            return XdpAction.Drop;
        }

        traffic.Packets++;
        traffic.Bytes += length;
        ip.TimeToLive--;
        uint sum = (uint)ip.Checksum.Raw + new UInt16BigEndian(0x0100).Raw;
        ip.Checksum = UInt16BigEndian.FromRaw((ushort)(sum + (sum >= 0xFFFF ? 1u : 0)));

        if (!ctx.TryAdjustHead(-OuterHeader))
        {
            return XdpAction.Aborted;
        }

        packet = ctx.Packet;
        ref EthernetHeader newEth = ref packet.ReadRefOrNullRef<EthernetHeader>();
        ref IPv4Header outer = ref packet.ReadRefOrNullRef<IPv4Header>();
        if (Unsafe.IsNullRef(ref newEth) || Unsafe.IsNullRef(ref outer) || !packet.TryPeek(out IPv4Header _))
        {
            return XdpAction.Aborted;
        }

        newEth.Destination = real.Mac;
        newEth.Source = eth.Destination;
        newEth.EtherType = EtherType.IPv4;
        length += OuterHeader;
        sum = real.BaseSum + ((uint)service << 8) + new UInt16BigEndian(length).Raw;
        sum = (ushort)sum + (sum >> 16);
        sum = (ushort)sum + (sum >> 16);
        outer = new IPv4Header
        {
            VersionAndLength = 0x45,
            TypeOfService = service,
            TotalLength = length,
            TimeToLive = 64,
            Protocol = IPProtocol.IPv4,
            Source = real.Source,
            Destination = real.Destination,
            Checksum = UInt16BigEndian.FromRaw((ushort)~sum),
        };
        return XdpAction.Tx;
    }
}
