using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction BackwardGoto(XdpContext ctx)
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
        uint limit = (uint)x.F & 31;
        uint i = 0;
        again:
        o.R0 += i;
        i++;
        if (i < limit) goto again;
        int n = x.A & 15;
        back:
        if (n <= 0) goto end;
        n--;
        o.R1 += n;
        goto back;
        end:
        o.R2 = n;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction CountDown(XdpContext ctx)
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
        int n = x.F & 31;
        while (n > 0)
        {
            o.R0 += n;
            n--;
        }

        uint u = x.E & 15u;
        while (u != 0)
        {
            u--;
            o.R1 += u;
        }

        int m = x.F & 7;
        while (m-- > 0) o.R2 += m;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction BreakAndContinue(XdpContext ctx)
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
        int i = 0;
        while (true)
        {
            if (i >= 20) break;
            i++;
            if ((i & 3) == 0) continue;
            if (i == x.F) break;
            o.R0 += i;
        }

        int j = 0;
        while (j < 16)
        {
            int bit = (x.A >> j) & 1;
            j++;
            if (bit == 0) continue;
            o.R1++;
            if (o.R1 > 5) break;
        }

        for (int k = 0; ; k++)
        {
            if (k == 12) break;
            if (x.B == k) { o.R2 = k; break; }
        }

        for (int k = 0; k < 10 && o.R3 < 20; k++) o.R3 += k;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction LimitWithBound(XdpContext ctx)
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
        for (int i = 0; i < x.F; i++) o.R0 += i;
        for (int i = 0; i < (x.A & 15); i++) o.R1 ^= i;
        int n = Math.Min((int)x.E, 20);
        for (int i = 0; i < n; i++) o.R2 += i;
        uint length = x.D;
        if (length > 16) length = 16;
        for (uint i = 0; i < length; i++) o.R3 += i;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Clamped(XdpContext ctx)
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
        int n = Math.Max(0, Math.Min(x.B, 24));
        for (int i = 0; i < n; i++) o.R0 += i;
        int m = x.A < 12 ? x.A : 12;
        for (int i = 0; i <= m; i++) o.R1 += i;
        int q = (int)(x.H % 10);
        for (int i = 0; i < q && i < 10; i++) o.R2 += i;
        int r = x.E >> 12;
        while (r >= 0) { o.R3 += r; r--; }
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Steps(XdpContext ctx)
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
        for (int i = 0; i < 50; i += 7) o.R0 += i;
        for (int i = 40; i >= 0; i -= 3) o.R1 += i;
        for (uint bit = 1; bit < 256; bit <<= 1) if ((x.F & bit) != 0) o.R2++;
        for (uint v = x.D; v != 0; v >>= 1) o.R3 += v & 1;
        for (int bit = 0x80; bit != 0; bit >>= 1) o.R3 ^= bit;
        for (int p = 1; p <= 1000; p *= 3) o.R3 += p;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction CounterTypes(XdpContext ctx)
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
        for (byte i = 0; i < 20; i++) o.R0 += i;
        for (byte i = 10; i > 0; i--) o.R0 ^= i;
        for (sbyte i = -5; i < 5; i++) o.R0 += i;
        for (ushort i = 0; i < 20; i += 3) o.R1 += i;
        for (short i = 10; i >= 0; i--) o.R1 += i;
        for (uint i = 0; i < 12; i++) o.R2 += i;
        for (long i = -3; i < 10; i++) o.R2 ^= i;
        for (ulong i = 20; i > 0; i -= 2) o.R3 += (long)i;
        for (long i = x.F & 7; i > 0; i--) o.R3 += i;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction StepsThatDiffer(XdpContext ctx)
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
        for (int i = 0; i < 24; i++)
        {
            o.R0 += i;
            if (((x.A >> (i & 31)) & 1) != 0) i++;
        }

        int at = 0;
        while (at < 32)
        {
            o.R1++;
            at += 1 + (x.F & 7);
        }

        int left = 30;
        while (left > 0)
        {
            if (x.B > left) left -= 2;
            else left -= 3;
            o.R2 += left;
        }
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction TwoCounters(XdpContext ctx)
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
        for (int i = 0, j = 15; i < j; i++, j--) o.R0 += i * j;
        int low = 0, high = 32, steps = 0;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (middle < (x.F & 31)) low = middle + 1;
            else high = middle;
            if (++steps > 10) break;
        }

        o.R1 = low;
        o.R2 = steps;
        return XdpAction.Pass;
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
// BackwardGoto: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// BackwardGoto: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20fd00000000000000000000000000000000000000000000000000000000000000
// BackwardGoto: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd101000000000000690000000000000000000000000000000000000000000000
// BackwardGoto: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b5b00000000000000000000000000000000000000000000000000000000000000
// BackwardGoto: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000000000000000000000000000000000000000000000000000
// CountDown: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// CountDown: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2014010000000000000a0000000000000015000000000000000000000000000000
// CountDown: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001000000000000690000000000000015000000000000000000000000000000
// CountDown: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b690000000000000006000000000000000f000000000000000000000000000000
// CountDown: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000000000000000000000000000000000000000000000000000
// BreakAndContinue: 2 00000000000000000000000000000000000000000000000000000000000000009600000000000000000000000000000000000000000000001500000000000000
// BreakAndContinue: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f209600000000000000020000000000000000000000000000001500000000000000
// BreakAndContinue: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9600000000000000060000000000000000000000000000001500000000000000
// BreakAndContinue: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b9600000000000000030000000000000000000000000000001500000000000000
// BreakAndContinue: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff9600000000000000010000000000000000000000000000001500000000000000
// LimitWithBound: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// LimitWithBound: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20fd000000000000000000000000000000be000000000000007800000000000000
// LimitWithBound: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff817e0000000000000f00000000000000be000000000000007800000000000000
// LimitWithBound: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0b040000000000000000000000000000be000000000000007800000000000000
// LimitWithBound: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000000000000000000000000000000000000000000000000000
// Clamped: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Clamped: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2014010000000000004e0000000000000003000000000000000100000000000000
// Clamped: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff000000000000000000000000000000000a000000000000007800000000000000
// Clamped: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b1401000000000000000000000000000006000000000000000000000000000000
// Clamped: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff00000000000000004e0000000000000015000000000000000000000000000000
// Steps: 2 0000000000000000000000000000000000000000000000000000000000000000c4000000000000001f0100000000000000000000000000004405000000000000
// Steps: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20c4000000000000001f0100000000000004000000000000003b05000000000000
// Steps: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc4000000000000001f0100000000000008000000000000002405000000000000
// Steps: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bc4000000000000001f0100000000000004000000000000003805000000000000
// Steps: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffc4000000000000001f0100000000000000000000000000004305000000000000
// CounterTypes: 2 0000000000000000000000000000000000000000000000000000000000000000b0000000000000007600000000000000bfffffffffffffff6e00000000000000
// CounterTypes: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20b0000000000000007600000000000000bfffffffffffffff8a00000000000000
// CounterTypes: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb0000000000000007600000000000000bfffffffffffffff8a00000000000000
// CounterTypes: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bb0000000000000007600000000000000bfffffffffffffff8300000000000000
// CounterTypes: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffb0000000000000007600000000000000bfffffffffffffff6e00000000000000
// StepsThatDiffer: 2 00000000000000000000000000000000000000000000000000000000000000001401000000000000200000000000000087000000000000000000000000000000
// StepsThatDiffer: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20f8000000000000000400000000000000d2000000000000000000000000000000
// StepsThatDiffer: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8400000000000000040000000000000087000000000000000000000000000000
// StepsThatDiffer: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bb5000000000000000500000000000000d2000000000000000000000000000000
// StepsThatDiffer: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0c01000000000000200000000000000087000000000000000000000000000000
// TwoCounters: 2 00000000000000000000000000000000000000000000000000000000000000001801000000000000000000000000000006000000000000000000000000000000
// TwoCounters: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f201801000000000000170000000000000005000000000000000000000000000000
// TwoCounters: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff18010000000000001f0000000000000005000000000000000000000000000000
// TwoCounters: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b18010000000000000e0000000000000005000000000000000000000000000000
// TwoCounters: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff1801000000000000000000000000000006000000000000000000000000000000
