// packets: 00000000000000000000000008004500001400000000400600000a0000010a00000203, 00000000000000000000000008004500001600000000400600000a0000010a000002aabb04, 00000000000000000000000008004500400000000000400600000a0000010a00000203, 00000002aabb0300000000000000000000000000, 0000400000000000000000000000000000000000
using System.Buffers.Binary;
using CSharpBpf;
using CSharpBpf.Net;

// A length in network byte order that says how far to skip: the kernel must know its bound behind the byte swap.
public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction BehindTotalLength(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || !packet.TryPeek(out IPv4Header ip) || !packet.TrySkip(ip.TotalLength)) return XdpAction.Pass;
        return packet.TryRead(out byte behind) ? (XdpAction)behind : XdpAction.Drop;
    }

    [XdpProgram]
    public XdpAction BehindPrefix(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out uint length) || !packet.TrySkip((int)BinaryPrimitives.ReverseEndianness(length))) return XdpAction.Pass;
        return packet.TryRead(out byte behind) ? (XdpAction)behind : XdpAction.Drop;
    }
}
// expected
// BehindTotalLength: 3 00000000000000000000000008004500001400000000400600000a0000010a00000203
// BehindTotalLength: 4 00000000000000000000000008004500001600000000400600000a0000010a000002aabb04
// BehindTotalLength: 2 00000000000000000000000008004500400000000000400600000a0000010a00000203
// BehindTotalLength: 2 00000002aabb0300000000000000000000000000
// BehindTotalLength: 2 0000400000000000000000000000000000000000
// BehindPrefix: 0 00000000000000000000000008004500001400000000400600000a0000010a00000203
// BehindPrefix: 0 00000000000000000000000008004500001600000000400600000a0000010a000002aabb04
// BehindPrefix: 0 00000000000000000000000008004500400000000000400600000a0000010a00000203
// BehindPrefix: 3 00000002aabb0300000000000000000000000000
// BehindPrefix: 2 0000400000000000000000000000000000000000
