// packets: 450000730000400040110000c0a80001c0a800c70102030405060708090a0b0c0d0e0f1011121314, 4500001c0000400040118861c0a80001c0a800c704d2003500080000000000000000000000000000, ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 45000073000040
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
}
// expected
// Header: 47201 450000730000400040110000c0a80001c0a800c70102030405060708090a0b0c0d0e0f1011121314
// Header: 12375 4500001c0000400040118861c0a80001c0a800c704d2003500080000000000000000000000000000
// Header: 65536 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Header: 2 45000073000040
// AnyLength: 6504 450000730000400040110000c0a80001c0a800c70102030405060708090a0b0c0d0e0f1011121314
// AnyLength: 30899 4500001c0000400040118861c0a80001c0a800c704d2003500080000000000000000000000000000
// AnyLength: 65516 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// AnyLength: 2 45000073000040
// Incremental: 46776 45000063000040004011b6b80affff01c0a800c70102030405060708090a0b0c0d0e0f1011121314
// Incremental: 16067 450000630000400040113ec30affff01c0a800c704d2003500080000000000000000000000000000
// Incremental: 62875 ffff0063fffffffffffff59b0affff01ffffffffffffffffffffffffffffffffffffffffffffffff
// Incremental: 2 45000073000040
