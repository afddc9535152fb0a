using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed unsafe partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction OverThePacket(XdpContext ctx)
    {
        Span<byte> packet = new Span<byte>(ctx.Data, (int)(ctx.DataEnd - ctx.Data));
        if (packet.Length < 40)
        {
            return XdpAction.Aborted;
        }

        int a = BinaryPrimitives.ReadInt32LittleEndian(packet);
        int kind = BinaryPrimitives.ReadUInt16BigEndian(packet[12..]);
        Span<byte> rest = packet[14..];
        kind += rest[0] + rest[20];
        ReadOnlySpan<byte> part = rest.Slice(2, 6);
        int sum = 0;
        foreach (byte b in part) sum += b;
        for (int i = 0; i < part.Length; i++) sum = sum * 3 + part[i];
        BinaryPrimitives.WriteInt32BigEndian(packet.Slice(24, 4), kind + a);
        MemoryMarshal.Write(packet[28..], sum);
        packet[36] = packet[part[0] & 7];
        ref Pair pair = ref MemoryMarshal.AsRef<Pair>(packet.Slice(32, 4));
        pair.Left++;
        pair.Right = (ushort)part.Length;
        return packet.IsEmpty ? XdpAction.Drop : XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Walk(XdpContext ctx)
    {
        ReadOnlySpan<byte> packet = new(ctx.Data, (int)(ctx.DataEnd - ctx.Data));
        int sum = 0;
        for (int i = 0; i < packet.Length && i < 24; i++) sum += packet[i];
        int length = Math.Min(packet.Length, 30);
        for (int i = 0; i < length; i++) sum ^= packet[i] << (i & 7);
        foreach (byte b in packet[..Math.Min(10, packet.Length)]) sum += b;
        return (XdpAction)sum;
    }

    // What decides the index decides the way to the span: its length is the same on both.
    [XdpProgram]
    public XdpAction LengthOnTwoWays(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out uint first)) return XdpAction.Aborted;
        if (!packet.TryPeek(out ulong _)) return XdpAction.Drop;
        int? index = first < 0x7f000000 ? (byte)ctx.RxQueueIndex : null;
        Span<byte> bytes = packet.UnreadSpan;
        if (bytes.Length < 8) return XdpAction.Drop;
        uint sum = bytes[(index ?? 5) & 7];
        bytes[1] ^= (byte)sum;
        return (XdpAction)(sum + bytes.Slice(1, 2)[1]);
    }

    // Lengths less numbers that no packet's pointer may be moved by.
    [XdpProgram]
    public XdpAction FarBeyond(XdpContext ctx)
    {
        ReadOnlySpan<byte> packet = new(ctx.Data, (int)(ctx.DataEnd - ctx.Data));
        uint far = ctx.PacketLength - 893394070u;
        int less = packet.Length - 40000;
        short small = (short)(ctx.RxQueueIndex << 31);
        uint least = small < packet.Length - 65535 ? 8u : 0;
        return (XdpAction)(far ^ (uint)(less - 40000) ^ (less < 3 ? 7u : 0) ^ least);
    }

    // That the packet has no less than nothing: the kernel would believe that its start may lie behind its end.
    [XdpProgram]
    public XdpAction NoLessThanNothing(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryPeek(out ulong first)) return XdpAction.Aborted;
        uint sum = 0;
        Action<Pair> add = pair => sum += ctx.PacketLength >= pair.Left ? pair.Right : (uint)first;
        add(new Pair { Right = (ushort)first });
        Span<byte> bytes = packet.UnreadSpan;
        for (int i = 0; i < 6; i++) sum += bytes[i];
        return (XdpAction)sum;
    }

    // What the length is equal to tells the kernel nothing: the loop still compares pointers.
    [XdpProgram]
    public XdpAction KnownLength(XdpContext ctx)
    {
        var packet = ctx.Packet;
        uint sum = 1;
        if (ctx.PacketLength == 64)
        {
            Span<byte> bytes = packet.UnreadSpan;
            for (int i = 0; i < bytes.Length && i < 6; i++) sum = sum * 3 + bytes[i];
        }

        return (XdpAction)sum;
    }

    // The index is widened before it is compared: it is limited all the same.
    [XdpProgram(OnFault = (XdpAction)77)]
    public XdpAction WidenedBefore(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out uint index)) return XdpAction.Aborted;
        ulong widened = index * 2169080758057023361ul;
        return (XdpAction)(packet.UnreadSpan[(int)index] + (widened >> 60));
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Fault(XdpContext ctx)
    {
        Span<byte> packet = new Span<byte>(ctx.Data, (int)(ctx.DataEnd - ctx.Data));
        int first = packet[0] & 63;
        packet[20] = packet[first];
        int second = packet[21];
        packet[22] = packet[second];
        Span<int> four = stackalloc int[4];
        four[packet[1]] = 3;
        packet[23] = (byte)four[packet[2] & 3];
        Span<byte> part = packet.Slice(packet[3] & 15, packet[4] & 15);
        packet[24] = (byte)part.Length;
        packet[25] = part[2];
        return XdpAction.Tx;
    }

    [XdpProgram]
    public XdpAction Methods(XdpContext ctx)
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
        Span<byte> bytes = stackalloc byte[8];
        bytes.Fill((byte)x.B);
        bytes[2..5].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], x.E);
        o.R0 = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Span<byte> copy = stackalloc byte[12];
        bytes.CopyTo(copy[2..]);
        o.R1 = copy.SequenceEqual(bytes) ? 1 : 2;
        o.R1 += copy.Slice(2, 8).SequenceEqual(bytes) ? 10 : 20;
        o.R1 += bytes.StartsWith(copy[2..4]) ? 100 : 200;
        copy[..8].CopyTo(copy[3..]);
        copy[1..9].CopyTo(copy);
        o.R2 = MemoryMarshal.Read<long>(copy) ^ copy[11];
        o.R3 = copy.IndexOf((byte)0) + (copy.Contains((byte)7) ? 100 : 0);
        Span<int> numbers = MemoryMarshal.Cast<byte, int>(copy);
        o.R4 = numbers.Length * 1000 + (numbers.TryCopyTo(stackalloc int[2]) ? 1 : 0) + (BinaryPrimitives.TryReadUInt32BigEndian(copy[9..], out uint word) ? 10 : 20) + (int)word;
        if (BinaryPrimitives.TryReadUInt32BigEndian(copy[8..], out word)) o.R5 = word;
        Window window = new Window(bytes[1..]);
        o.R5 += window.First + window.Count;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Unread(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x))
        {
            return XdpAction.Aborted;
        }

        if (x.C > 4 && !packet.TryRead(out uint _)) return XdpAction.Drop;
        Span<byte> rest = packet.UnreadSpan;
        if (rest.Length < 10) return XdpAction.Tx;
        rest[0] ^= 0xff;
        rest[3] = (byte)rest.Length;
        foreach (ref byte b in rest[4..8]) b++;
        rest[8] = rest[rest[9] & 7];
        return XdpAction.Pass;
    }

    private readonly ref struct Window(Span<byte> bytes)
    {
        private readonly Span<byte> bytes = bytes;

        public byte First => bytes[0];

        public int Count => bytes.Length;
    }
}

public struct Pair
{
    public ushort Left;
    public ushort Right;
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
    public long R0;
    public long R1;
    public long R2;
    public long R3;
    public long R4;
    public long R5;
}
// expected
// OverThePacket: 2 00000000000000000000000000000000000000000000000000000000000000000100060000000000000000000000000000000000000000000000000000000000
// OverThePacket: 2 0102030405060708090a0b0c0d0e0f10111213141516171804030f410c6601002222060002262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// OverThePacket: 2 ffffffffffffffffffffffffffffffffffffffffffffffff000101fc7e6f120000000600ffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// OverThePacket: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53804ae2d1547f0800a1c5060000597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// OverThePacket: 2 80000000000000807fffffffffffff7f0100000000000000000101d3cc0300005655060000555555555555555555555555555555555555555555555555555555
// Walk: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Walk: 1827 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Walk: 24990 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Walk: 3249 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Walk: 18728 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// LengthOnTwoWays: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// LengthOnTwoWays: 12 0102030405030708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// LengthOnTwoWays: 510 ffffffffff00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// LengthOnTwoWays: 299 00254a8094f4de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// LengthOnTwoWays: 0 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// FarBeyond: 893461613 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// FarBeyond: 893461613 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// FarBeyond: 893461613 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// FarBeyond: 893461613 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// FarBeyond: 893461613 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// NoLessThanNothing: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// NoLessThanNothing: 534 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// NoLessThanNothing: 67065 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// NoLessThanNothing: 10044 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// NoLessThanNothing: 256 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// KnownLength: 729 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// KnownLength: 1272 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// KnownLength: 93549 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// KnownLength: 7505 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// KnownLength: 31833 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// WidenedBefore: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// WidenedBefore: 77 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// WidenedBefore: 77 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// WidenedBefore: 77 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// WidenedBefore: 77 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Fault: 1 00000000000000000000000000000000000000000000000300000000000000000000000000000000000000000000000000000000000000000000000000000000
// Fault: 3 0102030405060708090a0b0c0d0e0f10111213140216170005071b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Fault: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Fault: 1 00254a8094b9de03284d7280bce1062b50759a8000094d53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Fault: 1 80000000000000807fffffffffffff7f01000000800080030000fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Methods: 2 00000000000000000000000000000000700000000000000000000000000000000000000000000000cc0b00000000000007000000000000000000000000000000
// Methods: 2 01020304050607080505000000050807700000000000000000050000050500000000000000000000cc0b0000000000000c05000000000000393a3b3c3d3e3f40
// Methods: 2 ffffffffffffffffffff000000ffffff700000000000000000ff0000ffff00000000000000000000cc0b0000000000000600010000000000ffffffffffffffff
// Methods: 2 00254a8094b9de0394940000009403de700000000000000000940000949400000000000000000000cc0b0000000000009b94000000000000183d6280acd1f61b
// Methods: 2 80000000000000800000000000008000700000000000000000000000000000000000000000000000cc0b00000000000007000000000000005555555555555555
// Unread: 2 0000000000000000ff00003801010101ff0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Unread: 2 0102030405060708090a0b0cf20e0f341213141514161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Unread: 2 ffffffffffffffffffffffff00ffff340000000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Unread: 2 00254a8094b9de03284d728043e1063451769b81e1092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Unread: 2 800000000000008080ffff380000008080000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
