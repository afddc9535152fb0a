using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    // C# makes an indexer of Index, one of Range and list patterns of Length or Count, an indexer of int and Slice.
    [XdpProgram]
    public XdpAction Indexes(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Ring r = default;
        r[0] = x.A;
        r[1] = 5;
        r[^1] = x.B;
        r[^2] += 5;
        r[^2]++;
        o.R0 = r[^1] + r[^4] * 3L;
        o.R1 = r[2] + r[3];
        Index from = ^2;
        o.R2 = r[from] + r[(Index)1] * 10;
        References q = default;
        q[^1] = x.A;
        q[^1]++;
        ref int third = ref q[^2];
        third = 7;
        o.R3 = q[2] + q[3] * 10L;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Ranges_and_patterns(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Ring r = default;
        r[1] = x.C;
        r[3] = x.A;
        Ring part = r[1..3];
        Range most = 1..^1;
        o.R0 = part.Count + part[0] * 10 + r[..^1].Count * 100 + r[(x.C & 1)..].Count * 1000 + r[most][1] * 10000;
        o.R1 = r is [_, .., var last] ? last : -1;
        o.R2 = r is { Count: 4 } and [0, ..] ? 1 : 0;
        if (r is [0, .. var middle, _]) o.R3 = middle.Count * 10 + middle[0];
        return XdpAction.Pass;
    }
}

public struct Ring
{
    private Four values;
    private int start;
    private int missing;

    public readonly int Count => 4 - missing;

    public int this[int i]
    {
        readonly get => values[(start + i) & 3];
        set => values[(start + i) & 3] = value;
    }

    public readonly Ring Slice(int from, int length) => this with { start = start + from, missing = 4 - length };
}

public struct References
{
    private Four values;

    public readonly int Length => 4;

    [UnscopedRef]
    public ref int this[int i] => ref values[i & 3];
}

[InlineArray(4)]
public struct Four
{
    private int element;
}

public struct Input
{
    public int A;
    public sbyte B;
    public byte C;
    public ushort E;
    public uint D;
    public int F;
    public long L;
}

public struct Output
{
    public long R0;
    public long R1;
    public long R2;
    public long R3;
}
// expected
// Indexes: 2 00000000000000000000000000000000000000000000000000000000000000000600000000000000380000000000000011000000000000000000000000000000
// Indexes: 2 0102030405060708090a0b0c0d0e0f1011121314151617180806090c000000000b0000000000000038000000000000001b141e2800000000393a3b3c3d3e3f40
// Indexes: 2 fffffffffffffffffffffffffffffffffffffffffffffffffcffffffffffffff050000000000000038000000000000000700000000000000ffffffffffffffff
// Indexes: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53946ede80feffffff9affffffffffffff38000000000000001172e502fbffffff183d6280acd1f61b
// Indexes: 2 80000000000000807fffffffffffff7f010000000000000080010000000000000600000000000000380000000000000011050000000000005555555555555555
// Ranges_and_patterns: 2 000000000000000000000000000000000000000000000000ce100000000000000000000000000000010000000000000014000000000000000000000000000000
// Ranges_and_patterns: 2 0102030405060708090a0b0c0d0e0f1011121314151617180a11000000000000010203040000000001000000000000001a00000000000000393a3b3c3d3e3f40
// Ranges_and_patterns: 2 ffffffffffffffffffffffffffffffffffffffffffffffffdc16000000000000ffffffffffffffff01000000000000001301000000000000ffffffffffffffff
// Ranges_and_patterns: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53201400000000000000254a80ffffffff0100000000000000cd00000000000000183d6280acd1f61b
// Ranges_and_patterns: 2 80000000000000807fffffffffffff7f0100000000000000ce100000000000008000000000000000010000000000000014000000000000005555555555555555
