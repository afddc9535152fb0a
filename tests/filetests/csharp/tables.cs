using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    private static readonly ushort[] Ports = [53, 80, 443, 8080];
    private static readonly int[] Squares = new int[] { 0, 1, 4, 9, 16, 25, 36, 49 };
    private static readonly Rule[] Rules = [new() { Port = 53, Action = XdpAction.Drop }, new() { Port = 80, Action = XdpAction.Tx }, default];
    private static readonly Range3[] Ranges = [new(1, 2, -3), new(4, 5, 6)];

    private static ReadOnlySpan<byte> Nibbles => [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4];

    [XdpProgram]
    public XdpAction Tables(XdpContext ctx)
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
        o.R0 = Squares[x.B & 7] + Squares[3] + Squares.Length + Squares[^1];
        o.R1 = Nibbles[x.C & 15] + Nibbles[x.C >> 4];
        foreach (ushort port in Ports)
        {
            if (port == x.E) o.R2++;
            o.R2 += port;
        }

        foreach (Rule rule in Rules)
        {
            if (rule.Port == (x.E & 63)) return rule.Action;
        }

        ReadOnlySpan<byte> get = "GET /"u8;
        o.R3 = get[x.A & 3] + get.Length;
        o.R3 += "héllo"u8.Length;
        ReadOnlySpan<int> few = [7, 8, 9];
        o.R4 = few[(int)((uint)x.A % 3)] * 2 + few[1];
        o.R5 = Ranges[x.A & 1].C + Ranges[1].A;
        return XdpAction.Pass;
    }

    // What a comparison says of a number it says of what the number was widened to before.
    [XdpProgram]
    public XdpAction WidenedBefore(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        uint index = (uint)x.A % 11;
        o.R0 = (int)(index * 2169080758057023361 >> 32);
        if (index < 8) o.R1 = Squares[index];
        uint rule = (uint)x.B;
        o.R2 = (int)(rule * 5L >> 3);
        o.R3 = rule <= 1 ? Ranges[rule].C : 7;
        return XdpAction.Pass;
    }

    // The kernel knows nothing of what was shifted by a variable (seed 1003622): the check of the index tells it.
    [XdpProgram]
    public XdpAction ShiftedIndex(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        o.R0 = (int)Rules[(1u >>> x.C) % 3].Action;
        o.R1 = Squares[7 >>> x.C];
        return XdpAction.Pass;
    }

    // The same is computed before a comparison, where it may be anything, and behind it, where it is an index.
    [XdpProgram]
    public XdpAction ComputedBefore(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        uint index = (uint)x.A & 0xff;
        o.R0 = (int)(index + 1);
        o.R1 = (int)(index >> 1) * 3;
        o.R2 = index < 7 ? Squares[index + 1] : 11;
        o.R3 = index <= 15 ? Squares[index >> 1] : 12;
        int signed = x.B;
        o.R4 = signed - 1;
        if (signed >= 1 && signed <= Ports.Length) o.R5 = Ports[signed - 1];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Text(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out FourBytes bytes))
        {
            return XdpAction.Aborted;
        }

        ReadOnlySpan<byte> start = bytes;
        if (start.SequenceEqual("\u0001\u0002\u0003\u0004"u8)) return XdpAction.Drop;
        if (start.StartsWith("UU"u8)) return XdpAction.Tx;
        return start.IndexOf((byte)0) == 0 ? XdpAction.Pass : XdpAction.Redirect;
    }

    [InlineArray(4)]
    public struct FourBytes
    {
        private byte element;
    }

    public struct Rule
    {
        public ushort Port { get; init; }

        public XdpAction Action;
    }

    public readonly record struct Range3(byte A, ushort B, int C);
}

public struct Input
{
    public int A;
    public sbyte B;
    public byte C;
    public ushort E;
}

public struct Output
{
    public int R0;
    public int R1;
    public int R2;
    public int R3;
    public int R4;
    public int R5;
}
// expected
// Tables: 0 00000000000000004200000000000000d02100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Tables: 2 01020304050607085b00000002000000d021000050000000180000000a0000002122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Tables: 2 ffffffffffffffff7300000008000000d02100002b000000160000000a000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Tables: 2 00254a8094b9de035200000005000000d0210000520000001a00000001000000a0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Tables: 0 80000000000000804200000000000000d02100000000000000000000000000005555555555555555555555555555555555555555555555555555555555555555
// WidenedBefore: 2 0000000000000000000000000000000000000000fdffffff00000000000000000000000000000000000000000000000000000000000000000000000000000000
// WidenedBefore: 2 0102030405060708923a052d00000000030000000700000000000000000000002122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// WidenedBefore: 2 ffffffffffffffff5f5e4e5a09000000ffffff9f070000000000000000000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// WidenedBefore: 2 00254a8094b9de031d1beb0e00000000bcffff9f070000000000000000000000a0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// WidenedBefore: 2 800000000000008033dcb6d23100000000000000fdffffff00000000000000005555555555555555555555555555555555555555555555555555555555555555
// ShiftedIndex: 2 00000000000000000300000031000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ShiftedIndex: 2 01020304050607080100000000000000000000000000000000000000000000002122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ShiftedIndex: 2 ffffffffffffffff010000000000000000000000000000000000000000000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ShiftedIndex: 2 00254a8094b9de03010000000000000000000000000000000000000000000000a0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ShiftedIndex: 2 80000000000000800300000031000000000000000000000000000000000000005555555555555555555555555555555555555555555555555555555555555555
// ComputedBefore: 2 000000000000000001000000000000000100000000000000ffffffff000000000000000000000000000000000000000000000000000000000000000000000000
// ComputedBefore: 2 01020304050607080200000000000000040000000000000004000000000000002122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ComputedBefore: 2 ffffffffffffffff000100007d0100000b0000000c000000feffffff00000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ComputedBefore: 2 00254a8094b9de030100000000000000010000000000000093ffffff00000000a0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ComputedBefore: 2 800000000000008081000000c00000000b0000000c000000ffffffff000000005555555555555555555555555555555555555555555555555555555555555555
// Text: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Text: 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Text: 4 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Text: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Text: 4 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
