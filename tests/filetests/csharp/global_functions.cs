using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 4)]
    public partial ArrayMap<Pair> Pairs { get; }

    [BpfGlobal]
    public partial ref uint Total { get; }

    [XdpProgram]
    public XdpAction Scalars(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = Mix(x.A, x.E, x.G, x.C, x.F > 9);
        o.R1 = Mix(x.B, (ushort)x.F, (sbyte)x.E, x.A, false) * 3;
        o.R2 = Low(x.H) + (IsOdd(x.D) ? 1000 : 1);
        Span<byte> table = [1, 2, 3, 4, 5, 6, 7, 8];
        o.R3 = 0;
        // What it returns is bounded by its caller again.
        uint at = Low(x.H);
        if (at < 8) o.R3 = table[(int)at];
        for (int i = 0; i < 20; i++) o.R3 += Low((ulong)i * x.D);
        return XdpAction.Pass;
    }

    [BpfGlobalFunction]
    private static long Mix(int a, ushort b, sbyte c, long d, bool e)
    {
        long sum = (long)a * 7 + b - c + (d >> 3);
        return e ? -sum : sum;
    }

    [BpfGlobalFunction]
    private static uint Low(ulong value) => (uint)value & 15;

    [BpfGlobalFunction]
    private static bool IsOdd(uint value) => (value & 1) != 0;

    [XdpProgram]
    public XdpAction References(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        Total = x.D;
        Add(ref Total, (uint)x.A);
        ref Pair entry = ref Pairs.GetValueRefOrNullRef(x.F & 3u);
        if (Unsafe.IsNullRef(ref entry)) return XdpAction.Aborted;
        entry = new Pair { Left = x.D, Right = x.E };
        Swap(ref entry);
        Add(ref entry.Left, 5);
        var local = new Pair { Left = 1, Right = x.F };
        Swap(ref local);
        local.Double();
        o = default;
        Fill(ref o, x.C);
        // One reference twice, and a global that the function writes by its name too.
        o.R2 = Both(ref local.Left, ref local.Left) + Both(ref local.Left, ref local.Right);
        o.R3 = Twice(ref Total);
        o.R1 += entry.Left * 10000L + entry.Right + local.Left + Sum(local);
        return XdpAction.Pass;
    }

    [BpfGlobalFunction]
    private static void Add(ref uint to, uint value) => to += value;

    [BpfGlobalFunction]
    private static void Swap(ref Pair pair) => (pair.Left, pair.Right) = (pair.Right, pair.Left);

    [BpfGlobalFunction]
    private static void Fill(ref Output o, long seed)
    {
        o.R0 = seed ^ 0x55;
        Add(ref Unsafe.As<long, uint>(ref o.R1), 7);
    }

    [BpfGlobalFunction]
    private static uint Both(ref uint a, ref uint b)
    {
        a = 3;
        b = 4;
        return a * 10 + b;
    }

    [BpfGlobalFunction]
    private uint Twice(ref uint value)
    {
        value = 20;
        Total++;
        return value;
    }

    [BpfGlobalFunction]
    private static uint Sum(Pair pair)
    {
        pair.Left += pair.Right;
        return Scale(pair.Left) + Scale(pair.Right);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Scale(uint value) => value * 3 ^ value >> 5;

    // The context, and with it the packet, which a reference leads into too.
    [XdpProgram]
    public XdpAction Contexts(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R1 = 9;
        o.R0 = Write(ctx, ref o.R1);
        o.R2 = CountBytes(ctx, x.F);
        return XdpAction.Pass;
    }

    [BpfGlobalFunction]
    private static long Write(XdpContext ctx, ref long to)
    {
        var packet = ctx.Packet;
        if (!packet.TrySkip(32)) return -1;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return -2;
        long before = o.R1;
        to = 1234;
        return o.R1 * 100 + before;
    }

    [BpfGlobalFunction]
    private static int CountBytes(XdpContext ctx, byte wanted)
    {
        var packet = ctx.Packet;
        int count = 0;
        for (int i = 0; i < 32; i++)
        {
            if (!packet.TryRead(out byte b)) break;
            if (b == wanted) count++;
        }

        return count;
    }

    // Faults in a global function end the program.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Faults(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = 1;
        try
        {
            o.R1 = Divide((int)x.D, x.F);
            Check(ref o, x.G);
        }
        finally
        {
            o.R0 += 10;
        }

        o.R2 = Divide(100, x.E);
        return XdpAction.Pass;
    }

    [BpfGlobalFunction]
    private static int Divide(int a, int b) => a / b;

    [BpfGlobalFunction]
    private static void Check(ref Output o, int value)
    {
        o.R3 = checked(value * 20_000_000);
        if (value < -100) throw new InvalidOperationException();
    }
}

public struct Pair
{
    public uint Left;
    public uint Right;

    [BpfGlobalFunction]
    public void Double()
    {
        Left *= 2;
        Right *= 2;
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
// Scalars: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000000000000100000000000000
// Scalars: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20bb7a69423e1efefd2f9f14aa00000000f1030000000000007e00000000000000
// Scalars: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0800ffffffffffffe802000000000000f703000000000000a200000000000000
// Scalars: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bcaa9eaedcb239ffae20761210000000009000000000000000000000000000000
// Scalars: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff6f0300000000001030000080f5ffffffeb030000000000008200000000000000
// References: 2 000000000000000000000000000000000000000000000000000000000000000055000000000000007bc30000000000004e000000000000001500000000000000
// References: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f205c0a0b0c0d0e0f10dc697217000000004e000000000000001500000000000000
// References: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffaaffffffffffffff6a9c1027010000004e000000000000001500000000000000
// References: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b7d4d7280bce1062b0b931d82000000004e000000000000001500000000000000
// References: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff2affffffffffff7f7cc30000000000004e000000000000001500000000000000
// Contexts: 2 000000000000000000000000000000000000000000000000000000000000000011e2010000000000d20400000000000020000000000000000000000000000000
// Contexts: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2011e2010000000000d2040000000000000100000000000000393a3b3c3d3e3f40
// Contexts: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff11e2010000000000d2040000000000002000000000000000ffffffffffffffff
// Contexts: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b11e2010000000000d2040000000000000100000000000000183d6280acd1f61b
// Contexts: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff11e2010000000000d2040000000000000e000000000000005555555555555555
// Faults: 1 00000000000000000000000000000000000000000000000000000000000000000b00000000000000000000000000000000000000000000000000000000000000
// Faults: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200b000000000000001770df0000000000000000000000000000389c1c00000000
// Faults: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0b000000000000000000000000000000000000000000000000d3cefeffffffff
// Faults: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0b000000000000008d023bfdffffffff00000000000000000097f16200000000
// Faults: 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0b00000000000000555555555555555555555555555555555555555555555555
