using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    // Puts a header in front and takes it away again, half of it.
    [XdpProgram]
    public XdpAction Head(XdpContext ctx)
    {
        if (!ctx.TryAdjustHead(-8)) return XdpAction.Aborted;
        PacketCursor packet = ctx.Packet;
        ref ulong tag = ref packet.ReadRefOrNullRef<ulong>();
        if (Unsafe.IsNullRef(ref tag)) return XdpAction.Drop;
        tag = 0x1122334455667788;
        return ctx.TryAdjustHead(4) ? (XdpAction)ctx.PacketLength : XdpAction.Aborted;
    }

    [XdpProgram]
    public XdpAction Tail(XdpContext ctx)
    {
        if (!ctx.TryAdjustTail(16)) return XdpAction.Aborted;
        uint length = ctx.PacketLength;
        PacketCursor packet = ctx.Packet;
        if (!packet.TrySkip(64)) return XdpAction.Drop;
        ref byte first = ref packet.ReadRefOrNullRef<byte>();
        if (Unsafe.IsNullRef(ref first)) return XdpAction.Drop;
        first += 5;
        return ctx.TryAdjustTail(-12) ? (XdpAction)(length * 1000 + ctx.PacketLength) : XdpAction.Aborted;
    }

    [XdpProgram]
    public XdpAction Limits(XdpContext ctx)
    {
        uint result = 0;
        if (!ctx.TryAdjustHead(-257)) result |= 1;
        if (ctx.TryAdjustHead(-216)) result |= 2;
        if (!ctx.TryAdjustHead(-1)) result |= 4;
        if (ctx.TryAdjustHead(216)) result |= 8;
        if (!ctx.TryAdjustHead((int)ctx.PacketLength - 13)) result |= 16;
        if (!ctx.TryAdjustTail(4000)) result |= 32;
        if (ctx.TryAdjustTail(3520 - 64)) result |= 64;
        if (!ctx.TryAdjustTail(1)) result |= 128;
        if (ctx.TryAdjustTail(64 - 3520)) result |= 256;
        if (!ctx.TryAdjustTail(-51)) result |= 512;
        if (ctx.TryAdjustTail(-50)) result |= 1024;
        return (XdpAction)result;
    }
}
// expected
// Head: 68 4433221100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Head: 68 443322110102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Head: 68 44332211ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Head: 68 4433221100254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Head: 68 4433221180000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Tail: 80068 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000005000000
// Tail: 80068 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f4005000000
// Tail: 80068 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff05000000
// Tail: 80068 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b05000000
// Tail: 80068 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff555555555555555555555555555555555555555555555555555555555555555505000000
// Limits: 2047 0000000000000000000000000000
// Limits: 2047 0102030405060708090a0b0c0d0e
// Limits: 2047 ffffffffffffffffffffffffffff
// Limits: 2047 00254a8094b9de03284d7280bce1
// Limits: 2047 80000000000000807fffffffffff
