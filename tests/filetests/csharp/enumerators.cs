using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Enumerators(XdpContext ctx)
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
        foreach (int i in new Countdown(5)) o.R0 += i * x.A;
        Countdown down = new Countdown(3);
        foreach (var i in down)
        {
            if (i == x.B) continue;
            o.R1 += i;
        }

        foreach (long i in (2, 7)) o.R2 += (int)i;
        foreach (uint i in new Bits(x.D & 0xff))
        {
            o.R3 += (int)i;
            if (o.R3 > 9) break;
        }

        foreach (Pair pair in new Two<Pair>(new Pair(x.A, 1), new Pair(2, x.B))) o.R4 += pair.Left * 3 + pair.Right;
        foreach ((int i, uint bit) in new Numbered(x.D & 31)) o.R4 ^= i << (int)bit;
        return XdpAction.Pass;
    }
}

public struct Numbered(uint bits)
{
    private Bits bits = new(bits);
    private int at;

    public readonly (int, uint) Current => (at, bits.Current);

    public Numbered GetEnumerator() => this;

    public bool MoveNext()
    {
        at++;
        return bits.MoveNext();
    }
}

public readonly struct Countdown(int start)
{
    private readonly int start = start;

    public Enumerator GetEnumerator() => new(start);

    public struct Enumerator(int start)
    {
        private int next = start;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            if (next <= 0) return false;
            Current = next--;
            return true;
        }
    }
}

public static class TupleEnumeration
{
    public static RangeEnumerator GetEnumerator(this (int From, int To) range) => new() { Current = range.From - 1, End = range.To };
}

public struct RangeEnumerator
{
    public int Current { get; set; }

    public int End { get; set; }

    public bool MoveNext() => ++Current < End;
}

public struct Bits(uint bits)
{
    private uint bits = bits;

    public uint Current { get; private set; }

    public readonly Bits GetEnumerator() => this;

    public bool MoveNext()
    {
        if (bits == 0) return false;
        Current = bits & 1;
        bits >>= 1;
        return true;
    }
}

public struct Pair(int left, int right)
{
    public int Left = left;
    public int Right = right;
}

public struct Two<T>(T first, T second)
    where T : unmanaged
{
    private T first = first;
    private T second = second;
    private int at;

    public Two<T> GetEnumerator() => this;

    public readonly T Current => at == 1 ? first : second;

    public bool MoveNext() => ++at <= 2;
}

public struct Input
{
    public int A;
    public sbyte B;
    public byte C;
    public ushort E;
    public uint D;
}

public struct Output
{
    public int R0;
    public int R1;
    public int R2;
    public int R3;
    public int R4;
}
// expected
// Enumerators: 2 00000000000000000000000000000000060000001400000000000000070000000000000000000000000000000000000000000000000000000000000000000000
// Enumerators: 2 0102030405060708090a0b0c0f1e2d3c0600000014000000020000000406090c2122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Enumerators: 2 fffffffffffffffffffffffff1ffffff06000000140000000800000001000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Enumerators: 2 00254a8094b9de03284d7280002b5884060000001400000002000000936ede80a0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Enumerators: 2 80000000000000807fffffff80070000060000001400000007000000850100005555555555555555555555555555555555555555555555555555555555555555
