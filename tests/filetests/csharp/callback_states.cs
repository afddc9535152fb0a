using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

// What callbacks make of numbers that the kernel knows at first, and has to look at: it would follow each of these through a million instructions.
public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 8)]
    public partial ArrayMap<uint> Levels { get; }

    // The sum decides something behind the loop only.
    [XdpProgram]
    public XdpAction SumOfEntries(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        for (uint i = 0; i < 8; i++) Levels.TrySet(i, i * x.D);
        ulong total = x.F;
        o.R0 = Levels.ForEach(static (in uint key, ref uint level, ref ulong sum) =>
        {
            sum += level;
            level = key;
            return LoopAction.Continue;
        }, ref total);
        o.R1 = total < 1UL << 60 ? 1 : 2;
        o.R2 = (long)total;
        return XdpAction.Pass;
    }

    // Where a trip finds a certain number, the next one starts with it; it lies in half a slot of the stack (seed 2001302).
    [XdpProgram]
    public XdpAction LearnsOneNumber(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var state = new Pair { A = x.A, B = x.E, C = x.F };
        o.R0 = Bpf.Loop(x.D & 31, static (uint trip, ref Pair s) =>
        {
            s.A += (s.A switch { 1 => 32, 8 => 1126873611, > 115 => 255, _ => 7 }) + (s.C switch { 7 => 7, 38 => (sbyte)s.A, 12 => 19, 9 => 3, _ => 5 });
            return ~s.A > s.B ? LoopAction.Break : LoopAction.Continue;
        }, ref state);
        o.R1 = state.A;
        o.R2 = state.B;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction StepsOfBothSigns(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var state = new Steps { Size = x.A };
        o.R0 = Bpf.Loop(x.D & 255, static (uint trip, ref Steps s) =>
        {
            s.Sum += s.Size;
            s.Trips++;
            return s.Sum <= 127 || s.Sum < 65 ? LoopAction.Continue : LoopAction.Break;
        }, ref state);
        o.R1 = state.Sum;
        o.R2 = state.Trips;
        return XdpAction.Pass;
    }

    // Each trip has several ways, and none makes what another made.
    [XdpProgram]
    public XdpAction SeveralWays(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        ulong number = (ulong)x.G;
        if (x.F > 100) number = x.E;
        o.R0 = Bpf.Loop(x.D & 31, static (uint trip, ref ulong state) =>
        {
            state = (trip == 7 && state <= trip ? 16384ul : trip == 41 ? 1000ul : trip) - state;
            return state == 7 ? LoopAction.Break : LoopAction.Continue;
        }, ref number);
        o.R1 = (long)number;
        return XdpAction.Pass;
    }

    // What the inner loop starts with is stored by the outer loop's callback.
    [XdpProgram]
    public XdpAction Rows(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var state = new Steps { Size = x.A };
        o.R0 = Bpf.Loop(x.D & 7, static (uint row, ref Steps outer) =>
        {
            outer.Sum = row & 3;
            Bpf.Loop(row, static (uint column, ref Steps inner) =>
            {
                inner.Sum += inner.Size;
                inner.Trips++;
                return inner.Sum <= 127 || inner.Sum < 65 ? LoopAction.Continue : LoopAction.Break;
            }, ref outer);
            return outer.Trips > 20 ? LoopAction.Break : LoopAction.Continue;
        }, ref state);
        o.R1 = state.Sum;
        o.R2 = state.Trips;
        return XdpAction.Pass;
    }
}

public struct Pair
{
    public int A;
    public ushort B;
    public byte C;
}

public struct Steps
{
    public long Sum;
    public int Size;
    public uint Trips;
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
// SumOfEntries: 2 00000000000000000000000000000000000000000000000000000000000000000800000000000000010000000000000000000000000000000000000000000000
// SumOfEntries: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2008000000000000000100000000000000f3f9153202000000393a3b3c3d3e3f40
// SumOfEntries: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff08000000000000000100000000000000e300000007000000ffffffffffffffff
// SumOfEntries: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b08000000000000000100000000000000eed4e41002000000183d6280acd1f61b
// SumOfEntries: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff080000000000000001000000000000001c000000000000005555555555555555
// LearnsOneNumber: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// LearnsOneNumber: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20110000000000000045130304000000001516000000000000393a3b3c3d3e3f40
// LearnsOneNumber: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff1f00000000000000cb15000000000000ffff000000000000ffffffffffffffff
// LearnsOneNumber: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b01000000000000000c254a80ffffffffe409000000000000183d6280acd1f61b
// LearnsOneNumber: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000840100000000000000000000000000005555555555555555
// StepsOfBothSigns: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// StepsOfBothSigns: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20010000000000000001020304000000000100000000000000393a3b3c3d3e3f40
// StepsOfBothSigns: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000001ffffffffffffffff00000000000000ffffffffffffffff
// StepsOfBothSigns: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b500000000000000000902b17d8ffffff5000000000000000183d6280acd1f61b
// StepsOfBothSigns: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000800000000000000001000000000000005555555555555555
// SeveralWays: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// SeveralWays: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f201100000000000000f0ffffffffffffff3132333435363738393a3b3c3d3e3f40
// SeveralWays: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff1f000000000000001000ffffffffffffffffffffffffffffffffffffffffffff
// SeveralWays: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b10000000000000005b00000000000000f0153a8084a9cef3183d6280acd1f61b
// SeveralWays: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000000000000000000055555555555555555555555555555555
// Rows: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Rows: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20010000000000000000000000000000000000000000000000393a3b3c3d3e3f40
// Rows: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0700000000000000fcffffffffffffff1500000000000000ffffffffffffffff
// Rows: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b000000000000000000000000000000000000000000000000183d6280acd1f61b
// Rows: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000000000000000000000000000000000005555555555555555
