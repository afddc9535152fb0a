using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Bodies(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        o.R0 = Described(new Plain { V = x.A });
        o.R1 = Described(new Own { V = x.B });
        o.R2 = Scaled(new Plain { V = x.C });
        Tally t = new() { V = x.C };
        o.R3 = Count(ref t) + t.V * 1000;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Properties(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Tally t = new() { V = x.C };
        Change(ref t);
        o.R0 = t.V;
        o.R1 = t[2];
        return XdpAction.Pass;
    }

    private static int Described<T>(T t)
        where T : struct, IMeasured => t.Twice() + t.Get() + T.Kind() * 100 + t.Next;

    private static int Scaled<T>(T t)
        where T : struct, IScaled<int> => t.Four(3);

    // A body of the interface's runs on a copy, which the caller does not see.
    private static int Count<T>(ref T t)
        where T : struct, ITally
    {
        int two = t.Two();
        t.Increment();
        return two;
    }

    private static void Change<T>(ref T t)
        where T : struct, ITally
    {
        t.V += 3;
        t.V++;
        t[1] = 5;
        t[2] += t[1];
    }
}

public interface IMeasured
{
    int Next => Get() + 1;

    static virtual int Kind() => 5;

    int Get();

    int Twice() => Get() * 2 + Next;
}

public interface IScaled<T> : IMeasured
    where T : unmanaged
{
    T Same(T value) => value;

    int Four(T value)
    {
        Same(value);
        return Twice() * 2;
    }
}

public interface ITally
{
    int V { get; set; }

    int this[int i] { get; set; }

    void Increment() => V++;

    int Two()
    {
        Increment();
        V += 10;
        return V;
    }
}

public struct Plain : IScaled<int>
{
    public int V;

    public readonly int Get() => V;
}

public struct Own : IMeasured
{
    public int V;

    public static int Kind() => 8;

    public readonly int Get() => V;

    public readonly int Twice() => V * 20;
}

public struct Tally : ITally
{
    private int w;

    public int V { get; set; }

    public int this[int i]
    {
        readonly get => w + i;
        set => w = value * i;
    }
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
// Bodies: 2 000000000000000000000000000000000000000000000000f601000000000000210300000000000002000000000000000b000000000000000000000000000000
// Bodies: 2 0102030405060708090a0b0c0d0e0f101112131415161718fb0b0f14000000008f0300000000000026000000000000008117000000000000393a3b3c3d3e3f40
// Bodies: 2 fffffffffffffffffffffffffffffffffffffffffffffffff1010000000000000b03000000000000fc0500000000000022e5030000000000ffffffffffffffff
// Bodies: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53f6ba7281ffffffffd9f9ffffffffffff58040000000000006cd3020000000000183d6280acd1f61b
// Bodies: 2 80000000000000807fffffffffffff7f01000000000000007604000000000000210300000000000002000000000000000b000000000000005555555555555555
// Properties: 2 00000000000000000000000000000000000000000000000004000000000000001c00000000000000000000000000000000000000000000000000000000000000
// Properties: 2 0102030405060708090a0b0c0d0e0f1011121314151617180a000000000000001c0000000000000000000000000000000000000000000000393a3b3c3d3e3f40
// Properties: 2 ffffffffffffffffffffffffffffffffffffffffffffffff03010000000000001c0000000000000000000000000000000000000000000000ffffffffffffffff
// Properties: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53bd000000000000001c0000000000000000000000000000000000000000000000183d6280acd1f61b
// Properties: 2 80000000000000807fffffffffffff7f010000000000000004000000000000001c00000000000000000000000000000000000000000000005555555555555555
