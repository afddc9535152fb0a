using System;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 16)]
    public partial HashMap<uint, ulong> Counts { get; }

    [BpfMap(MaxEntries = 8)]
    public partial ArrayMap<uint> Levels { get; }

    [BpfMap(MaxEntries = 8)]
    public partial ArrayMap<uint> Others { get; }

    [BpfGlobal]
    public partial ref uint Calls { get; }

    [BpfGlobal]
    public partial ref FiveNumbers Far { get; }

    [BpfConst]
    public uint None { get; init; } = 0;

    [XdpProgram]
    public XdpAction Loops(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;

        // How often is known at run time only.
        var sums = new Sums { Limit = x.E };
        o.R0 = Bpf.Loop(x.D % 3000, static (i, ref s) =>
        {
            s.Sum += i;
            if (s.Sum > s.Limit) return LoopAction.Break;
            s.Trips++;
            return LoopAction.Continue;
        }, ref sums);
        o.R1 = (long)sums.Sum * 1000 + sums.Trips;

        long total = x.A;
        long made = Bpf.Loop(100, Triple, ref total);
        o.R2 = total ^ made;

        uint bits = x.F;
        Bpf.Loop(40, Half, ref bits);
        o.R3 = bits + Bpf.Loop(0, Triple, ref total) + Bpf.Loop(8388609, Triple, ref total);
        return XdpAction.Pass;

        static LoopAction Half(uint i, ref uint value)
        {
            value = value / 2 + i;
            return value > 20 ? LoopAction.Break : LoopAction.Continue;
        }
    }

    // A function that is never called is taken away by the kernel, which then did not find it.
    [XdpProgram]
    public XdpAction NoTrips(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        uint never = 7, some = 1;
        o.R0 = Bpf.Loop(Nothing(0), static (uint trip, ref uint state) =>
        {
            state += trip;
            return LoopAction.Continue;
        }, ref never);
        o.R1 = Bpf.Loop(x.D & 7, static (uint trip, ref uint state) =>
        {
            state ^= trip;
            return LoopAction.Continue;
        }, ref some);
        o.R2 = never;
        o.R3 = some;
        return XdpAction.Pass;
    }

    // That no trip is made is not known before the kernel has the object's constants.
    [XdpProgram]
    public XdpAction NoTripsHere(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        uint never = 7, some = 1;
        o.R1 = Bpf.Loop(x.D & 15, static (uint trip, ref uint state) =>
        {
            state ^= trip + 5;
            return LoopAction.Continue;
        }, ref some);
        o.R0 = Bpf.Loop(x.D & None, static (uint trip, ref uint state) =>
        {
            state += trip + 3;
            return LoopAction.Continue;
        }, ref never);
        o.R2 = never;
        o.R3 = some;
        return XdpAction.Pass;
    }

    private static uint Nothing(uint x) => x & 5;

    [XdpProgram]
    public XdpAction Nested(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var sums = new Sums { Limit = x.F };
        Bpf.Loop(10, static (uint row, ref Sums outer) =>
        {
            Bpf.Loop(row, static (uint column, ref Sums inner) =>
            {
                inner.Sum += column * inner.Limit;
                inner.Trips++;
                return LoopAction.Continue;
            }, ref outer);
            return outer.Trips > 40 ? LoopAction.Break : LoopAction.Continue;
        }, ref sums);
        o.R0 = (long)sums.Sum;
        o.R1 = sums.Trips;

        // A callback that uses the object's maps and globals, and calls a subprogram.
        Calls = 0;
        uint seed = x.D;
        Bpf.Loop(20, (uint i, ref uint state) =>
        {
            Calls += i & 1;
            state = Mix(state);
            ref uint level = ref Levels.GetValueRefOrNullRef(state % 8);
            if (Unsafe.IsNullRef(ref level)) return LoopAction.Break;
            level = i;
            return LoopAction.Continue;
        }, ref seed);
        o.R2 = seed * 100L + Calls;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Entries(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        for (uint i = 0; i < 6; i++)
        {
            if (!Counts.TrySet(i * 3, i * 100 + x.F)) return XdpAction.Aborted;
        }

        var sums = default(Sums);
        o.R0 = Counts.ForEach(static (in uint key, ref ulong value, ref Sums s) =>
        {
            s.Sum += key * value;
            value++;
            s.Trips++;
            return LoopAction.Continue;
        }, ref sums);
        o.R1 = (long)sums.Sum * 10 + sums.Trips;
        ref ulong last = ref Counts.GetValueRefOrNullRef(15);
        o.R2 = Unsafe.IsNullRef(ref last) ? -1 : (long)last;
        for (uint i = 0; i < 8; i++) Levels.TrySet(i, i * x.E);
        uint budget = 5;
        long visited = Levels.ForEach(TakeFive, ref budget);
        o.R3 = visited * 100 + budget;
        return XdpAction.Pass;
    }

    // One call of the helper cannot be for two maps.
    [XdpProgram]
    public XdpAction TwoMaps(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        for (uint i = 0; i < 8; i++) Levels.TrySet(i, i + x.E);
        Others.TrySet(1, x.D);
        uint budget = 5;
        if (x.G > 0) Levels.ForEach(TakeFive, ref budget);
        else Others.ForEach(TakeFive, ref budget);
        o.R0 = budget;
        o.R1 = 1;
        o.R2 = 2;
        ref uint level = ref Others.GetValueRefOrNullRef(1);
        o.R3 = Unsafe.IsNullRef(ref level) ? -1 : level;
        return XdpAction.Pass;
    }

    // What the context and another memory have at one distance is not read by one instruction.
    [XdpProgram]
    public XdpAction ContextOrNot(XdpContext ctx) => ctx.IngressInterfaceIndex > 70_000 ? (XdpAction)((Far.E ^ 77) * 5) : (XdpAction)((ctx.RxQueueIndex ^ 77) * 5);

    private static LoopAction Triple(uint index, ref long value)
    {
        value = value * 3 + index;
        return LoopAction.Continue;
    }

    private static LoopAction TakeFive(in uint index, ref uint level, ref uint budget)
    {
        level += index;
        return --budget == 0 ? LoopAction.Break : LoopAction.Continue;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Mix(uint x) => (x ^ (x >> 15)) * 0x846ca68b;
}

public struct Sums
{
    public ulong Sum;
    public uint Trips;
    public uint Limit;
}

public struct FiveNumbers
{
    public uint A;
    public uint B;
    public uint C;
    public uint D;
    public uint E;
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
// Loops: 2 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000a604ce73551fa5750f00000000000000
// Loops: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f206b00000000000000c288560000000000f7baa032419672440f00000000000000
// Loops: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff6b01000000000000c28dea030000000095f095a4ffa1109f7800000000000000
// Loops: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b4800000000000000a700270000000000a63915c99562f43e1000000000000000
// Loops: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000010000000000000026edd70f3dcae3bf0f00000000000000
// NoTrips: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000007000000000000000100000000000000
// NoTrips: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200000000000000000010000000000000007000000000000000100000000000000
// NoTrips: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000070000000000000007000000000000000600000000000000
// NoTrips: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0000000000000000000000000000000007000000000000000100000000000000
// NoTrips: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000010000000000000007000000000000000100000000000000
// NoTripsHere: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000007000000000000000100000000000000
// NoTripsHere: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200000000000000000010000000000000007000000000000000400000000000000
// NoTripsHere: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000000000000f0000000000000007000000000000000500000000000000
// NoTripsHere: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0000000000000000000000000000000007000000000000000100000000000000
// NoTripsHere: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000010000000000000007000000000000000400000000000000
// Nested: 2 000000000000000000000000000000000000000000000000000000000000000000000000000000002d000000000000000a000000000000000000000000000000
// Nested: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20c80a0000000000002d0000000000000056209a0549000000393a3b3c3d3e3f40
// Nested: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff88770000000000002d000000000000001a427fb703000000ffffffffffffffff
// Nested: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b90150000000000002d000000000000003663384241000000183d6280acd1f61b
// Nested: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff00000000000000002d000000000000007aa845c1300000005555555555555555
// Entries: 2 000000000000000000000000000000000000000000000000000000000000000006000000000000008e84020000000000f501000000000000f401000000000000
// Entries: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200600000000000000fcac0200000000000c02000000000000f401000000000000
// Entries: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0600000000000000cc44040000000000f402000000000000f401000000000000
// Entries: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b06000000000000006ad50200000000002302000000000000f401000000000000
// Entries: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff06000000000000008e84020000000000f501000000000000f401000000000000
// TwoMaps: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000010000000000000002000000000000000100000000000000
// TwoMaps: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200000000000000000010000000000000002000000000000001112131400000000
// TwoMaps: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000010000000000000002000000000000000000000000000000
// TwoMaps: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b00000000000000000100000000000000020000000000000050759a8000000000
// TwoMaps: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000010000000000000002000000000000000200000000000000
// ContextOrNot: 385 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ContextOrNot: 385 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ContextOrNot: 385 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ContextOrNot: 385 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ContextOrNot: 385 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
