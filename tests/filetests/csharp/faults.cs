using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Throw(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = 1;
        if (x.A == 0)
        {
            throw new InvalidOperationException("zero");
        }

        o.R1 = Positive(x.B);
        o.R2 = x.F > 3 ? x.F : throw new ArgumentException("small");
        return XdpAction.Pass;
    }

    // The fault of a method that is called ends the program, not the method.
    private static int Positive(int value)
    {
        if (value < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value));
        }

        return value;
    }

    [XdpProgram(OnFault = XdpAction.Redirect)]
    public XdpAction SwitchWithoutArm(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R3 = 5;
        o.R0 = (x.A & 3) switch
        {
            0 => 10,
            1 when x.B > 0 => 11,
            2 => 12,
        };
        o.R1 = Describe(x.E);
        return XdpAction.Tx;
    }

    private static int Describe(int value) => value switch
    {
        < 100 => value,
        < 60000 => throw new NotSupportedException(),
        _ => -value,
    };

    [XdpProgram(OnFault = XdpAction.Pass)]
    public XdpAction ThrowAlways(XdpContext ctx) => throw new ApplicationException();

    // Without OnFault: a fault that cannot happen is none.
    [XdpProgram]
    public XdpAction ThrowNever(XdpContext ctx)
    {
        int value = (int)ctx.RxQueueIndex & 7;
        if (value > 7)
        {
            throw new InvalidOperationException();
        }

        int next = value switch
        {
            < 4 => 1,
            >= 4 and < 8 => 2,
        };
        return (XdpAction)next;
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
// Throw: 1 00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000
// Throw: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20010000000000000005060708000000001700000000000000393a3b3c3d3e3f40
// Throw: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0100000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Throw: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b010000000000000094b9de03000000002e00000000000000183d6280acd1f61b
// Throw: 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000555555555555555555555555555555555555555555555555
// SwitchWithoutArm: 3 00000000000000000000000000000000000000000000000000000000000000000a00000000000000000000000000000000000000000000000500000000000000
// SwitchWithoutArm: 4 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200b00000000000000292a2b2c2d2e2f3031323334353637380500000000000000
// SwitchWithoutArm: 4 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0500000000000000
// SwitchWithoutArm: 4 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0a00000000000000c8ed12805c81a6cbf0153a8084a9cef30500000000000000
// SwitchWithoutArm: 3 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0a00000000000000000000000000000055555555555555550500000000000000
// ThrowAlways: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ThrowAlways: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ThrowAlways: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ThrowAlways: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ThrowAlways: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// ThrowNever: 1 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ThrowNever: 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ThrowNever: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ThrowNever: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ThrowNever: 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
