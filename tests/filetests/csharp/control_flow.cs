using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    private static bool Count(ref int calls, bool value)
    {
        calls++;
        return value;
    }

    // A jump to another case behind the memory goes to one of its own switch.
    [XdpProgram]
    public XdpAction Cases_of_another_switch(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        uint sum = x.D;
        switch (x.D & 1)
        {
            case 0:
                Span<byte> bytes = stackalloc byte[4];
                bytes[1] = (byte)(sum >> 3);
                sum += bytes[1];
                break;
            default:
                switch (x.F & 3)
                {
                    case 0: sum += 3; goto case 2;
                    case 2: sum *= 5; goto default;
                    default: sum ^= 7; break;
                }

                break;
        }

        return (XdpAction)sum;
    }

    // A jump back behind the memory goes to the label of its own block.
    [XdpProgram]
    public XdpAction Labels_of_one_name(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        uint sum = x.D;
        {
            int tries = 0;
        again:
            sum = (sum * 7) + x.F;
            if (++tries < 3) goto again;
        }

        Span<byte> bytes = stackalloc byte[4];
        bytes[1] = (byte)sum;
        {
            int tries = 0;
        again:
            sum = (sum * 5) + bytes[1];
            if (++tries < 2) goto again;
        }

        return (XdpAction)sum;
    }

    [XdpProgram]
    public XdpAction Loops(XdpContext ctx)
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

        int sum = 0;
        for (int i = 0; i < 10; i++)
        {
            if (i == x.F % 10) continue;
            if (i == x.E % 20) break;
            sum += i * x.A;
        }

        int j = 0;
        while (j < 5)
        {
            sum ^= j << j;
            j++;
        }

        do
        {
            sum -= j;
            j--;
        }
        while (j > 2);
        o.R0 = sum;
        o.R1 = j;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Nested(XdpContext ctx)
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

        int n = 0;
        for (int i = 0; i < 4; i++)
        {
            for (int k = 0; k < 4; k++)
            {
                if (((x.A >> k) & 1) == 0) continue;
                n += i * k;
                if (n > 10) goto done;
            }
        }

        n += 100;
        done:
        o.R0 = n;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction ShortCircuit(XdpContext ctx)
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

        int calls = 0;
        if (Count(ref calls, x.A > 0) && Count(ref calls, x.B > 0) || Count(ref calls, x.C > 0))
        {
            o.R0 = 1;
        }

        bool value = x.A > 0 || x.B > 0 && x.C > 0;
        o.R1 = calls;
        o.R2 = value ? 7 : 9;
        o.R3 = !(x.A > 0 && !(x.B > 5)) ? 1 : 2;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction SwitchStatement(XdpContext ctx)
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

        switch (x.F & 7)
        {
            case 0:
                o.R0 = 10;
                break;
            case 1:
            case 2:
                o.R0 = 20;
                goto case 5;
            case 3 when x.A > 0:
                o.R0 = 30;
                break;
            default:
                o.R0 = 40;
                break;
            case 5:
                o.R1 = 50;
                goto default;
        }

        switch (x.A)
        {
            case < 0:
                o.R2 = 1;
                return XdpAction.Tx;
            case > 1000 and < 100000:
                o.R2 = 2;
                break;
            case 1 or 7:
                o.R2 = 3;
                break;
        }

        switch ((Color)(x.E & 3))
        {
            case Color.Red: o.R3 = 1; break;
            case Color.Green: o.R3 = 2; break;
        }
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction SwitchExpression(XdpContext ctx)
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

        o.R0 = (x.F & 7) switch
        {
            0 => 100,
            1 or 2 => 200 + x.A,
            > 4 and not 6 => x.C,
            _ when x.B > 0 => 3,
            _ => -1,
        };
        o.R1 = ((Color)(x.E & 3)) switch { Color.Red => 1, Color.Green => 2, _ => 3 };
        o.R2 = (x.A > 0, x.B > 0) switch { (true, true) => 1, (true, false) => 2, (false, _) => 3 };
        o.R3 = (x.A > 0) switch { true => 5, false => 6 };
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Patterns(XdpContext ctx)
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

        int r = 0;
        if (x.A is > 0 and < 1000) r |= 1;
        if (x.B is not (3 or 4)) r |= 2;
        if (x is { A: > 0, F: not 0 }) r |= 4;
        if (x is { E: var e, F: 1 } && e > 3) r |= 8;
        if ((x.A, x.B) is (1, _) or (_, 2)) r |= 16;
        if ((Color)x.F is Color.Green) r |= 32;
        if (x.C is var c && c != 0) r |= 64;
        o.R0 = r;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Goto(XdpContext ctx)
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

        int i = 0;
        again:
        i += 3;
        if (i < 20) goto again;
        o.R0 = i;
        goto end;
        #pragma warning disable CS0162
        o.R0 = 1234;
        end:
        o.R1 = 1;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction EarlyReturn(XdpContext ctx)
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

        if (x.A < 0) return XdpAction.Drop;
        while (true)
        {
            if (x.F > 3) return XdpAction.Tx;
            break;
        }
        return x.B > 0 ? XdpAction.Aborted : XdpAction.Redirect;
    }
}

public enum Color : byte
{
    Red,
    Green,
    Blue,
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
// Cases_of_another_switch: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Cases_of_another_switch: 336794134 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Cases_of_another_switch: 4294967288 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Cases_of_another_switch: 2157606394 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Cases_of_another_switch: 19 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Labels_of_one_name: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Labels_of_one_name: 1791667418 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Labels_of_one_name: 355472 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Labels_of_one_name: 3049293138 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Labels_of_one_name: 9097 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Loops: 2 00000000000000000000000000000000000000000000000000000000000000004600000000000000020000000000000000000000000000000000000000000000
// Loops: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f206c547ea8ffffffff02000000000000003132333435363738393a3b3c3d3e3f40
// Loops: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7effffffffffffff0200000000000000ffffffffffffffffffffffffffffffff
// Loops: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b46a34b8bffffffff0200000000000000f0153a8084a9cef3183d6280acd1f61b
// Loops: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffc616000000000000020000000000000055555555555555555555555555555555
// Nested: 2 00000000000000000000000000000000000000000000000000000000000000006400000000000000000000000000000000000000000000000000000000000000
// Nested: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f206400000000000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Nested: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0c00000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Nested: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b6400000000000000c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Nested: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff6400000000000000555555555555555555555555555555555555555555555555
// ShortCircuit: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000020000000000000009000000000000000100000000000000
// ShortCircuit: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200100000000000000020000000000000007000000000000000100000000000000
// ShortCircuit: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff020000000000000009000000000000000100000000000000
// ShortCircuit: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0100000000000000020000000000000007000000000000000100000000000000
// ShortCircuit: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000030000000000000007000000000000000200000000000000
// SwitchStatement: 2 00000000000000000000000000000000000000000000000000000000000000000a00000000000000000000000000000000000000000000000100000000000000
// SwitchStatement: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202800000000000000292a2b2c2d2e2f3031323334353637380200000000000000
// SwitchStatement: 3 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff2800000000000000ffffffffffffffff0100000000000000ffffffffffffffff
// SwitchStatement: 3 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b2800000000000000c8ed12805c81a6cb0100000000000000183d6280acd1f61b
// SwitchStatement: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0a00000000000000555555555555555555555555555555550100000000000000
// SwitchExpression: 2 00000000000000000000000000000000000000000000000000000000000000006400000000000000010000000000000003000000000000000600000000000000
// SwitchExpression: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20090a0b0c0d0e0f10020000000000000001000000000000000500000000000000
// SwitchExpression: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff030000000000000003000000000000000600000000000000
// SwitchExpression: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0300000000000000010000000000000003000000000000000600000000000000
// SwitchExpression: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff6400000000000000010000000000000002000000000000000500000000000000
// Patterns: 2 00000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000000000000000000000000000000000000
// Patterns: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f204600000000000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Patterns: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff4200000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Patterns: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b4200000000000000c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Patterns: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff4300000000000000555555555555555555555555555555555555555555555555
// Goto: 2 00000000000000000000000000000000000000000000000000000000000000001500000000000000010000000000000000000000000000000000000000000000
// Goto: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20150000000000000001000000000000003132333435363738393a3b3c3d3e3f40
// Goto: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff15000000000000000100000000000000ffffffffffffffffffffffffffffffff
// Goto: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b15000000000000000100000000000000f0153a8084a9cef3183d6280acd1f61b
// Goto: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff1500000000000000010000000000000055555555555555555555555555555555
// EarlyReturn: 4 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// EarlyReturn: 3 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// EarlyReturn: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// EarlyReturn: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// EarlyReturn: 4 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
