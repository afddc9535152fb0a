using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    private static readonly int[] Primes = [2, 3, 5, 7];

    // Behind a cursor the kernel knows no more than what is compared.
    [XdpProgram]
    public XdpAction Patterns_behind_a_cursor(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out uint first)) return XdpAction.Aborted;
        Span<byte> rest = packet.UnreadSpan;
        if (rest is [5, 6, ..]) return XdpAction.Drop;
        if (rest is [var a, _, _, > 0x7f, ..]) return (XdpAction)(a + first);
        return rest is [0, .. var more] ? (XdpAction)(uint)more.Length : XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Expressions(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o = default;
        Span<int> numbers = [x.A, x.B, 3, x.C];
        numbers[1] *= 2;
        foreach (int number in numbers) o.R0 += number;
        ReadOnlySpan<int> more = [.. Primes, x.A, .. x.Four];
        o.R1 = more[x.A & 7] + more.Length;
        o.R2 = Sum(1, 2, x.A) + Sum() + Sum(numbers[1..3]);
        Span<Pair> pairs = [new() { Left = x.A, Right = 1 }, default];
        o.R3 = pairs[0].Left + pairs[x.B & 1].Right;
        Span<byte> none = [];
        o.R4 = none.Length;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction ListPatterns(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o = default;
        ReadOnlySpan<byte> bytes = [(byte)x.B, x.C, 3, 4];
        o.R0 = bytes is [5, 6, 3, _] ? 1 : bytes is [_, _, _] ? 2 : bytes is [> 100, .., 4] ? 3 : 4;
        if (bytes is [var first, .. var rest])
        {
            o.R1 = first * 100 + rest.Length + rest[0];
        }

        o.R2 = bytes[..(x.A & 3)] switch
        {
            [] => 1,
            [var only] => only,
            [var left, .., var right] when left > 3 => left + right,
            _ => 7,
        };
        Pair pair = new() { Left = x.A, Right = x.B };
        Holder holder = new(ref pair.Left);
        holder.Value += 5;
        holder.Value++;
        o.R3 = pair.Left;
        holder.Target = ref pair.Right;
        holder.Value = 8;
        o.R4 = pair.Right + holder.Twice;
        ref int larger = ref pair.Left;
        if (pair.Right > pair.Left) larger = ref pair.Right;
        larger++;
        o.R5 = pair.Left ^ pair.Right;
        return XdpAction.Pass;
    }

    private static int Sum(params ReadOnlySpan<int> numbers)
    {
        int sum = 0;
        foreach (int number in numbers) sum = sum * 5 + number;
        return sum;
    }

    private ref struct Holder(ref int value)
    {
        public ref int Target = ref value;

        public readonly ref int Value => ref Target;

        public readonly int Twice => Target * 2;
    }
}

[InlineArray(4)]
public struct FourBytes
{
    private int element;
}

public struct Pair
{
    public int Left;
    public int Right;
}

public struct Input
{
    public int A;
    public sbyte B;
    public byte C;
    public ushort E;
    public FourBytes Four;
}

public struct Output
{
    public int R0;
    public int R1;
    public int R2;
    public int R3;
    public int R4;
    public int R5;
}
// expected
// Patterns_behind_a_cursor: 59 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Patterns_behind_a_cursor: 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Patterns_behind_a_cursor: 254 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Patterns_behind_a_cursor: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Patterns_behind_a_cursor: 128 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Expressions: 2 000000000000000000000000000000000000000000000000030000000b0000002600000001000000000000000000000000000000000000000000000000000000
// Expressions: 2 0102030405060708090a0b0c0d0e0f101112131415161718140203040c000000590203040102030400000000000000003132333435363738393a3b3c3d3e3f40
// Expressions: 2 ffffffffffffffffffffffffffffffffffffffffffffffffff000000080000001b000000ffffffff0000000000000000ffffffffffffffffffffffffffffffff
// Expressions: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53e4244a800b000000ee204a8001254a800000000000000000f0153a8084a9cef3183d6280acd1f61b
// Expressions: 2 80000000000000807fffffffffffff7f0100000000000000830000000b000000a600000081000000000000000000000055555555555555555555555555555555
// ListPatterns: 2 00000000000000000000000000000000000000000000000004000000030000000100000006000000180000000f00000000000000000000000000000000000000
// ListPatterns: 2 0102030405060708090a0b0c0d0e0f10111213141516171801000000fd010000050000000702030418000000000203043132333435363738393a3b3c3d3e3f40
// ListPatterns: 2 ffffffffffffffffffffffffffffffffffffffffffffffff030000009e6400000201000005000000180000000c000000ffffffffffffffffffffffffffffffff
// ListPatterns: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53030000008c3a00000100000006254a80180000000f254a80f0153a8084a9cef3183d6280acd1f61b
// ListPatterns: 2 80000000000000807fffffffffffff7f010000000000000004000000030000000100000086000000180000008f00000055555555555555555555555555555555
