using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 4096)]
    public partial RingBuffer<Event> Events { get; }

    [BpfMap(MaxEntries = 4096)]
    public partial RingBuffer Mixed { get; }

    [XdpProgram]
    public XdpAction Reserve(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Event e = ref Events.ReserveOrNullRef();
        if (Unsafe.IsNullRef(ref e)) return XdpAction.Drop;
        e.A = x.A;
        e.Sum = x.A + (ulong)x.B;
        e.B = x.B;
        if ((x.B & 1) == 0)
        {
            Events.Discard(ref e);
            return XdpAction.Tx;
        }

        Events.Submit(ref e, RingBufferFlags.NoWakeup);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Output(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        int sent = 0;
        if (Events.TryOutput(new Event { A = x.B, B = x.A, Sum = 7 })) sent++;
        if (Mixed.TryOutput(x)) sent++;
        if (Mixed.TryOutput((ushort)x.A, RingBufferFlags.ForceWakeup)) sent++;
        Span<byte> bytes = stackalloc byte[8];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(x.A >> i);
        int length = (int)(x.B & 7);
        if (Mixed.TryOutput(bytes[..length])) sent++;
        return (XdpAction)((ulong)sent + (Mixed.Query(RingBufferQuery.AvailableBytes) * 10) + (Events.Query(RingBufferQuery.ProducerPosition) * 10_000) + Events.Query(RingBufferQuery.ConsumerPosition));
    }

    [XdpProgram]
    public XdpAction Fill(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        uint full = 0;
        for (uint i = 0; i < 6; i++)
        {
            ref Large large = ref Mixed.ReserveOrNullRef<Large>();
            if (Unsafe.IsNullRef(ref large))
            {
                full++;
                continue;
            }

            large = default;
            large.Number = x.A + i;
            if (i == 2) Mixed.Discard(ref large);
            else Mixed.Submit(ref large);
        }

        return (XdpAction)((full * 1_000_000) + (uint)Mixed.Query(RingBufferQuery.ProducerPosition) + (uint)(Mixed.Query(RingBufferQuery.Size) + Mixed.Size + Mixed.MaxEntries));
    }

    // What leaves the block gives the record back: a return, and the fault of a checked addition.
    [XdpProgram(OnFault = XdpAction.Aborted)]
    public XdpAction Guarded(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Drop;
        ref Event e = ref Events.ReserveOrNullRef();
        if (Unsafe.IsNullRef(ref e)) return XdpAction.Drop;
        bool isGood = false;
        try
        {
            e.A = checked(x.A + 0x8000_0000);
            e.B = 1;
            e.Sum = x.B;
            if (x.B > 0x7fff_ffff) return XdpAction.Tx;
            isGood = true;
        }
        finally
        {
            if (isGood) Events.Submit(ref e);
            else Events.Discard(ref e);
        }

        return XdpAction.Pass;
    }

    [TcClassifier]
    public TcAction Classify(TcContext ctx)
    {
        Write(Mixed, ctx.Length);
        return TcAction.Ok;
    }

    private static void Write(RingBuffer buffer, uint length)
    {
        ref ulong record = ref buffer.ReserveOrNullRef<ulong>();
        if (!Unsafe.IsNullRef(ref record))
        {
            record = length;
            buffer.Submit(ref record);
        }
    }
}

public struct Input
{
    public uint A;
    public uint B;
}

public struct Event
{
    public uint A;
    public uint B;
    public ulong Sum;
}

public struct Large
{
    public uint Number;
    public Filler Rest;
}

[InlineArray(1016)]
public struct Filler
{
    private byte first;
}
// expected
// Reserve: 3 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Reserve: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40 records 010203040506070806080a0c00000000
// Reserve: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff records fffffffffffffffffeffffff01000000
// Reserve: 3 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Reserve: 3 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Output: 240404 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 records 00000000000000000700000000000000,0000000000000000,0000,
// Output: 240484 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40 records 05060708010203040700000000000000,0102030405060708,0102,0100804020
// Output: 240484 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff records ffffffffffffffff0700000000000000,ffffffffffffffff,ffff,ffffffffffffff
// Output: 240484 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b records 94b9de0300254a800700000000000000,00254a8094b9de03,0025,008040a0
// Output: 240404 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555 records 00000080800000000700000000000000,8000000000000080,8000,
// Fill: 3015384 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 records +1020,01+1019
// Fill: 3015384 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40 records 01020304+1016,02020304+1016
// Fill: 3015384 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff records ffffffff+1016,+1020
// Fill: 3015384 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b records 00254a80+1016,01254a80+1016
// Fill: 3015384 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555 records 80+1019,81+1019
// Guarded: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 records 00000080010000000000000000000000
// Guarded: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40 records 01020384010000000506070800000000
// Guarded: 0 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Guarded: 0 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Guarded: 3 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Classify: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 records 4000000000000000
// Classify: 0 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40 records 4000000000000000
// Classify: 0 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff records 4000000000000000
// Classify: 0 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b records 4000000000000000
// Classify: 0 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555 records 4000000000000000
