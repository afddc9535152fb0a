using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed unsafe partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction PacketAsInC(XdpContext ctx)
    {
        byte* p = ctx.Data;
        byte* end = ctx.DataEnd;
        if (p + sizeof(Input) + sizeof(Output) > end)
        {
            return XdpAction.Aborted;
        }

        Input* input = (Input*)p;
        Output* o = (Output*)(p + sizeof(Input));
        *o = default;
        o->R0 = input->A + input->B;
        o->R1 = p[4] + p[5];
        o->R2 = *(ushort*)(p + 6);
        uint* words = (uint*)p;
        o->R3 = (int)(words[0] ^ words[2]);
        int* cursor = &o->R4;
        *cursor++ = 4;
        *cursor = (int)(cursor - &o->R0);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction WalkAsInC(XdpContext ctx)
    {
        byte* p = ctx.Data;
        void* end = ctx.DataEnd;
        int sum = 0;
        byte* at = p;
        for (int i = 0; i < 20; i++)
        {
            if (at + 1 > end) break;
            sum += *at++;
        }

        byte length = 0;
        if (p + 1 <= end) length = (byte)(*p & 15);
        byte* next = p + length;
        if (next + 4 > end) return XdpAction.Aborted;
        sum += *(int*)next;
        next += 2;
        sum += next[1] + next[-1];
        return (XdpAction)sum;
    }

    [XdpProgram]
    public XdpAction Words(XdpContext ctx)
    {
        byte* p = ctx.Data;
        if (p + 20 > ctx.DataEnd) return XdpAction.Aborted;
        int sum = 0;
        for (byte* at = p; at < p + 20; at++) sum += *at;
        ushort* words = (ushort*)p;
        for (int i = 0; i < 10; i++) sum += *words++;
        return (XdpAction)sum;
    }

    [XdpProgram]
    public XdpAction Locals(XdpContext ctx)
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
        int number = x.A;
        int* p = &number;
        *p += 3;
        Double(p);
        o.R0 = number;
        Input copy = x;
        Input* q = &copy;
        q->A = 9;
        (*q).C++;
        byte* bytes = (byte*)q;
        bytes[4] = 77;
        o.R1 = copy.A + copy.B + copy.C;
        Input* nothing = null;
        o.R2 = q == nothing ? 1 : q != null ? 2 : 3;
        int** pp = &p;
        **pp = 12;
        o.R3 = number + (p == &number ? 1 : 0);
        long eight = x.D;
        o.R4 = *(int*)&eight + ((int*)&eight)[1];
        fixed (int* pinned = &o.R5)
        {
            *pinned = (int)(x.E + sizeof(Input));
        }

        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Pinned(XdpContext ctx)
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
        Span<int> span = stackalloc int[4];
        fixed (int* p = span, q = &span[2])
        {
            p[0] = x.A;
            *(p + 1) = x.B;
            q[0] = x.C;
            o.R0 = (int)(q - p);
            for (int* at = p; at < p + 4; at++) o.R1 += *at;
            for (int* at = p + 3; at >= p; at--) o.R1 = o.R1 * 3 + *at;
        }

        o.R2 = span[0] + span[2];
        int start = x.B & 3;
        int* variable = &((int*)Unsafe.AsPointer(ref span[0]))[start];
        *variable = 5;
        o.R3 = span[0] + span[3] * 2;
        o.R4 = *Pick(&x.A, (int*)&x.D, x.B > 0);
        return XdpAction.Pass;
    }

    private static void Double(int* number) => *number *= 2;

    private static int* Pick(int* left, int* right, bool first) => first ? left : right;
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
// PacketAsInC: 2 00000000000000000000000000000000000000000000000000000000040000000500000000000000000000000000000000000000000000000000000000000000
// PacketAsInC: 2 0102030405060708090a0b0c060203040b0000000708000008080808040000000500000025262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// PacketAsInC: 2 fffffffffffffffffffffffffefffffffe010000ffff0000000000000400000005000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// PacketAsInC: 2 00254a8094b9de03284d728094244a804d010000de03000028683800040000000500000034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// PacketAsInC: 2 80000000000000807fffffff800000000000000000800000ffffffff040000000500000055555555555555555555555555555555555555555555555555555555
// WalkAsInC: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// WalkAsInC: 84149212 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// WalkAsInC: 5609 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// WalkAsInC: 2152345046 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// WalkAsInC: 2169 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Words: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Words: 28470 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Words: 660450 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Words: 277299 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Words: 264182 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Locals: 2 0000000000000000000000000600000057000000020000000d000000000000000c00000000000000000000000000000000000000000000000000000000000000
// Locals: 2 0102030405060708090a0b0c080406085d000000020000000d000000090a0b0c1308000025262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Locals: 2 ffffffffffffffffffffffff0400000056000000020000000d000000ffffffff0b000100ffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Locals: 2 00254a8094b9de03284d7280064a940010010000020000000d000000284d7280ea03000034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Locals: 2 80000000000000807fffffff0601000057000000020000000d0000007fffffff0c80000055555555555555555555555555555555555555555555555555555555
// Pinned: 2 00000000000000000000000002000000000000000000000005000000000000000000000000000000000000000000000000000000000000000000000000000000
// Pinned: 2 0102030405060708090a0b0c0200000012a8f6480702030401020304010203040000000025262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Pinned: 2 ffffffffffffffffffffffff0200000000590000fe00000009000000ffffffff00000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Pinned: 2 00254a8094b9de03284d7280020000009af7bf17b9254a8005000000284d72800000000034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Pinned: 2 80000000000000807fffffff020000000029000080000000050000007fffffff0000000055555555555555555555555555555555555555555555555555555555
