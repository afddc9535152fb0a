using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    private static T First<T>(T a, T b) => a;

    private static int Size<T>()
        where T : unmanaged => Unsafe.SizeOf<T>();

    private static void Exchange<T>(ref T a, ref T b)
    {
        T keep = a;
        a = b;
        b = keep;
    }

    private static int Apply<T>(T operation, int value)
        where T : struct, IOperation => operation.Run(value);

    private static int Constant<T>()
        where T : IOperation => T.Constant;

    private static void Step<T>(ref T operation)
        where T : struct, IOperation => operation.Step();

    private static T Read<T>(ref PacketCursor cursor)
        where T : unmanaged
    {
        cursor.TryRead(out T value);
        return value;
    }

    [XdpProgram]
    public XdpAction Methods(XdpContext ctx)
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

        o.R0 = First(x.A, x.B) + First(x.C, 5L);
        o.R1 = Size<Input>() + Size<byte>() * 100;
        int a = x.A;
        int b = x.B;
        Exchange(ref a, ref b);
        o.R2 = a - 2L * b;
        var box = new Box<short>((short)x.E);
        o.R3 = box.Get() + box.Map<long>(x.C);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Constraints(XdpContext ctx)
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

        o.R0 = Apply(new Doubler(), x.A);
        o.R1 = Apply(new Adder { Amount = x.B }, x.A);
        o.R2 = Constant<Doubler>() * 10 + Constant<Adder>();
        var adder = new Adder { Amount = 1 };
        Step(ref adder);
        o.R3 = adder.Amount;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction GenericRead(XdpContext ctx)
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

        var second = ctx.Packet;
        o.R0 = Read<byte>(ref second) + Read<ushort>(ref second);
        o.R1 = Read<int>(ref second);
        if (second.TryPeek(out long next)) o.R2 = next;
        o.R3 = second.Remaining;
        return XdpAction.Pass;
    }
}

public interface IOperation
{
    static abstract int Constant { get; }

    int Run(int value);

    void Step();
}

public struct Doubler : IOperation
{
    public static int Constant => 2;

    public readonly int Run(int value) => value * 2;

    public readonly void Step()
    {
    }
}

public struct Adder : IOperation
{
    public int Amount;

    public static int Constant => 7;

    public readonly int Run(int value) => value + Amount;

    public void Step() => Amount++;
}

public readonly struct Box<T>(T value)
    where T : unmanaged
{
    private readonly T content = value;

    public T Get() => content;

    public TOther Map<TOther>(TOther other) => other;
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
// Methods: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000840000000000000000000000000000000000000000000000
// Methods: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200a0c0e100d0e0f10840000000000000003020100000000001e200b0c0d0e0f10
// Methods: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffff84000000000000000100000000000000feffffffffffffff
// Methods: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b2872bc00bce1062b8400000000000000946f4a03010000000c577280bce1062b
// Methods: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffffffffffffffff7f840000000000000000ffff7fffffffff7fffffffffffff7f
// Constraints: 2 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001b000000000000000200000000000000
// Constraints: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20020406080000000006080a0c000000001b000000000000000200000000000000
// Constraints: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffffffffffffeffffffffffffff1b000000000000000200000000000000
// Constraints: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b004a94000000000094de2884ffffffff1b000000000000000200000000000000
// Constraints: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff000100000000000080000080ffffffff1b000000000000000200000000000000
// GenericRead: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000003900000000000000
// GenericRead: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200303000000000000040506070000000008090a0b0c0d0e0f3900000000000000
// GenericRead: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe00010000000000ffffffffffffffffffffffffffffffff3900000000000000
// GenericRead: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b254a0000000000008094b9deffffffff03284d7280bce1063900000000000000
// GenericRead: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80000000000000000000000000000000807fffffffffffff3900000000000000
