// packets: , 0102, 000000000000000000000000080045000000, 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389, 00000000000000000000000008004600001c00000000401100000a0000010a0000020000000000351389, 0000000000000000000000000800450000140000000040060000ffffffff00000000
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Filter(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4) return XdpAction.Pass;
        if (!packet.TryRead(out IPv4Header ip) || ip.Protocol != IPProtocol.Udp) return XdpAction.Pass;
        if (!packet.TrySkip(ip.OptionsLength) || !packet.TryRead(out UdpHeader udp)) return XdpAction.Pass;
        return udp.DestinationPort == 5001 ? XdpAction.Drop : XdpAction.Tx;
    }

    // Where a pointer was found to lie behind the end, the kernel believes it of every pointer made from that one, also of one in front of it.
    [XdpProgram]
    public XdpAction FarThenNear(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out ushort first)) return XdpAction.Aborted;
        if (ctx.PacketLength >= 256) return XdpAction.Drop;
        if (!packet.TryRead(out EthernetHeader eth)) return XdpAction.Pass;
        return (XdpAction)(first + (uint)eth.EtherType + 10);
    }

    // Where a pointer was found to lie behind the end, nothing can be read from it, also not what lies before it.
    [XdpProgram]
    public XdpAction NearAfterFar(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out uint _)) return XdpAction.Aborted;
        ref UdpHeader udp = ref packet.ReadRefOrNullRef<UdpHeader>();
        if (Unsafe.IsNullRef(ref udp)) return XdpAction.Aborted;
        return ctx.PacketLength is < 31 or > 35 && (short)udp.DestinationPort >= udp.Length ? XdpAction.Drop : XdpAction.Pass;
    }

    // What two variables give by xor has no bound: the length is compared as a number.
    [XdpProgram]
    public XdpAction LengthAndXor(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out byte a) || !packet.TryRead(out byte b)) return XdpAction.Aborted;
        return (int)ctx.PacketLength <= (a ^ b) ? XdpAction.Drop : XdpAction.Pass;
    }

    // Nor has what is shifted by a variable.
    [XdpProgram]
    public XdpAction LengthAndShift(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out byte a) || !packet.TryRead(out byte b)) return XdpAction.Aborted;
        return (a >>> b) + 20 >= ctx.PacketLength ? XdpAction.Drop : XdpAction.Pass;
    }

    // A length test in front answers the loop's first read, so that the loop is entered behind its own test.
    [XdpProgram]
    public XdpAction Sum(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader _) || packet.UnreadSpan.Length < 20)
        {
            return XdpAction.Aborted;
        }

        uint sum = 0;
        for (int i = 0; i < 5; i++)
        {
            if (!packet.TryRead(out uint word))
            {
                return XdpAction.Aborted;
            }

            sum += word;
        }

        return (XdpAction)(int)sum;
    }

    [XdpProgram]
    public XdpAction Length(XdpContext ctx) => (XdpAction)ctx.PacketLength;

    [XdpProgram]
    public XdpAction Interface(XdpContext ctx) => (XdpAction)(ctx.IngressInterfaceIndex * 10 + ctx.RxQueueIndex);
}
// expected
// Filter: 2 0102
// Filter: 2 000000000000000000000000080045000000
// Filter: 2 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// Filter: 2 00000000000000000000000008004600001c00000000401100000a0000010a0000020000000000351389
// Filter: 2 0000000000000000000000000800450000140000000040060000ffffffff00000000
// FarThenNear: 2 0102
// FarThenNear: 17674 000000000000000000000000080045000000
// FarThenNear: 17674 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// FarThenNear: 17930 00000000000000000000000008004600001c00000000401100000a0000010a0000020000000000351389
// FarThenNear: 17674 0000000000000000000000000800450000140000000040060000ffffffff00000000
// NearAfterFar: 0 0102
// NearAfterFar: 1 000000000000000000000000080045000000
// NearAfterFar: 1 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// NearAfterFar: 1 00000000000000000000000008004600001c00000000401100000a0000010a0000020000000000351389
// NearAfterFar: 2 0000000000000000000000000800450000140000000040060000ffffffff00000000
// LengthAndXor: 1 0102
// LengthAndXor: 2 000000000000000000000000080045000000
// LengthAndXor: 2 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// LengthAndXor: 2 00000000000000000000000008004600001c00000000401100000a0000010a0000020000000000351389
// LengthAndXor: 2 0000000000000000000000000800450000140000000040060000ffffffff00000000
// LengthAndShift: 1 0102
// LengthAndShift: 1 000000000000000000000000080045000000
// LengthAndShift: 2 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// LengthAndShift: 2 00000000000000000000000008004600001c00000000401100000a0000010a0000020000000000351389
// LengthAndShift: 2 0000000000000000000000000800450000140000000040060000ffffffff00000000
// Sum: 0 0102
// Sum: 0 000000000000000000000000080045000000
// Sum: 520098201 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// Sum: 520098202 00000000000000000000000008004600001c00000000401100000a0000010a0000020000000000351389
// Sum: 335545988 0000000000000000000000000800450000140000000040060000ffffffff00000000
// Length: 2 0102
// Length: 18 000000000000000000000000080045000000
// Length: 38 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// Length: 42 00000000000000000000000008004600001c00000000401100000a0000010a0000020000000000351389
// Length: 34 0000000000000000000000000800450000140000000040060000ffffffff00000000
// Interface: 10 0102
// Interface: 10 000000000000000000000000080045000000
// Interface: 10 00000000000000000000000008004500001c00000000401100000a0000010a00000200351389
// Interface: 10 00000000000000000000000008004600001c00000000401100000a0000010a0000020000000000351389
// Interface: 10 0000000000000000000000000800450000140000000040060000ffffffff00000000
