using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CSharpBpf;
using CSharpBpf.Net;

// Loops over the packet whose trips are known: the checks of all trips are one in front, indexes become pointers that move.
public sealed partial class Programs : BpfObject
{
    // Sixteen words are all there are.
    [XdpProgram]
    public XdpAction ReadAll(XdpContext ctx)
    {
        var packet = ctx.Packet;
        uint sum = 0;
        for (int i = 0; i < 16; i++)
        {
            if (!packet.TryRead(out uint word)) return XdpAction.Aborted;
            sum ^= word + (uint)i;
        }

        return Store(ctx, sum, 0);
    }

    // The seventeenth is missing: nothing must be seen of the others.
    [XdpProgram]
    public XdpAction ReadTooMuch(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out ushort first)) return XdpAction.Drop;
        uint sum = first;
        for (int i = 0; i < 31; i++)
        {
            if (!packet.TryRead(out ushort word)) return XdpAction.Drop;
            sum += word;
        }

        if (sum == 0) return XdpAction.Pass;
        for (int i = 0; i < 2; i++)
        {
            if (!packet.TryRead(out byte next)) return XdpAction.Drop;
            sum += next;
        }

        return Store(ctx, sum, 0);
    }

    // How far it got is seen: each trip must be checked.
    [XdpProgram]
    public XdpAction CountTrips(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out uint _)) return XdpAction.Aborted;
        int i;
        for (i = 0; i < 40; i++)
        {
            if (!packet.TryRead(out int _)) break;
        }

        return Store(ctx, (uint)i, 0);
    }

    // What is written before the missing bytes are found stays written.
    [XdpProgram]
    public XdpAction WriteUntilTheEnd(XdpContext ctx)
    {
        var packet = ctx.Packet;
        for (int i = 0; i < 40; i++)
        {
            ref ushort word = ref packet.ReadRefOrNullRef<ushort>();
            if (Unsafe.IsNullRef(ref word)) return XdpAction.Aborted;
            word += (ushort)i;
        }

        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction LengthInFront(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (packet.UnreadSpan.Length < 60) return XdpAction.Aborted;
        uint sum = 0;
        for (int i = 0; i < 15; i++)
        {
            if (!packet.TryRead(out uint word)) return XdpAction.Drop;
            sum += word;
        }

        return Store(ctx, sum, 0);
    }

    [XdpProgram]
    public XdpAction SpanByIndex(XdpContext ctx)
    {
        Span<byte> bytes = ctx.Packet.UnreadSpan;
        if (bytes.Length < 64) return XdpAction.Aborted;
        uint sum = 0;
        for (int i = 0; i < 32; i++)
        {
            sum += bytes[i];
            sum ^= (uint)bytes[31 - i] << 8;
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(2 * i, 2));
        }

        for (int i = 8; i < 48; i += 4)
        {
            bytes[i] ^= 0x5a;
            bytes[i + 3] += bytes[i + 1];
        }

        return Store(ctx, sum, 0);
    }

    // A test narrows the index inside of the loop, or tells of the packet's length there.
    [XdpProgram]
    public XdpAction Narrowed(XdpContext ctx)
    {
        Span<byte> bytes = ctx.Packet.UnreadSpan;
        if (bytes.Length < 8) return XdpAction.Aborted;
        uint sum = 0;
        for (int i = 0; i < 40; i++)
        {
            if (i < 8) sum += bytes[i];
            else if (i >= 32) sum ^= 3;
        }

        for (int i = 0; i < 10; i++)
        {
            if (bytes.Length >= 60) sum += bytes[(i * 4) + 20];
            sum <<= 1;
        }

        return Store(ctx, sum, 0);
    }

    [XdpProgram]
    public XdpAction Nested(XdpContext ctx)
    {
        Span<byte> bytes = ctx.Packet.UnreadSpan;
        if (bytes.Length < 64) return XdpAction.Aborted;
        uint sum = 0;
        for (int i = 0; i < 8; i++)
        {
            for (int j = 0; j < 8; j++)
            {
                sum = (sum << 1) ^ bytes[(i * 8) + j];
            }
        }

        var packet = ctx.Packet;
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                if (!packet.TryRead(out ushort word)) return XdpAction.Aborted;
                sum += word;
            }
        }

        return Store(ctx, sum, 0);
    }

    // The loop ends early by what it reads.
    [XdpProgram]
    public XdpAction Search(XdpContext ctx)
    {
        var packet = ctx.Packet;
        uint at = 0;
        for (; at < 20; at++)
        {
            if (!packet.TryRead(out byte value)) return XdpAction.Aborted;
            if (value == 0x1f) break;
        }

        ReadOnlySpan<byte> bytes = ctx.Packet.UnreadSpan;
        uint second = 0;
        if (bytes.Length >= 48)
        {
            while (second < 48 && bytes[(int)second] != 0xff) second++;
        }

        return Store(ctx, at, second);
    }

    private static XdpAction Store(XdpContext ctx, uint first, uint second)
    {
        var packet = ctx.Packet;
        packet.Skip(32);
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = first;
        o.R1 = second;
        return XdpAction.Pass;
    }
}

public struct Output
{
    public uint R0;
    public uint R1;
}
// expected
// ReadAll: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ReadAll: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f205000004000000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ReadAll: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0ffffff00000000ffffffffffffffffffffffffffffffffffffffffffffffff
// ReadAll: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0040808000000000c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ReadAll: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff36ff000000000000555555555555555555555555555555555555555555555555
// ReadTooMuch: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ReadTooMuch: 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ReadTooMuch: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ReadTooMuch: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ReadTooMuch: 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// CountTrips: 2 00000000000000000000000000000000000000000000000000000000000000000f00000000000000000000000000000000000000000000000000000000000000
// CountTrips: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200f00000000000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// CountTrips: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0f00000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// CountTrips: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0f00000000000000c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// CountTrips: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0f00000000000000555555555555555555555555555555555555555555555555
// WriteUntilTheEnd: 0 00000100020003000400050006000700080009000a000b000c000d000e000f0010001100120013001400150016001700180019001a001b001c001d001e001f00
// WriteUntilTheEnd: 0 0102040407060a080d0a100c130e161019121c141f162218251a281c2b1e2e203122342437263a283d2a402c432e463049324c344f365238553a583c5b3e5e40
// WriteUntilTheEnd: 0 ffff00000100020003000400050006000700080009000a000b000c000d000e000f0010001100120013001400150016001700180019001a001b001c001d001e00
// WriteUntilTheEnd: 0 00254b8096b9e1032c4d7780c2e10d2b5875a380ee093953849dcf801a31657bb0c5fb80465991a3dced27807281bdcb081653809ea9e9f3343d7f80cad1151c
// WriteUntilTheEnd: 0 800001000200038083ff040005000680090009000a000b000f000c000c000e00655566556755685569556a556b556c556d556e556f5570557155725573557455
// LengthInFront: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// LengthInFront: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20b3c3d2e100000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// LengthInFront: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff1ffffff00000000ffffffffffffffffffffffffffffffffffffffffffffffff
// LengthInFront: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bb4e5106400000000c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// LengthInFront: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5355545500000000555555555555555555555555555555555555555555555555
// SpanByIndex: 2 00000000000000005a0000005a0000005a0000005a0000005a0000005a00000000000000000000005a0000005a00000000000000000000000000000000000000
// SpanByIndex: 2 0102030405060708530a0b16570e0f1e4b1213264f16172e431a1b36471e1f3e30f4040000000000732a2b56772e2f5e3132333435363738393a3b3c3d3e3f40
// SpanByIndex: 2 ffffffffffffffffa5fffffea5fffffea5fffffea5fffffea5fffffea5fffffec0ff3f0000000000a5fffffea5fffffeffffffffffffffffffffffffffffffff
// SpanByIndex: 2 00254a8094b9de03724d72cde6e1060c0a759af5be092e5c229dc21d563156ac2c5211000000000092ed126d0681a64cf0153a8084a9cef3183d6280acd1f61b
// SpanByIndex: 2 800000000000008025fffffea5ffff7e5b0000005a0000005900ffffa4fffffe3ec10a00000000000f5555aa0f5555aa55555555555555555555555555555555
// Narrowed: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Narrowed: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f207e57010000000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Narrowed: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff02d6270000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Narrowed: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b8085110000000000c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Narrowed: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5658050000000000555555555555555555555555555555555555555555555555
// Nested: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Nested: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2012b711ee00000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Nested: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff37001e0000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Nested: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b913525cf00000000c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Nested: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffd5aa0b0000000000555555555555555555555555555555555555555555555555
// Search: 2 00000000000000000000000000000000000000000000000000000000000000001400000030000000000000000000000000000000000000000000000000000000
// Search: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f201400000030000000292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Search: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff1400000000000000ffffffffffffffffffffffffffffffffffffffffffffffff
// Search: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b1400000030000000c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Search: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff1400000009000000555555555555555555555555555555555555555555555555
