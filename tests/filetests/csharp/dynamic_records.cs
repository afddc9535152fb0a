using System;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 4096)]
    public partial RingBuffer Records { get; }

    private static ReadOnlySpan<byte> Table => [7, 11, 13];

    [XdpProgram]
    public XdpAction Send(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        uint length = 8 + (x.B & 15);
        uint result = Records.TryReserve(length, out DynamicRecord record) ? 1u : 0;
        if (record.TryWrite(0, x.A)) result += 10;
        if (record.TryWrite(4, length)) result += 100;
        for (uint i = 8; i < length && i < 24; i++) record.TryWrite(i, (byte)(x.A + i));
        if (!record.TryWrite(length - 3, x.B)) result += 1000;
        if ((x.A & 1) == 0)
        {
            Records.Discard(ref record);
            return (XdpAction)(result + 20_000);
        }

        Records.Submit(ref record);
        return (XdpAction)result;
    }

    // The kernel forgets what is known behind a remainder; the check that tells it again does not end the program, in which the record would be lost.
    [XdpProgram]
    public XdpAction IndexWhileHeld(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        Records.TryReserve(8, out DynamicRecord record);
        uint result = Table[(int)(x.A % 3)];
        record.TryWrite(0, result);
        Records.Discard(ref record);
        return (XdpAction)result;
    }

    // The first record takes nearly all of the buffer, so there is no room for the second.
    [XdpProgram]
    public XdpAction Fill(XdpContext ctx)
    {
        uint result = Records.TryReserve(4072, out DynamicRecord first) ? 1u : 0;
        if (Records.TryReserve(64, out DynamicRecord second)) result += 10;
        if (second.TryWrite(0, 1)) result += 100;
        Span<byte> bytes = stackalloc byte[4];
        bytes[0] = 1;
        bytes[1] = 2;
        bytes[2] = 3;
        bytes[3] = 4;
        if (first.TryWrite(4068, bytes)) result += 1000;
        if (first.TryWrite(4069, bytes)) result += 10_000;
        Records.Discard(ref second);
        Records.Discard(ref first, RingBufferFlags.NoWakeup);
        return (XdpAction)(result + ((uint)Records.Query(RingBufferQuery.ProducerPosition) * 100_000));
    }
}

public struct Input
{
    public uint A;
    public uint B;
}
// expected
// Send: 21111 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Send: 1111 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40 records 010203040d000000090a0b0c0d
// Send: 1111 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff records ffffffff170000000708090a0b0c0d0e0f101112131415
// Send: 21111 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Send: 21111 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// IndexWhileHeld: 7 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// IndexWhileHeld: 11 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// IndexWhileHeld: 7 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// IndexWhileHeld: 13 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// IndexWhileHeld: 13 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Fill: 408001001 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Fill: 408001001 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Fill: 408001001 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Fill: 408001001 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Fill: 408001001 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
