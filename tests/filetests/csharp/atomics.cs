using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 3)]
    public partial ArrayMap<Cell> Cells { get; }

    [BpfMap(MaxEntries = 5)]
    public partial PerCpuArrayMap<ulong> PerCpu { get; }

    [BpfGlobal(InitialValue = -7)]
    public partial ref int Signed { get; }

    [BpfGlobal]
    public partial ref uint Unsigned { get; }

    [BpfGlobal(InitialValue = -9_000_000_000)]
    public partial ref long SignedWide { get; }

    [BpfGlobal]
    public partial ref ulong UnsignedWide { get; }

    [BpfGlobal]
    public partial ref ushort Narrow { get; }

    [BpfGlobal]
    public partial ref Cell Whole { get; }

    [BpfGlobal]
    public partial ref nint Native { get; }

    [BpfGlobal]
    public partial ref nuint NativeUnsigned { get; }

    [BpfGlobal]
    public partial ref Phase Current { get; }

    [XdpProgram]
    public XdpAction Globals32(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        Signed = (int)x.A;
        Unsigned = x.B;
        uint sum = 1;
        sum = Mix(sum, (uint)Interlocked.Add(ref Signed, (int)x.B));
        sum = Mix(sum, (uint)Interlocked.Increment(ref Signed));
        sum = Mix(sum, (uint)Interlocked.Decrement(ref Signed));
        sum = Mix(sum, (uint)Interlocked.Exchange(ref Signed, (int)x.A));
        sum = Mix(sum, (uint)Interlocked.CompareExchange(ref Signed, 5, (int)x.B));
        sum = Mix(sum, (uint)Interlocked.CompareExchange(ref Signed, 6, (int)x.A));
        sum = Mix(sum, (uint)Interlocked.And(ref Signed, 12));
        sum = Mix(sum, (uint)Interlocked.Or(ref Signed, -256));
        sum = Mix(sum, Interlocked.Add(ref Unsigned, 3u));
        sum = Mix(sum, Interlocked.Increment(ref Unsigned));
        sum = Mix(sum, Interlocked.Decrement(ref Unsigned));
        sum = Mix(sum, Interlocked.And(ref Unsigned, x.A));
        sum = Mix(sum, Interlocked.Or(ref Unsigned, 0x8000_0000));
        sum = Mix(sum, Interlocked.Exchange(ref Unsigned, 77u));
        sum = Mix(sum, Interlocked.CompareExchange(ref Unsigned, x.A, 77u));
        return (XdpAction)Mix(Mix(sum, (uint)Signed), Unsigned);
    }

    [XdpProgram]
    public XdpAction Globals64(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        long wide = (long)(((ulong)x.A << 32) | x.B);
        uint sum = Mix(2, (ulong)SignedWide);
        SignedWide = wide;
        sum = Mix(sum, (ulong)Interlocked.Add(ref SignedWide, x.B));
        sum = Mix(sum, (ulong)Interlocked.Increment(ref SignedWide));
        sum = Mix(sum, (ulong)Interlocked.Decrement(ref SignedWide));
        sum = Mix(sum, (ulong)Interlocked.Exchange(ref SignedWide, wide));
        sum = Mix(sum, (ulong)Interlocked.CompareExchange(ref SignedWide, 5, wide + 1));
        sum = Mix(sum, (ulong)Interlocked.CompareExchange(ref SignedWide, -6, wide));
        sum = Mix(sum, (ulong)Interlocked.And(ref SignedWide, wide));
        sum = Mix(sum, (ulong)Interlocked.Or(ref SignedWide, -1L << 40));
        sum = Mix(sum, (ulong)Interlocked.Read(ref SignedWide));
        sum = Mix(sum, Interlocked.Add(ref UnsignedWide, (ulong)wide));
        sum = Mix(sum, Interlocked.Increment(ref UnsignedWide));
        sum = Mix(sum, Interlocked.Decrement(ref UnsignedWide));
        sum = Mix(sum, Interlocked.And(ref UnsignedWide, ~1ul));
        sum = Mix(sum, Interlocked.Or(ref UnsignedWide, 1ul << 63));
        sum = Mix(sum, Interlocked.Exchange(ref UnsignedWide, x.A));
        sum = Mix(sum, Interlocked.CompareExchange(ref UnsignedWide, ulong.MaxValue, x.A));
        return (XdpAction)Mix(sum, Interlocked.Read(ref UnsignedWide));
    }

    [XdpProgram]
    public XdpAction ResultsUnused(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        ref Cell cell = ref Cells.GetValueRefOrNullRef(x.A & 3);
        if (Unsafe.IsNullRef(ref cell)) return (XdpAction)99;
        Interlocked.Add(ref cell.Small, (int)x.B);
        Interlocked.Decrement(ref cell.Small);
        Interlocked.Or(ref cell.Flags, x.A);
        Interlocked.And(ref cell.Flags, 0xFF00_FF0F);
        Interlocked.Exchange(ref cell.Last, x.B);
        Interlocked.CompareExchange(ref cell.Last, x.A, x.B);
        Interlocked.Increment(ref cell.Count);
        Interlocked.Add(ref cell.Count, x.A);
        Interlocked.Add(ref Whole.Count, cell.Count);
        Interlocked.Or(ref Whole.Flags, cell.Flags);
        return (XdpAction)Mix(Mix(Mix(Mix((uint)cell.Small, cell.Flags), cell.Last), Whole.Count), Whole.Flags);
    }

    [XdpProgram]
    public XdpAction Volatiles(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        uint sum = (uint)Volatile.Read(ref Signed);
        Volatile.Write(ref Signed, (int)x.A);
        Volatile.Write(ref Narrow, (ushort)x.B);
        Volatile.Write(ref UnsignedWide, (ulong)x.A * x.B);
        ref Cell cell = ref Cells.GetValueRefOrNullRef(2);
        if (Unsafe.IsNullRef(ref cell)) return (XdpAction)99;
        Volatile.Write(ref cell.Small, -1);
        Volatile.Write(ref cell.Small, Volatile.Read(ref cell.Small) - (int)x.B);
        return (XdpAction)Mix(Mix(Mix(Mix(sum, (uint)Volatile.Read(ref Signed)), Volatile.Read(ref Narrow)), Volatile.Read(ref UnsignedWide)), (uint)cell.Small);
    }

    [XdpProgram]
    public XdpAction Lengths(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        ref Cell cell = ref Cells.GetValueRefOrNullRef((uint)Cells.Length - 1);
        if (Unsafe.IsNullRef(ref cell)) return (XdpAction)99;
        for (uint i = 0; i < Cells.MaxEntries; i++)
        {
            ref Cell each = ref Cells.GetValueRefOrNullRef(i);
            if (Unsafe.IsNullRef(ref each)) return (XdpAction)98;
            cell.Count += x.A & 7;
        }

        return (XdpAction)(uint)(cell.Count * 100 + (ulong)PerCpu.Length);
    }

    [XdpProgram]
    public XdpAction Other_types(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        nint first = Interlocked.Exchange(ref Native, (nint)x.A);
        nint second = Interlocked.CompareExchange(ref Native, (nint)x.B, (nint)x.A);
        nuint third = Interlocked.Exchange(ref NativeUnsigned, x.B) + Interlocked.CompareExchange(ref NativeUnsigned, 7, x.A);
        Phase before = Interlocked.Exchange(ref Current, (Phase)(x.A & 3));
        Phase between = Interlocked.CompareExchange(ref Current, Phase.Done, Phase.Running);
        uint sum = Mix(Mix(0, (ulong)first), (ulong)second);
        sum = Mix(Mix(sum, third), (ulong)Native);
        return (XdpAction)Mix(Mix(Mix(sum, (uint)before), (uint)between), (uint)Current);
    }

    [XdpProgram]
    public XdpAction Fences(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        ref Cell cell = ref Cells.GetValueRefOrNullRef(x.A & 1);
        if (Unsafe.IsNullRef(ref cell)) return (XdpAction)99;
        cell.Small = (int)x.B;
        Volatile.WriteBarrier();
        cell.Flags = x.A;
        Interlocked.MemoryBarrier();
        uint sum = (uint)cell.Small;
        for (int i = 0; i < 3; i++)
        {
            Volatile.ReadBarrier();
            sum = Mix(sum, cell.Flags);
        }

        return (XdpAction)sum;
    }

    private static uint Mix(uint sum, uint value) => (sum * 31) ^ value;

    private static uint Mix(uint sum, ulong value) => Mix(Mix(sum, (uint)value), (uint)(value >> 32));
}

public struct Input
{
    public uint A;
    public uint B;
}

public enum Phase
{
    None,
    Running,
    Done,
}

public struct Cell
{
    public int Small;
    public uint Flags;
    public ulong Last;
    public ulong Count;
}
// expected
// Globals32: 3880441846 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Globals32: 11744819 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Globals32: 2073273548 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Globals32: 3932142190 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Globals32: 977735662 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Globals64: 2917574808 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Globals64: 1214286441 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Globals64: 2564163096 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Globals64: 4127943320 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Globals64: 410956636 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// ResultsUnused: 3407462654 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ResultsUnused: 4006833313 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ResultsUnused: 99 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ResultsUnused: 1673434002 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ResultsUnused: 1378066686 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Volatiles: 200404056 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Volatiles: 240760805 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Volatiles: 2542095546 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Volatiles: 3216283874 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Volatiles: 2229679000 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Lengths: 5 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Lengths: 305 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Lengths: 2105 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Lengths: 5 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Lengths: 5 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Other_types: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Other_types: 363486240 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Other_types: 2694034653 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Other_types: 1944862208 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Other_types: 574062720 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Fences: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Fences: 2976431672 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Fences: 28860 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Fences: 3687969516 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Fences: 2147602816 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
