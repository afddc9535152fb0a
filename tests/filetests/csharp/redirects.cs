using System;
using CSharpBpf;
using CSharpBpf.Net;

// No entry is in a map here, and a test run sends nothing: what is compared is what programs answer.
public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 4)]
    public partial DevMap Ports { get; }

    [BpfMap(MaxEntries = 4)]
    public partial DevMapHash Named { get; }

    [BpfMap(MaxEntries = 2)]
    public partial CpuMap Cpus { get; }

    [XdpProgram]
    public XdpAction ToInterface(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        return packet.TryRead(out byte first) ? ctx.Redirect(first) : XdpAction.Aborted;
    }

    [XdpProgram]
    public XdpAction ToEntry(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out uint first)) return XdpAction.Aborted;
        return (first & 3) switch
        {
            0 => Ports.Redirect(ctx, first, XdpAction.Pass),
            1 => Named.Redirect(ctx, first, XdpAction.Tx),
            2 => Cpus.Redirect(ctx, first & 1, XdpAction.Drop),
            _ => Ports.Redirect(ctx, 1),
        };
    }

    [XdpProgram]
    public XdpAction ToAll(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        return !packet.TryRead(out byte first) ? XdpAction.Aborted : first == 0 ? Ports.Broadcast(ctx) : Named.Broadcast(ctx, excludesIngress: false);
    }

    // An action that is none of the four gives Aborted.
    [XdpProgram]
    public XdpAction Unknown(XdpContext ctx) => Ports.Redirect(ctx, 0, (XdpAction)20);

    [TcClassifier]
    public TcAction Out(TcContext ctx) => ctx.Length > 20 ? ctx.Redirect(1) : ctx.RedirectIngress(1);

    [TcClassifier]
    public TcAction Into(TcContext ctx) => ctx.RedirectIngress(ctx.Length);

    [TcClassifier]
    public TcAction Copy(TcContext ctx)
    {
        uint result = ctx.TryCloneRedirect(1) ? 1u : 0;
        if (ctx.TryCloneRedirect(1, isIngress: true)) result |= 2;
        if (ctx.TryCloneRedirect(0x7FFF_0000)) result |= 4;
        PacketCursor packet = ctx.Packet;
        return packet.TryRead(out uint first) ? (TcAction)(result + (first & 0xFF00)) : TcAction.Pipe;
    }

    // What changes under a checksum when a piece of the packet is replaced.
    [XdpProgram]
    public XdpAction Difference(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        Span<byte> bytes = packet.UnreadSpan;
        if (bytes.Length < 16) return XdpAction.Aborted;
        Span<byte> local = stackalloc byte[8] { 1, 2, 3, 4, 5, 6, 7, 0xF8 };
        int sum = Bpf.CsumDiff(bytes[..8], local);
        int more = Bpf.CsumDiff(default, bytes[4..16], (uint)sum);
        int less = Bpf.CsumDiff(bytes[8..16], default, 0x12345678);
        int odd = Bpf.CsumDiff(local[..6], bytes[..7]);
        return (XdpAction)(((uint)sum * 31) + ((uint)more * 1001) + ((uint)less << 8) + (uint)odd);
    }

    [TcClassifier]
    public TcAction Rewrite(TcContext ctx)
    {
        if (!ctx.TryLoad(4, out Pair before)) return TcAction.Shot;
        var after = new Pair { A = before.B + 3, B = before.A ^ 0xFF };
        int difference = Bpf.CsumDiff(Bytes(ref before), Bytes(ref after));
        if (!ctx.TryReplaceL3Checksum(12, 0, (uint)difference, 0) || !ctx.TryStore(4, after)) return TcAction.Pipe;
        return (TcAction)difference;
    }

    private static ReadOnlySpan<byte> Bytes(ref Pair pair) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<Pair>(in pair));
}

public struct Pair
{
    public uint A;
    public uint B;
}
// expected
// ToInterface: 4 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ToInterface: 4 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ToInterface: 4 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ToInterface: 4 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ToInterface: 4 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// ToEntry: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ToEntry: 3 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ToEntry: 0 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ToEntry: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ToEntry: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// ToAll: 4 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ToAll: 4 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ToAll: 4 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ToAll: 4 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ToAll: 4 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Unknown: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Unknown: 0 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Unknown: 0 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Unknown: 0 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Unknown: 0 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Out: 7 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Out: 7 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Out: 7 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Out: 7 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Out: 7 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Into: 7 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Into: 7 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Into: 7 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Into: 7 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Into: 7 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Copy: 3 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Copy: 515 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Copy: 65283 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Copy: 9475 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Copy: 3 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Difference: 7996542 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Difference: 18218124 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Difference: 7996797 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Difference: 25270405 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Difference: 49973366 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Rewrite: 258 0000000003000000ff000000fdfe0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Rewrite: 248 010203040c0a0b0cfa060708150d0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Rewrite: 65282 ffffffff0200000000fffffffd00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Rewrite: 65497 00254a802b4d72806bb9de03e2e1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Rewrite: 258 8000000082ffffffff000080fdfeff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
