using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Indexes(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        Span<int> six = [x.A, x.B, 3, 4, 5, x.E];
        Index last = ^1;
        Index second = 1;
        Index picked = x.F > 100 ? ^2 : 0;
        o.R0 = six[last] + six[second];
        six[picked] += 1000;
        o.R1 = six[picked];
        o.R2 = picked.GetOffset(six.Length) * 100 + picked.Value * 10 + (picked.IsFromEnd ? 1 : 0);
        o.R2 += picked.Equals(^2) ? 10000 : 0;
        Index far = new(x.F & 7, x.G < 0);
        o.R3 = six[far];
        o.R3 += Index.FromEnd(2).Value + Index.End.GetOffset(4) + Index.Start.Value;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Ranges(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        Span<int> six = [1, 2, 3, 4, 5, x.E];
        Range middle = 1..^1;
        Range rest = (x.F & 3)..;
        Range chosen = x.G < 0 ? middle : rest;
        o.R0 = Sum(six[middle]) * 1000 + six[rest][0];
        o.R1 = six[chosen].Length;
        (int offset, int length) = chosen.GetOffsetAndLength(six.Length);
        o.R2 = offset * 10 + length;
        o.R3 = Sum(six[Range.StartAt(2)]) + Sum(six[Range.EndAt(^4)]) + (middle.Equals(1..^1) ? 100000 : 0) + middle.End.Value;
        foreach (int i in 2..(x.F & 7)) o.R3 += i * 10000000;
        o.R2 += six[(x.F & 7)..^(x.E & 3)].Length * 1000;
        return XdpAction.Pass;
    }

    private static int Sum(ReadOnlySpan<int> values)
    {
        int sum = 0;
        foreach (int value in values) sum = sum * 7 + value;
        return sum;
    }
}

public static class RangeExtensions
{
    public static Counter GetEnumerator(this Range range) => new(range.Start.Value, range.End.Value);
}

public struct Counter(int start, int end)
{
    private int at = start - 1;
    private readonly int last = end < 16 ? end : 16;

    public readonly int Current => at;

    public bool MoveNext() => ++at < last;
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
// Indexes: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000e8030000000000000000000000000000ee03000000000000
// Indexes: 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f201a1c070800000000e9050304000000000000000000000000393a3b3c3d3e3f40
// Indexes: 1 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeff000000000000ed03000000000000b528000000000000ffffffffffffffff
// Indexes: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b78c3de0300000000e8284a80ffffffff0000000000000000183d6280acd1f61b
// Indexes: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff00000080ffffffff680400000000000000000000000000006e04000000000000
// Ranges: 2 0000000000000000000000000000000000000000000000000000000000000000d1360d000000000006000000000000007617000000000000968b010000000000
// Ranges: 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20d4360d000000000003000000000000002100000000000000ab63ed0b00000000
// Ranges: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd4360d000000000004000000000000000e00000000000000954dee0b00000000
// Ranges: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bd3360d0000000000040000000000000018000000000000007ad0590800000000
// Ranges: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffd1360d000000000006000000000000007617000000000000968b010000000000
