// packets: 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f, ffffffffffff021122334455080045000021000000004011aec40a000001c000020703e80035000d000068656c6c6f, 01005e00000102112233445586dd00000000000000000000000000000000000000000000000000000000000000000000000000000000, 02aabbccddee0211223344550020ffff0000000000000000000000000000000000000000, 00000000000002112233445500050000000000, 000000000000021122334455080645000014000000004011aed1
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 4)]
    public partial ArrayMap<ulong> Types { get; }

    [TcClassifier]
    public TcAction Metadata(TcContext ctx)
    {
        ctx.Mark = ctx.Mark + ctx.Length * 3;
        ctx.Priority ^= 0x10007;
        ctx.ControlBlock0 = ctx.InterfaceIndex;
        ctx.ControlBlock4 += ctx.ControlBlock0 + 5;
        ctx.TcIndex = ctx.Mark;
        uint sum = ctx.ControlBlock4 + ctx.IngressInterfaceIndex + ctx.Hash + ctx.QueueMapping + ctx.VlanPresent + ctx.VlanTagControl + ctx.SegmentSize;
        return (TcAction)((uint)ctx.Protocol << 8 | (ctx.PacketType << 4) | sum);
    }

    [TcClassifier]
    public TcAction Packet(TcContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4) return TcAction.Ok;
        ref IPv4Header ip = ref packet.ReadRefOrNullRef<IPv4Header>();
        if (Unsafe.IsNullRef(ref ip)) return TcAction.Shot;
        ip.TimeToLive--;
        ref ulong count = ref Types.GetValueRefOrNullRef(ctx.PacketType & 3);
        if (!Unsafe.IsNullRef(ref count)) count++;
        return (TcAction)(int)ip.Protocol;
    }

    // A rewrite of address and port as a translator does it: both checksums follow.
    [TcClassifier]
    public TcAction Rewrite(TcContext ctx)
    {
        if (ctx.Protocol != EtherType.IPv4) return TcAction.Ok;
        if (!ctx.TryLoad(26, out uint source) || !ctx.TryLoad(34, out ushort port)) return TcAction.Shot;
        uint newSource = source ^ 0x01000000;
        ushort newPort = (ushort)(port + 0x100);
        if (!ctx.TryReplaceL4Checksum(40, source, newSource, 4, L4ChecksumFlags.PseudoHeader | L4ChecksumFlags.ZeroIsNone)) return TcAction.Pipe;
        if (!ctx.TryReplaceL4Checksum(40, port, newPort, 2, L4ChecksumFlags.ZeroIsNone)) return TcAction.Pipe;
        if (!ctx.TryReplaceL3Checksum(24, source, newSource, 4)) return TcAction.Stolen;
        if (!ctx.TryStore(26, newSource) || !ctx.TryStore(34, newPort, SkbStoreFlags.InvalidateHash)) return TcAction.Queued;
        PacketCursor packet = ctx.Packet;
        return packet.TryRead(out EthernetHeader _) && packet.TryRead(out IPv4Header ip) ? (TcAction)ip.Source.Value : TcAction.Shot;
    }

    [TcClassifier]
    public TcAction Errors(TcContext ctx)
    {
        uint result = 0;
        if (!ctx.TryLoad(ctx.Length - 3, out uint beyond)) result |= 1;
        if (ctx.TryLoad(ctx.Length - 4, out uint last)) result |= 2;
        if (!ctx.TryStore(ctx.Length, (byte)1)) result |= 4;
        if (!ctx.TryReplaceL3Checksum(25, 1, 2, 2)) result |= 8;
        if (!ctx.TryReplaceL3Checksum(24, 1, 2, 3)) result |= 16;
        if (!ctx.TryReplaceL4Checksum(24, 1, 2, 0)) result |= 32;
        if (ctx.TryPull(14)) result |= 64;
        if (!ctx.TryPull(ctx.Length + 1)) result |= 128;
        return (TcAction)(result | (beyond << 8) | ((last & 0xFF) << 16));
    }
}
// expected
// Metadata: 524294 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f mark 141 priority 65543
// Metadata: 524326 ffffffffffff021122334455080045000021000000004011aec40a000001c000020703e80035000d000068656c6c6f mark 141 priority 65543
// Metadata: 8838438 01005e00000102112233445586dd00000000000000000000000000000000000000000000000000000000000000000000000000000000 mark 162 priority 65543
// Metadata: 310 02aabbccddee0211223344550020ffff0000000000000000000000000000000000000000 mark 108 priority 65543
// Metadata: 1030 00000000000002112233445500050000000000 mark 57 priority 65543
// Metadata: 525830 000000000000021122334455080645000014000000004011aed1 mark 78 priority 65543
// Packet: 17 000000000000021122334455080045000021000000003f11aec40a000001c000020703e80035000debdc68656c6c6f
// Packet: 17 ffffffffffff021122334455080045000021000000003f11aec40a000001c000020703e80035000d000068656c6c6f
// Packet: 0 01005e00000102112233445586dd00000000000000000000000000000000000000000000000000000000000000000000000000000000
// Packet: 0 02aabbccddee0211223344550020ffff0000000000000000000000000000000000000000
// Packet: 0 00000000000002112233445500050000000000
// Packet: 0 000000000000021122334455080645000014000000004011aed1
// Rewrite: 167772160 000000000000021122334455080045000021000000004011aec50a000000c000020703e90035000debdc68656c6c6f
// Rewrite: 167772160 ffffffffffff021122334455080045000021000000004011aec50a000000c000020703e90035000d000068656c6c6f
// Rewrite: 0 01005e00000102112233445586dd00000000000000000000000000000000000000000000000000000000000000000000000000000000
// Rewrite: 0 02aabbccddee0211223344550020ffff0000000000000000000000000000000000000000
// Rewrite: 0 00000000000002112233445500050000000000
// Rewrite: 0 000000000000021122334455080645000014000000004011aed1
// Errors: 6619391 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f
// Errors: 6619391 ffffffffffff021122334455080045000021000000004011aec40a000001c000020703e80035000d000068656c6c6f
// Errors: 255 01005e00000102112233445586dd00000000000000000000000000000000000000000000000000000000000000000000000000000000
// Errors: 255 02aabbccddee0211223344550020ffff0000000000000000000000000000000000000000
// Errors: 255 00000000000002112233445500050000000000
// Errors: 4194559 000000000000021122334455080645000014000000004011aed1
