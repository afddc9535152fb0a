using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Elements(XdpContext ctx)
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

        Four four = default;
        four[0] = x.A;
        four[1] = four[0] + 1;
        four[2] = four[1] * 2;
        four[^1] = 7;
        four[x.B & 3] += 100;
        o.R0 = four[0] + four[1];
        o.R1 = four[2];
        o.R2 = four[3];
        int at = x.C;
        if ((uint)at < 4)
        {
            o.R3 = four[at];
        }

        Four copy = four;
        copy[0] = 0;
        copy[x.B & 3] ^= 5;
        foreach (int element in copy) o.R4 += element;
        foreach (ref int element in (Span<int>)four) element++;
        foreach (int element in four) o.R5 += element;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction InPacketsAndStructs(XdpContext ctx)
    {
        var packet = ctx.Packet;
        ref Header header = ref packet.ReadRefOrNullRef<Header>();
        if (Unsafe.IsNullRef(ref header))
        {
            return XdpAction.Aborted;
        }

        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o))
        {
            return XdpAction.Aborted;
        }

        o = default;
        int sum = 0;
        foreach (byte b in header.Bytes) sum += b;
        o.R0 = sum;
        header.Bytes[2] = header.Bytes[^2];
        header.Pairs[1].Left = (ushort)(header.Pairs[0].Right + 1);
        Header copy = header;
        o.R1 = copy.Pairs[copy.Bytes[0] & 1].Left;
        for (int i = 0; i < 4; i++) o.R2 = o.R2 * 31 + copy.Bytes[i];
        for (int i = 3; i >= 0; i--) o.R3 = o.R3 * 31 + copy.Bytes[i];
        o.R4 = Sum(copy.Bytes[1..]);
        o.R5 = Sum(header.Bytes[..^1]);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public unsafe XdpAction FixedBuffers(XdpContext ctx)
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

        Buffer buffer = default;
        buffer.Words[0] = x.D;
        buffer.Words[1] = 3;
        buffer.Bytes[x.B & 7] = 9;
        buffer.Bytes[2]++;
        o.R0 = (int)(buffer.Words[0] + buffer.Words[1]);
        for (int i = 0; i < 8; i++) o.R1 += buffer.Bytes[i] << i;
        byte* first = buffer.Bytes;
        o.R2 = first[x.A & 7];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public unsafe XdpAction StackAllocation(XdpContext ctx)
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

        Span<int> numbers = stackalloc int[6];
        o.R0 = numbers.Length + numbers[5];
        numbers[1] = x.A;
        numbers[(int)((uint)x.B % 6)] += 4;
        foreach (int number in numbers) o.R1 += number;
        ReadOnlySpan<short> few = stackalloc short[] { 3, -1, (short)x.B };
        o.R2 = few[0] * few[1] + few[^1];
        byte* bytes = stackalloc byte[16];
        bytes[3] = 8;
        *(int*)(bytes + 4) = x.A;
        o.R3 = bytes[3] + bytes[4] + bytes[x.E & 15];
        Span<Pair> pairs = stackalloc Pair[2];
        pairs[0].Left = 5;
        pairs[1] = new Pair { Left = 6, Right = (ushort)x.A };
        o.R4 = pairs[x.B & 1].Left + pairs[1].Right;
        return XdpAction.Pass;
    }

    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        for (int i = 0; i < bytes.Length; i++) sum = sum * 3 + bytes[i];
        return sum;
    }
}

[InlineArray(4)]
public struct Four
{
    private int element;
}

[InlineArray(4)]
public struct FourBytes
{
    private byte element;
}

[InlineArray(2)]
public struct TwoPairs
{
    private Pair element;
}

public struct Pair
{
    public ushort Left;
    public ushort Right;
}

public struct Header
{
    public FourBytes Bytes;
    public TwoPairs Pairs;
}

public unsafe struct Buffer
{
    public fixed uint Words[2];
    public fixed byte Bytes[8];
}

public struct Input
{
    public int A;
    public sbyte B;
    public byte C;
    public ushort E;
    public uint D;
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
// Elements: 2 000000000000000000000000650000000200000007000000640000000f0000007200000000000000000000000000000000000000000000000000000000000000
// Elements: 2 0102030405060708090a0b0c670406080404060807000000191a1b1c8b24282c972a2f3425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Elements: 2 ffffffffffffffffffffffffffffffff000000006b000000ffffffff6d0000006d000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Elements: 2 00254a8094b9de03284d7280654a9400024a940007000000789dc2801ba034fc125a138234597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Elements: 2 80000000000000807fffffff650100000201000007000000e40000008d010000c757555555555555555555555555555555555555555555555555555555555555
// InPacketsAndStructs: 2 00000000000000000100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// InPacketsAndStructs: 2 010203040506070808080b0c0a00000008080000427c0000fedc01001f0000001200000025262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// InPacketsAndStructs: 2 ffffffffffffffff0000fffffc03000000000000c0c77700c0c77700f30c0000f30c0000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// InPacketsAndStructs: 2 00254a8094b9de03df037280ef00000094b900005b940000c5493b00ab020000b900000034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// InPacketsAndStructs: 2 80000000000000800180ffff8000000000000000802f3a0080000000000000008004000055555555555555555555555555555555555555555555555555555555
// FixedBuffers: 2 000000000000000000000000030000000d0000000900000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// FixedBuffers: 2 0102030405060708090a0b0c0c0a0b0c3513131400000000191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// FixedBuffers: 2 ffffffffffffffffffffffff020000008304000009000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// FixedBuffers: 2 00254a8094b9de03284d72802b4d7280e4759a8000000000789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// FixedBuffers: 2 80000000000000807fffffff82ffffff0e000000090000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// StackAllocation: 2 0000000000000000000000000600000004000000fdffffff08000000050000000000000000000000000000000000000000000000000000000000000000000000
// StackAllocation: 2 0102030405060708090a0b0c0600000016141618020000000d000000070200002122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// StackAllocation: 2 ffffffffffffffffffffffff0600000002000000fcffffff0701000005000100ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// StackAllocation: 2 00254a8094b9de03284d728006000000549ae40091ffffff0800000005250000a0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// StackAllocation: 2 80000000000000807fffffff0600000085000000fdffffff88000000850000005555555555555555555555555555555555555555555555555555555555555555
