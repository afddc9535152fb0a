using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 4)]
    public partial HashMap<uint, uint> Levels { get; }

    [BpfGlobal]
    public partial ref uint Notes { get; }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Results(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = 1;
        o.R1 = Never(x.A);
        o.R2 = Ratio(x.B, x.F);
        o.R3 = Both(x.F, x.G);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Tx)]
    public XdpAction Effects(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        Span<int> cells = stackalloc int[4];
        cells.Clear();
        Set(ref cells[0], x.F);
        Check(x.A);
        o.R0 = cells[0];
        try
        {
            o.R1 = 5;
            Check(x.B);
            o.R1 = 6;
        }
        finally
        {
            o.R2 = 7;
        }

        o.R3 = Checked(x.F, x.E);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Aborted)]
    public XdpAction MapValues(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        Levels.Remove(1);
        Levels.Remove(2);
        if (!Levels.TryAdd((uint)x.F & 3, 40)) return XdpAction.Drop;
        o.R0 = Raise(1);
        o.R1 = Raise(1);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Structs(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        Halves halves = Split(x.A, out o.R3);
        o.R0 = halves.Lower;
        o.R1 = halves.Upper;
        o.R2 = ctx.PacketLength > (uint)x.F % 100 ? halves.Count : 0;
        return XdpAction.Pass;
    }

    // What a struct is given on the way to a fault is nobody's to read.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Halves Split(int value, out long whole)
    {
        whole = value < 0 ? throw new InvalidOperationException() : value;
        return new Halves { Lower = (ushort)value, Upper = (ushort)(value >> 16), Count = ++Notes };
    }

    private struct Halves
    {
        public ushort Lower;
        public ushort Upper;
        public uint Count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Never(int x) => x ^ 0x55;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Ratio(int a, int b) => a / (b + 3) + 100 % (b - 8);

    // What a callee of a callee says goes on to the program.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Both(int a, int b) => Ratio(a, b & 15) + Never(b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Check(int value)
    {
        Notes++;
        if (value < 0) throw new InvalidOperationException();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Set(ref int cell, int value) => cell = checked(value * 3);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte Checked(byte a, ushort b) => checked((byte)(a + b));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint Raise(uint key)
    {
        ref uint level = ref Levels.GetValueRefOrNullRef(key);
        return ++level;
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
// Results: 2 00000000000000000000000000000000000000000000000000000000000000000100000000000000550000000000000004000000000000005900000000000000
// Results: 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20010000000000000054020304000000001d0a4f0000000000393a3b3c3d3e3f40
// Results: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0100000000000000aaffffffffffffff6400000000000000baffffffffffffff
// Results: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b010000000000000055254a80ffffffff20381400000000000d00000000000000
// Results: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000d5000000000000005a5555d5ffffffff5900000000000000
// Effects: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000060000000000000007000000000000000000000000000000
// Effects: 3 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20450000000000000006000000000000000700000000000000393a3b3c3d3e3f40
// Effects: 3 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Effects: 3 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Effects: 3 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000050000000000000007000000000000005555555555555555
// MapValues: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// MapValues: 0 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// MapValues: 0 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// MapValues: 0 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// MapValues: 0 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Structs: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001000000000000000000000000000000
// Structs: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200102000000000000030400000000000001000000000000000102030400000000
// Structs: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Structs: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Structs: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff8000000000000000000000000000000001000000000000008000000000000000
