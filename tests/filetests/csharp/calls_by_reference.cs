using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 16)]
    public partial HashMap<uint, Totals> Flows { get; }

    [BpfGlobal]
    public partial ref Totals All { get; }

    [XdpProgram]
    public XdpAction Locals(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var state = new State { A = x.A, B = (uint)x.B };
        Round(ref state, x.F);
        Round(ref state, x.G);
        o.R0 = state.Digest();
        Split(x.C, out int high, out int low);
        o.R1 = high * 3L + low;
        o.R2 = Weigh(state) + Weigh(new State { A = 7 }) + Largest(in state);
        long sum = 0;
        int count = 0;
        Add(x.A);
        Add(x.B);
        o.R3 = sum * 10 + count;
        return XdpAction.Pass;

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Add(int value)
        {
            sum += value;
            count++;
        }
    }

    [XdpProgram]
    public XdpAction Structs(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        State made = Make(x.A, x.D);
        o.R0 = made.A * 1000L + made.B;
        State again = Mixed(made, Make(3, 4));
        o.R1 = again.Digest();
        Swap(ref made.A, ref again.A);
        o.R2 = (uint)made.A | ((long)again.A << 32);
        Span<int> numbers = stackalloc int[4];
        numbers.Clear();
        Fill(ref numbers[1], x.F);
        Fill(ref numbers[3], x.E);
        o.R3 = numbers[0] + numbers[1] * 3L + numbers[2] * 5L + numbers[3] * 7L;
        return XdpAction.Pass;
    }

    // The same method is given values of maps, globals and locals at different calls of different programs, but never in one.
    [XdpProgram]
    public XdpAction MapValues(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        Flows.Remove(5);
        if (!Flows.TryAdd(5, default)) return XdpAction.Aborted;
        ref Totals flow = ref Flows.GetValueRefOrNullRef(5);
        if (Unsafe.IsNullRef(ref flow)) return XdpAction.Aborted;
        Count(ref flow, 100);
        Count(ref flow, x.E);
        o.R0 = (long)(flow.Packets * 1_000_000 + flow.Bytes);
        ref Totals none = ref Flows.GetValueRefOrNullRef(6);
        o.R1 = PacketsOf(ref none) * 10 + PacketsOf(ref flow);
        o.R2 = Ask(Flows, 5) * 10 + Ask(Flows, 7);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Globals(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        All = default;
        Note(ref All, x.F);
        Note(ref All, 2);
        o.R0 = (long)(All.Packets * 1000 + All.Bytes);
        return XdpAction.Pass;
    }

    // A counter that a method only looks at stays one, though it lies in memory; what a method may change does not.
    [XdpProgram]
    public XdpAction Counters(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        long sum = x.F;
        for (int i = 0; i < 8; i++) sum = sum * 3 + Look(in i);
        o.R0 = sum;
        for (byte i = 250; i > 240; i -= 2) sum += Twice(in i) ^ x.E;
        o.R1 = sum;
        for (short i = -3; i < 3; i++) sum += Captured() * i;
        o.R2 = sum;
        int changed = x.G;
        int before = changed + Look(in changed);
        Advance(ref changed);
        o.R3 = before * 1000L + changed + Look(in changed);
        return XdpAction.Pass;

        [MethodImpl(MethodImplOptions.NoInlining)]
        long Captured() => sum >> 3;
    }

    // Passes find that nothing calls Never: then nobody says what its parameter points into.
    [XdpProgram]
    public XdpAction Uncalled(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var state = new State { A = x.A };
        switch (x.F)
        {
            case 3 when x.F != 7 || Never(ref state):
                o.R0 = 1;
                break;
            default:
                o.R0 = 2;
                break;
        }

        o.R1 = state.A;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public unsafe XdpAction Packets(XdpContext ctx)
    {
        byte* data = ctx.Data;
        byte* end = ctx.DataEnd;
        if (data + 64 > end) return XdpAction.Aborted;
        long sum = Word((uint*)data) + Word((uint*)(data + 12));
        Set((ushort*)(data + 40), 0xbeef);
        long tail = Guarded(data + 60, end);
        *(long*)(data + 48) = sum + tail;
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Round(ref State state, int by)
    {
        state.A += by;
        state.B = (state.B << 5 | state.B >> 27) ^ (uint)state.A;
        state.C++;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Split(long value, out int high, out int low)
    {
        high = (int)(value >> 32);
        low = (int)value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Look(in int value) => value * 7;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Twice(in byte value) => value + Again(in value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Again(in byte value) => value & 0x5a;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Advance(ref int value) => value = value * 5 + Look(in value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Never(ref State state)
    {
        state.A ^= 7;
        return state.C > 3;
    }

    // By value: the callee has a copy, which it may change.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Weigh(State state)
    {
        state.A = state.A > 0 ? state.A : -(state.A + 1);
        return state.A % 100 + state.C;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Largest(in State state) => Math.Max(state.A, state.B);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static State Make(int a, uint b) => new() { A = a - 1, B = b ^ 0x55, C = (short)b };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static State Mixed(State left, State right) => new() { A = left.A + right.A, B = left.B - right.B, C = left.C };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Swap(ref int left, ref int right) => (left, right) = (right, left);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(ref int place, int value) => place = value * 2 + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Count(ref Totals totals, uint bytes)
    {
        totals.Packets++;
        totals.Bytes += bytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long PacketsOf(ref Totals totals) => Unsafe.IsNullRef(ref totals) ? 7 : (long)totals.Packets;

    // A map that every caller passes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Ask(HashMap<uint, Totals> map, uint key) => map.TryGetValue(key, out Totals totals) ? (long)totals.Bytes : -1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Note(ref Totals totals, uint bytes)
    {
        totals.Packets += 2;
        totals.Bytes ^= bytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe uint Word(uint* at) => *at + at[1];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void Set(ushort* at, ushort value) => *at = value;

    // The callee proves for itself what its caller has not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe int Guarded(byte* at, byte* end) => at + 8 <= end ? at[7] : at + 4 <= end ? at[3] + 1000 : -1;
}

public struct State
{
    public int A;
    public uint B;
    public short C;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly long Digest() => A * 31L + B + C;
}

public struct Totals
{
    public ulong Packets;
    public ulong Bytes;
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
// Locals: 2 00000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000008000000000000000200000000000000
// Locals: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20e298d814010000003034383c0000000039557b98000000003e50647800000000
// Locals: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff67ffffff00000000fcffffffffffffff00e1ffff00000000eeffffffffffffff
// Locals: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bff5ae37cf1ffffff5cf2860100000000b9d0e8f300000000cab19829fbffffff
// Locals: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff02220000000000007cffff7f01000000a51200000000000002050000fbffffff
// Structs: 2 00000000000000000000000000000000000000000000000000000000000000006dfcffffffffffff230000000000000001000000ffffffff0a00000000000000
// Structs: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2044e2d2bf0f00000042627090000000000202030400020304ba35010000000000
// Structs: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdaf7ffff0000000058ffffff0000000000000000fefffffff6050e0000000000
// Structs: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b1df93aa20dfeffff23659509f1ffffff01254a80ff244a80968b000000000000
// Structs: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff6cf0010000000000a30f000000000000810000007f0000000a00000000000000
// MapValues: 2 0000000000000000000000000000000000000000000000000000000000000000e4841e00000000004800000000000000e7030000000000000000000000000000
// MapValues: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20f99a1e00000000004800000000000000b9e0000000000000393a3b3c3d3e3f40
// MapValues: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe3841f00000000004800000000000000dd030a0000000000ffffffffffffffff
// MapValues: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bc88e1e00000000004800000000000000cf66000000000000183d6280acd1f61b
// MapValues: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffe4841e00000000004800000000000000e7030000000000005555555555555555
// Globals: 2 0000000000000000000000000000000000000000000000000000000000000000a20f000000000000000000000000000000000000000000000000000000000000
// Globals: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20b50f000000000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Globals: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9d10000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Globals: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bcc0f000000000000c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Globals: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffa20f000000000000555555555555555555555555555555555555555555555555
// Counters: 2 0000000000000000000000000000000000000000000000000000000000000000bc2c0000000000003033000000000000881d0000000000000000000000000000
// Counters: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20337a020000000000b8ee02000000000002b101000000000000f7020000000000
// Counters: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff1bb4190000000000a2ad1e0000000000d9b111000000000060e0ffffffffffff
// Counters: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567baac7040000000000faf2040000000000c8da020000000000e0400a0000000000
// Counters: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffbc2c0000000000003033000000000000881d0000000000000000000000000000
// Uncalled: 2 00000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000000000000000000000000000000000000
// Uncalled: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20020000000000000001020304000000003132333435363738393a3b3c3d3e3f40
// Uncalled: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0200000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Uncalled: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b020000000000000000254a80fffffffff0153a8084a9cef3183d6280acd1f61b
// Uncalled: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0200000000000000800000000000000055555555555555555555555555555555
// Packets: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000efbe000000000000e8030000000000000000000000000000
// Packets: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728efbe2b2c2d2e2f304c2c2c3000000000393a3b3c3d3e3f40
// Packets: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffefbeffffffffffffe304000001000000ffffffffffffffff
// Packets: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3efbe12805c81a6cba339ca2f00000000183d6280acd1f61b
// Packets: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555efbe555555555555bd040000000000005555555555555555
