using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed unsafe partial class Programs : BpfObject
{
    // A method is compiled for each lambda or method that it is given; what a lambda captures is the variable itself.
    [XdpProgram]
    public XdpAction Arguments(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        o.R0 = Twice(static v => v * 2, x.A) + Twice(Next, x.B) * 100L;
        int factor = x.C;
        o.R1 = Twice(v => v + factor, x.A);
        Each(4, v => factor += v);
        o.R2 = factor;
        int Local(int v) => v * factor;
        o.R3 = Twice(Local, 3) + Twice(v => Local(v) + 1, 2);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Passed_on(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        int sum = 0;
        Outer(x.C & 7, v => sum += v);
        o.R0 = sum;
        o.R1 = Twice(v => Twice(w => w + v, v), x.A);
        o.R2 = Nested(v => v * 3, x.B);
        o.R3 = Both(static (a, b) => a + b, static (a, b) => a * b, x.C);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Types(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Pair p = new() { A = x.A, B = x.B };
        Change(static (ref Pair q) => q.A++, ref p);
        Change((ref Pair q) => q.B += x.C, ref p);
        o.R0 = p.A + p.B * 1000L;
        Pair mapped = Map(p, static q => q with { A = q.B, B = q.A });
        o.R1 = mapped.A + mapped.B * 1000L;
        o.R2 = Map(x.L, v => v + p.A) + Count<int>([1, x.A, 3, x.B], v => v > x.C);
        o.R3 = Least([x.A, x.F, x.C], static (a, b) => a < b);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Faults(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        using Mark mark = new(ref o);
        o.R0 = Twice(v => 100 / v, x.A & 3);
        o.R1 = 7;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Pointers(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        o.R0 = Indirect(&Next, x.A);
        delegate*<int, int> next = &Next;
        o.R1 = next(x.B);
        Func<int, int> named = Next;
        o.R2 = Twice(named, x.C) + named(1);
        delegate*<ref Pair, void> change = &Swap;
        Pair p = new() { A = x.A, B = x.B };
        change(ref p);
        o.R3 = p.A * 3L + p.B;
        return XdpAction.Pass;
    }

    private static int Next(int v) => v + 1;

    private static int Twice(Func<int, int> f, int v) => f(v) + f(1);

    private static int Indirect(delegate*<int, int> f, int v) => f(v) * f(2);

    private static void Swap(ref Pair p) => (p.A, p.B) = (p.B, p.A);

    private static void Each(int count, Action<int> action)
    {
        for (int i = 0; i < count && i < 16; i++) action(i);
    }

    private static void Outer(int count, Action<int> action)
    {
        Each(count, action);
        Each(2, v => action(v * 10));
    }

    private static int Nested(Func<int, int> f, int v)
    {
        int Inner(int w) => f(w) + v;
        return Inner(1) + f(v);
    }

    private static int Both(Func<int, int, int> first, Func<int, int, int> second, int v) => first(v, 2) + second(v, 3);

    private static void Change(Changer change, ref Pair p) => change(ref p);

    private static T Map<T>(T value, Func<T, T> map)
        where T : unmanaged => map(value);

    private static int Count<T>(ReadOnlySpan<T> values, Func<T, bool> isCounted)
        where T : unmanaged
    {
        int count = 0;
        foreach (T value in values) count += isCounted(value) ? 1 : 0;
        return count;
    }

    private static int Least(ReadOnlySpan<int> values, Func<int, int, bool> isLess)
    {
        int least = values[0];
        foreach (int value in values)
        {
            if (isLess(value, least)) least = value;
        }

        return least;
    }
}

public delegate void Changer(ref Pair pair);

public struct Pair
{
    public int A;
    public int B;
}

public ref struct Mark(ref Output output)
{
    private ref Output output = ref output;

    public readonly void Dispose() => output.R3 = 5;
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
// Arguments: 2 0000000000000000000000000000000000000000000000002e01000000000000010000000000000006000000000000002c000000000000000000000000000000
// Arguments: 2 0102030405060708090a0b0c0d0e0f10111213141516171824070608000000000e020304000000000c000000000000005600000000000000393a3b3c3d3e3f40
// Arguments: 2 ffffffffffffffffffffffffffffffffffffffffffffffffc800000000000000fe0100000000000005010000000000002507000000000000ffffffffffffffff
// Arguments: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53fe2094000000000073264a80ffffffffbf000000000000003b05000000000000183d6280acd1f61b
// Arguments: 2 80000000000000807fffffffffffff7f01000000000000002e02000000000000810000000000000006000000000000002c000000000000005555555555555555
// Passed_on: 2 0000000000000000000000000000000000000000000000000a000000000000000500000000000000030000000000000002000000000000000000000000000000
// Passed_on: 2 0102030405060708090a0b0c0d0e0f10111213141516171819000000000000000806090c0000000017000000000000001a00000000000000393a3b3c3d3e3f40
// Passed_on: 2 ffffffffffffffffffffffffffffffffffffffffffffffff1f000000000000000200000000000000fffffffffffffffffe03000000000000ffffffffffffffff
// Passed_on: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e530a00000000000000056fde80ffffffff53feffffffffffffe602000000000000183d6280acd1f61b
// Passed_on: 2 80000000000000807fffffffffffff7f01000000000000000a000000000000008501000000000000030000000000000002000000000000005555555555555555
// Types: 2 0000000000000000000000000000000000000000000000000100000000000000e803000000000000030000000000000000000000000000000000000000000000
// Types: 2 0102030405060708090a0b0c0d0e0f101112131415161718fa2c030400000000dbd7bfab0f00000014141618151617180600000000000000393a3b3c3d3e3f40
// Types: 2 ffffffffffffffffffffffffffffffffffffffffffffffff30e0030000000000fe00000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Types: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53c9514b80ffffffff358ca0210dfeffff519ae400e4092e5300254a80ffffffff183d6280acd1f61b
// Types: 2 80000000000000807fffffffffffff7f01000000000000008100000000000000e8f7010000000000850000000000000000000000000000005555555555555555
// Faults: 1 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000005000000000000000000000000000000
// Faults: 2 0102030405060708090a0b0c0d0e0f101112131415161718c800000000000000070000000000000000000000000000000500000000000000393a3b3c3d3e3f40
// Faults: 2 ffffffffffffffffffffffffffffffffffffffffffffffff8500000000000000070000000000000000000000000000000500000000000000ffffffffffffffff
// Faults: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e530000000000000000000000000000000000000000000000000500000000000000183d6280acd1f61b
// Faults: 1 80000000000000807fffffffffffff7f010000000000000000000000000000000000000000000000000000000000000005000000000000005555555555555555
// Pointers: 2 00000000000000000000000000000000000000000000000003000000000000000100000000000000050000000000000000000000000000000000000000000000
// Pointers: 2 0102030405060708090a0b0c0d0e0f1011121314151617180606090c0000000006000000000000000b000000000000001002030400000000393a3b3c3d3e3f40
// Pointers: 2 ffffffffffffffffffffffffffffffffffffffffffffffff000000000000000000000000000000000401000000000000fcffffffffffffffffffffffffffffff
// Pointers: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53036fde80ffffffff95ffffffffffffffbe00000000000000bc234a80ffffffff183d6280acd1f61b
// Pointers: 2 80000000000000807fffffffffffff7f010000000000000083010000000000000100000000000000050000000000000080000000000000005555555555555555
