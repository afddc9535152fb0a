using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    private static ReadOnlySpan<byte> Ending => [6, 7, 8];

    [XdpProgram]
    public XdpAction Search(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Span<byte> bytes = stackalloc byte[8];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(x.A >> i);
        ReadOnlySpan<int> numbers = [x.A, 7, x.F, 7, x.A];
        o.R0 = bytes.LastIndexOf((byte)(x.A >> 3)) + numbers.LastIndexOf(7) * 10 + numbers.LastIndexOf(x.F + 1) * 100 + numbers.LastIndexOf(x.A) * 1000;
        o.R1 = bytes.IndexOfAny((byte)0, (byte)1) + numbers.IndexOfAny(9, x.F, 7) * 10 + numbers.Count(7) * 100 + bytes.Count((byte)(x.A >> 2)) * 1000;
        x.Last = bytes[7];
        ReadOnlySpan<byte> ending = [5, 6, 7, 8];
        ReadOnlySpan<byte> other = [x.C, 7, 8];
        o.R2 = (ending.EndsWith(Ending) ? 1 : 0) + (ending.EndsWith(other) ? 10 : 0) + (bytes.EndsWith(new ReadOnlySpan<byte>(ref x.Last)) ? 100 : 0) + (Ending.EndsWith(ending) ? 1000 : 0);
        bytes.Reverse();
        Span<Pair> pairs = [new(1, x.A), new(2, x.F), new(3, 4)];
        pairs.Reverse();
        o.R3 = bytes[0] + (bytes[7] << 8) + (pairs[0].Left * 3 + pairs[2].Right) * 65536L;
        return XdpAction.Pass;
    }

    // Loops over many elements do several in each trip.
    [XdpProgram]
    public XdpAction Many_elements(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Span<byte> bytes = stackalloc byte[100];
        bytes.Fill(x.C);
        bytes[17] = 3;
        foreach (ref byte b in bytes) b += 2;
        Span<uint> words = stackalloc uint[36];
        words.Fill(x.D);
        words[x.A & 31]++;
        foreach (byte b in bytes) o.R0 += b;
        foreach (uint w in words) o.R1 += w;
        words.Clear();
        bytes.Clear();
        bytes[x.C & 63] = 1;
        o.R2 = words[x.C & 31] + bytes[5] + bytes[x.A & 63];
        return XdpAction.Pass;
    }
}

public record struct Pair(int Left, int Right);

public struct Input
{
    public int A;
    public byte Last;
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
// Search: 2 000000000000000000000000000000000000000000000000610f0000000000000820000000000000650000000000000000000900000000000000000000000000
// Search: 2 0102030405060708090a0b0c0d0e0f1011121314151617185d0f000000000000ba040000000000006f0000000000000004010a0203040000393a3b3c3d3e3f40
// Search: 2 ffffffffffffffffffffffffffffffffffffffffffffffff610f00000000000007200000000000006500000000000000ffff080000000000ffffffffffffffff
// Search: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e535d0f000000000000ba0400000000000065000000000000004a0009254a80ffff183d6280acd1f61b
// Search: 2 80000000000000807fffffffffffff7f01000000000000005d0f000000000000c104000000000000650000000000000001808900000000005555555555555555
// Many_elements: 2 000000000000000000000000000000000000000000000000cb000000000000000100000000000000010000000000000000000000000000000000000000000000
// Many_elements: 2 0102030405060708090a0b0c0d0e0f1011121314151617181d0300000000000045698db10100000000000000000000000000000000000000393a3b3c3d3e3f40
// Many_elements: 2 ffffffffffffffffffffffffffffffffffffffffffffffff6800000000000000ddffffff2200000001000000000000000000000000000000ffffffffffffffff
// Many_elements: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e535648000000000000a1d912101200000000000000000000000000000000000000183d6280acd1f61b
// Many_elements: 2 80000000000000807fffffffffffff7f0100000000000000cb00000000000000ddedffff23000000010000000000000000000000000000005555555555555555
