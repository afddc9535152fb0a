// packets: 450000730000400040110000c0a80001c0a800c70102030405060708090a0b0c0d0e0f1011121314, 4500001c0000400040118861c0a80001c0a800c704d2003500080000000000000000000000000000, ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 45000073000040, 60000000000b114020010db800000000000000000000000120010db800000000000000000000000214e90035000bcae2616263, 60000000000a114020010db800000000000000000000000120010db800000000000000000000000200010002000acf48d519, 60000000000b114020010db800000000000000000000000120010db800000000000000000000000200010002000bb1e578797a
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Header(XdpContext ctx)
    {
        var packet = ctx.Packet;
        InternetChecksum sum = default;
        if (!sum.TryAdd(ref packet, 20)) return XdpAction.Pass;
        return (XdpAction)((uint)sum.Value.Value | (sum.IsValid ? 0x10000u : 0));
    }

    [XdpProgram]
    public XdpAction AnyLength(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out IPv4Header ip)) return XdpAction.Pass;
        InternetChecksum sum = default;
        sum.AddPseudoHeader(ip.Source, ip.Destination, ip.Protocol, 19);
        if (!sum.TryAdd(ref packet, ip.Identification == 0 ? 19 : 7)) return XdpAction.Drop;
        return (XdpAction)(uint)sum.Value.Value;
    }

    [XdpProgram]
    public XdpAction Incremental(XdpContext ctx)
    {
        var packet = ctx.Packet;
        ref IPv4Header ip = ref packet.ReadRefOrNullRef<IPv4Header>();
        if (Unsafe.IsNullRef(ref ip)) return XdpAction.Pass;
        ushort length = ip.TotalLength;
        ip.TotalLength = 99;
        ip.Checksum = InternetChecksum.Update(ip.Checksum, length, 99);
        IPv4Address source = ip.Source;
        ip.Source = new IPv4Address(10, 255, 255, 1);
        ip.Checksum = InternetChecksum.Update(ip.Checksum, source, ip.Source);
        return (XdpAction)(uint)ip.Checksum.Value;
    }

    [XdpProgram]
    public XdpAction OverIPv6(XdpContext ctx)
    {
        var packet = ctx.Packet;
        ref IPv6Header ip = ref packet.ReadRefOrNullRef<IPv6Header>();
        if (Unsafe.IsNullRef(ref ip) || ip.Version != 6) return XdpAction.Pass;
        PacketCursor payload = packet;
        ref UdpHeader udp = ref packet.ReadRefOrNullRef<UdpHeader>();
        if (Unsafe.IsNullRef(ref udp)) return XdpAction.Drop;
        InternetChecksum sum = default;
        sum.AddPseudoHeader(ip.Source, ip.Destination, ip.NextHeader, ip.PayloadLength);
        if (!sum.TryAdd(ref payload, ip.PayloadLength)) return XdpAction.Drop;
        IPv6Address source = ip.Source;
        ip.Source = new IPv6Address(0xFD00_0000_0000_0001, source.Low);
        udp.Checksum = InternetChecksum.ForUdp(InternetChecksum.Update(udp.Checksum, source, ip.Source));
        return (XdpAction)((uint)udp.Checksum.Value | (sum.IsValid ? 0x10000u : 0));
    }
}
// expected
// Header: 47201 450000730000400040110000c0a80001c0a800c70102030405060708090a0b0c0d0e0f1011121314
// Header: 12375 4500001c0000400040118861c0a80001c0a800c704d2003500080000000000000000000000000000
// Header: 65536 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Header: 2 45000073000040
// Header: 24827 60000000000b114020010db800000000000000000000000120010db800000000000000000000000214e90035000bcae2616263
// Header: 24828 60000000000a114020010db800000000000000000000000120010db800000000000000000000000200010002000acf48d519
// Header: 24827 60000000000b114020010db800000000000000000000000120010db800000000000000000000000200010002000bb1e578797a
// AnyLength: 6504 450000730000400040110000c0a80001c0a800c70102030405060708090a0b0c0d0e0f1011121314
// AnyLength: 30899 4500001c0000400040118861c0a80001c0a800c704d2003500080000000000000000000000000000
// AnyLength: 65516 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// AnyLength: 2 45000073000040
// AnyLength: 53993 60000000000b114020010db800000000000000000000000120010db800000000000000000000000214e90035000bcae2616263
// AnyLength: 53993 60000000000a114020010db800000000000000000000000120010db800000000000000000000000200010002000acf48d519
// AnyLength: 53993 60000000000b114020010db800000000000000000000000120010db800000000000000000000000200010002000bb1e578797a
// Incremental: 46776 45000063000040004011b6b80affff01c0a800c70102030405060708090a0b0c0d0e0f1011121314
// Incremental: 16067 450000630000400040113ec30affff01c0a800c704d2003500080000000000000000000000000000
// Incremental: 62875 ffff0063fffffffffffff59b0affff01ffffffffffffffffffffffffffffffffffffffffffffffff
// Incremental: 2 45000073000040
// Incremental: 852 60000063000b1140200103540affff01000000000000000120010db800000000000000000000000214e90035000bcae2616263
// Incremental: 852 60000063000a1140200103540affff01000000000000000120010db800000000000000000000000200010002000acf48d519
// Incremental: 852 60000063000b1140200103540affff01000000000000000120010db800000000000000000000000200010002000bb1e578797a
// OverIPv6: 2 450000730000400040110000c0a80001c0a800c70102030405060708090a0b0c0d0e0f1011121314
// OverIPv6: 2 4500001c0000400040118861c0a80001c0a800c704d2003500080000000000000000000000000000
// OverIPv6: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// OverIPv6: 2 45000073000040
// OverIPv6: 129945 60000000000b1140fd00000000000001000000000000000120010db800000000000000000000000214e90035000bfb99616263
// OverIPv6: 131071 60000000000a1140fd00000000000001000000000000000120010db800000000000000000000000200010002000affffd519
// OverIPv6: 58012 60000000000b1140fd00000000000001000000000000000120010db800000000000000000000000200010002000be29c78797a
