using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    // Four bytes in front of the packet, for whoever comes next.
    [XdpProgram]
    public XdpAction Mark(XdpContext ctx)
    {
        if (ctx.Metadata.TryRead(out byte _)) return XdpAction.Drop;
        if (!ctx.TryAdjustMeta(-8)) return XdpAction.Aborted;
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out uint first)) return XdpAction.Tx;
        ref Tag tag = ref ctx.Metadata.ReadRefOrNullRef<Tag>();
        if (Unsafe.IsNullRef(ref tag)) return XdpAction.Redirect;
        tag.Value = first;
        tag.Sum += 5;
        PacketCursor again = ctx.Metadata;
        return again.TryRead(out uint value) && again.TryRead(out uint sum) && !again.TryRead(out byte _) ? (XdpAction)(value + (sum - tag.Sum) + 100) : XdpAction.Aborted;
    }

    // What moves the packet's start takes the metadata with it.
    [XdpProgram]
    public unsafe XdpAction Move(XdpContext ctx)
    {
        if (!ctx.TryAdjustMeta(-4)) return XdpAction.Aborted;
        byte* meta = ctx.DataMeta;
        if (meta + 4 > ctx.Data) return XdpAction.Drop;
        *(uint*)meta = 0x01020304;
        if (!ctx.TryAdjustHead(6)) return XdpAction.Tx;
        uint result = ctx.Metadata.TryRead(out uint moved) ? moved : 0;
        if (!ctx.TryAdjustMeta(4)) result |= 0x10000000;
        if (ctx.Metadata.Remaining != 0) result |= 0x20000000;
        return (XdpAction)result;
    }

    [XdpProgram]
    public XdpAction Limits(XdpContext ctx)
    {
        uint result = 0;
        if (ctx.TryAdjustMeta(4)) result |= 1;
        if (ctx.TryAdjustMeta(-2)) result |= 2;
        if (ctx.TryAdjustMeta(-1000)) result |= 4;
        if (ctx.TryAdjustMeta(-32)) result |= 8;
        if (ctx.TryAdjustMeta(32)) result |= 16;
        return (XdpAction)result;
    }

    // There is none in front of a packet that came without.
    [TcClassifier]
    public TcAction Read(TcContext ctx) => ctx.Metadata.TryRead(out uint value) ? (TcAction)value : TcAction.Pipe;
}

public struct Tag
{
    public uint Value;
    public uint Sum;
}
// expected
// Mark: 100 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 metadata 0000000005000000
// Mark: 67306085 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40 metadata 0102030405000000
// Mark: 99 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff metadata ffffffff05000000
// Mark: 2152342884 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b metadata 00254a8005000000
// Mark: 228 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555 metadata 8000000005000000
// Move: 16909060 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Move: 16909060 0708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Move: 16909060 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Move: 16909060 de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Move: 16909060 00807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Limits: 24 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Limits: 24 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Limits: 24 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Limits: 24 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Limits: 24 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Read: 3 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Read: 3 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Read: 3 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Read: 3 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Read: 3 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
