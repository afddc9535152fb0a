using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 4)]
    public partial HashMap<uint, ulong> Counts { get; }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Divide(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = x.C / 7 + x.A % 10;
        o.R1 = x.D / (uint)x.F;
        o.R2 = x.C % x.B;
        o.R3 = x.A / x.G;
        return XdpAction.Pass;
    }

    // Small dividends are multiplied: the kernel sees that the result is small too.
    [XdpProgram]
    public XdpAction ByConstants(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        System.Span<uint> digits = stackalloc uint[26];
        digits.Clear();
        digits[x.F / 10] = x.D;
        o.R0 = digits[2] + digits[x.E / 3000];
        o.R1 = x.E / 7 + (long)(x.D & 0xffffff) / 1000;
        o.R2 = (long)((x.H >> 34) / 1_000_000) + x.D / 10;
        o.R3 = (ushort)~x.E + x.F % 300 + x.F / 1000;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Tx)]
    public XdpAction Overflow(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        int smallest = x.A | int.MinValue;
        o.R0 = 1;
        o.R1 = (smallest & int.MinValue) / (x.G | 1);
        o.R2 = 2;
        long wide = x.C | long.MinValue;
        o.R3 = (wide & long.MinValue) % (x.B | 1);
        int target = x.B;
        target /= x.E;
        o.R0 = target;
        return XdpAction.Pass;
    }

    // A reference to no value is a fault where it is used.
    [XdpProgram(OnFault = XdpAction.Redirect)]
    public XdpAction NullReferences(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        o.R0 = 5;
        if (x.F > 100) Counts.TryAdd(x.D, x.H);
        ref ulong count = ref Counts.GetValueRefOrNullRef(x.D);
        o.R1 = 6;
        count += 3;
        o.R2 = (long)count;
        ref Output second = ref packet.ReadRefOrNullRef<Output>();
        second.R0 = 1;
        return XdpAction.Pass;
    }
}

public struct Input
{
    public int A;
    public int B;
    public long C;
    public uint D;
    public ushort E;
    public byte F;
    public sbyte G;
    public ulong H;
}

public struct Output
{
    public long R0;
    public long R1;
    public long R2;
    public long R3;
}
// expected
// Divide: 1 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Divide: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20984a6f6f264b4b021770df00000000003c5f720500000000c0ca2a0000000000
// Divide: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff010101010000000000000000000000000100000000000000
// Divide: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b030b7e5bf68d2506a3b4cb020000000040d92103000000001f1976feffffffff
// Divide: 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff3e92244992244912555555555555555555555555555555555555555555555555
// ByConstants: 2 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000ffff000000000000
// ByConstants: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2011121314000000000808000000000000bae801020000000001ea000000000000
// ByConstants: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000000000001b66000000000000ca9d991900000000ff00000000000000
// ByConstants: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0000000000000000f328000000000000f340dc0c0000000049f6000000000000
// ByConstants: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff010000000000000000000000000000003104000000000000ffff000000000000
// Overflow: 3 0000000000000000000000000000000000000000000000000000000000000000010000000000000000000080ffffffff02000000000000000000000000000000
// Overflow: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20105d000000000000af47e1faffffffff02000000000000009021b3fdffffffff
// Overflow: 3 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0100000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Overflow: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b2b64000000000000703475feffffffff02000000000000006eeb47feffffffff
// Overflow: 3 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff010000000000000000000080ffffffff0200000000000000feffffffffffffff
// NullReferences: 4 00000000000000000000000000000000000000000000000000000000000000000500000000000000060000000000000000000000000000000000000000000000
// NullReferences: 4 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20050000000000000006000000000000003132333435363738393a3b3c3d3e3f40
// NullReferences: 4 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff050000000000000006000000000000000200000000000000ffffffffffffffff
// NullReferences: 4 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b05000000000000000600000000000000f0153a8084a9cef3183d6280acd1f61b
// NullReferences: 4 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0500000000000000060000000000000055555555555555555555555555555555
