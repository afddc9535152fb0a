// packets: 00000000000000000000000000000000000000000000000000000000000000005555555555555555555555555555555555555555555555555555555555555555, ffffff7f010000000000000000000080010000000000ff7f0100000000000000005555555555555555555555555555555555555555555555555555555555555555, 05000000030000000700000000000000020000000900040311000000000000005555555555555555555555555555555555555555555555555555555555555555, 00000080ffffffffffffffffffffff7fffffffffffffff80ffffffffffffffff5555555555555555555555555555555555555555555555555555555555555555, 9cffffff64000000fffffffffffffffe80000000ff00647f00000000010000005555555555555555555555555555555555555555555555555555555555555555
using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Add32(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = checked(x.D + (uint)x.F);
        o.R1 = checked(x.D - (uint)x.F);
        o.R2 = checked(x.A + x.B);
        o.R3 = checked(x.A - x.B);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Multiply(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = checked(x.F * x.G);
        o.R1 = checked(x.A * x.B);
        o.R2 = checked(x.C * x.B);
        o.R3 = (long)(checked(x.H * x.D) & 0xFFFF);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Multiply64(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = checked((long)x.G * x.C);
        o.R1 = 1;
        o.R2 = checked(x.C * x.C);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Add64(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        checked
        {
            o.R0 = x.C + 5;
            o.R1 = x.C - x.G;
            o.R2 = x.C + x.A;
            o.R3 = (long)(x.H - 1);
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Convert(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        checked
        {
            o.R0 = (byte)x.G;
            o.R1 = (sbyte)x.F;
            o.R2 = (short)x.E;
            o.R3 = (uint)x.B;
            o.R0 += (int)x.D;
            o.R1 += (int)x.C;
            o.R2 += (ushort)x.C;
            o.R3 += (long)x.H;
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Updates(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        byte small = x.F;
        sbyte sign = x.G;
        int value = x.A;
        checked
        {
            o.R0 = small++;
            o.R1 = ++small;
            value += 7;
            o.R2 = value--;
            sign--;
            o.R3 = -value;
            small += 20;
            sign -= 30;
        }

        o.R0 = small;
        o.R1 = sign;
        return XdpAction.Pass;
    }

    // An operator may have a checked form, which a checked context takes.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Operators(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var money = new Money(x.A);
        o.R0 = (money + new Money(x.B)).Amount;
        o.R1 = checked(money + new Money(x.F)).Amount;
        o.R2 = (byte)money;
        o.R3 = checked((byte)money);
        return XdpAction.Pass;
    }

    // No OnFault: the ranges rule overflow out.
    [XdpProgram]
    public XdpAction Proven(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        checked
        {
            o.R0 = x.F + x.E;
            o.R1 = x.F * 3 - x.E;
            o.R2 = (byte)(x.A & 0x7F);
            int n = 0;
            for (int i = 0; i < 10; i++)
            {
                n = (n + i) & 3;
            }

            o.R3 = n;
        }

        // In an unchecked context everything wraps.
        o.R3 += unchecked(x.A * 0x10001 + (byte)x.B);
        return XdpAction.Pass;
    }
}

public readonly struct Money(int amount)
{
    public int Amount { get; } = amount;

    public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount);

    public static Money operator checked +(Money left, Money right) => new(checked(left.Amount + right.Amount));

    public static explicit operator byte(Money money) => (byte)money.Amount;

    public static explicit operator checked byte(Money money) => checked((byte)money.Amount);
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
// Add32: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Add32: 1 ffffff7f010000000000000000000080010000000000ff7f0100000000000000000100000000000055555555555555555555555555555555555555555555555555
// Add32: 1 05000000030000000700000000000000020000000900040311000000000000000600000000000000555555555555555555555555555555555555555555555555
// Add32: 1 00000080ffffffffffffffffffffff7fffffffffffffff80ffffffffffffffff5555555555555555555555555555555555555555555555555555555555555555
// Add32: 2 9cffffff64000000fffffffffffffffe80000000ff00647f0000000001000000e4000000000000001c00000000000000000000000000000038ffffffffffffff
// Multiply: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Multiply: 2 ffffff7f010000000000000000000080010000000000ff7f0100000000000000817e000000000000ffffff7f000000000000000000000080010000000000000055
// Multiply: 2 05000000030000000700000000000000020000000900040311000000000000000c000000000000000f0000000000000015000000000000002200000000000000
// Multiply: 1 00000080ffffffffffffffffffffff7fffffffffffffff80ffffffffffffffff8080ffffffffffff555555555555555555555555555555555555555555555555
// Multiply: 2 9cffffff64000000fffffffffffffffe80000000ff00647f00000000010000009c31000000000000f0d8ffffffffffff9cffffffffffff9b0000000000000000
// Multiply64: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000010000000000000000000000000000005555555555555555
// Multiply64: 1 ffffff7f010000000000000000000080010000000000ff7f0100000000000000005555555555555555555555555555555555555555555555555555555555555555
// Multiply64: 2 05000000030000000700000000000000020000000900040311000000000000001500000000000000010000000000000031000000000000005555555555555555
// Multiply64: 1 00000080ffffffffffffffffffffff7fffffffffffffff80ffffffffffffffff5555555555555555555555555555555555555555555555555555555555555555
// Multiply64: 1 9cffffff64000000fffffffffffffffe80000000ff00647f000000000100000081ffffffffffff80010000000000000055555555555555555555555555555555
// Add64: 1 00000000000000000000000000000000000000000000000000000000000000000500000000000000000000000000000000000000000000005555555555555555
// Add64: 1 ffffff7f010000000000000000000080010000000000ff7f0100000000000000050000000000008055555555555555555555555555555555555555555555555555
// Add64: 2 05000000030000000700000000000000020000000900040311000000000000000c0000000000000004000000000000000c000000000000001000000000000000
// Add64: 1 00000080ffffffffffffffffffffff7fffffffffffffff80ffffffffffffffff5555555555555555555555555555555555555555555555555555555555555555
// Add64: 2 9cffffff64000000fffffffffffffffe80000000ff00647f000000000100000004000000000000ff80fffffffffffffe9bfffffffffffffeffffffff00000000
// Convert: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Convert: 1 ffffff7f010000000000000000000080010000000000ff7f01000000000000007f0000000000000055555555555555555555555555555555555555555555555555
// Convert: 2 050000000300000007000000000000000200000009000403110000000000000005000000000000000b0000000000000010000000000000001400000000000000
// Convert: 1 00000080ffffffffffffffffffffff7fffffffffffffff80ffffffffffffffff5555555555555555555555555555555555555555555555555555555555555555
// Convert: 1 9cffffff64000000fffffffffffffffe80000000ff00647f0000000001000000ff000000000000006400000000000000ff000000000000006400000000000000
// Updates: 2 00000000000000000000000000000000000000000000000000000000000000001600000000000000e1ffffffffffffff0700000000000000faffffffffffffff
// Updates: 1 ffffff7f010000000000000000000080010000000000ff7f0100000000000000005555555555555555555555555555555555555555555555555555555555555555
// Updates: 2 05000000030000000700000000000000020000000900040311000000000000001a00000000000000e4ffffffffffffff0c00000000000000f5ffffffffffffff
// Updates: 1 00000080ffffffffffffffffffffff7fffffffffffffff80ffffffffffffffff5555555555555555555555555555555555555555555555555555555555555555
// Updates: 2 9cffffff64000000fffffffffffffffe80000000ff00647f00000000010000007a000000000000006000000000000000a3ffffffffffffff5e00000000000000
// Operators: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Operators: 1 ffffff7f010000000000000000000080010000000000ff7f010000000000000000000080ffffffff55555555555555555555555555555555555555555555555555
// Operators: 2 05000000030000000700000000000000020000000900040311000000000000000800000000000000090000000000000005000000000000000500000000000000
// Operators: 1 00000080ffffffffffffffffffffff7fffffffffffffff80ffffffffffffffffffffff7f00000000ff000080ffffffff00000000000000005555555555555555
// Operators: 1 9cffffff64000000fffffffffffffffe80000000ff00647f0000000001000000000000000000000000000000000000009c000000000000005555555555555555
// Proven: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000100000000000000
// Proven: 2 ffffff7f010000000000000000000080010000000000ff7f0100000000000000ff00000000000000fd020000000000007f000000000000000100ff7f0000000055
// Proven: 2 05000000030000000700000000000000020000000900040311000000000000000d00000000000000030000000000000005000000000000000900050000000000
// Proven: 2 00000080ffffffffffffffffffffff7fffffffffffffff80fffffffffffffffffe00010000000000fe02ffffffffffff000000000000000000010080ffffffff
// Proven: 2 9cffffff64000000fffffffffffffffe80000000ff00647f000000000100000063010000000000002d000000000000001c0000000000000001009cffffffffff
