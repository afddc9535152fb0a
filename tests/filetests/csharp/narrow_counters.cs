using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    // The kernel keeps the largest value of what is masked: a counter of few bits that starts anywhere is not cut.
    [XdpProgram]
    public XdpAction Up(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        for (ushort i = x.C; i < 300; i++) o.R0++;
        for (byte i = x.C; i < 200; i += 3) o.R1 += i;
        for (byte i = 250; i > 200; i++) o.R3++;
        for (byte i = 0; i < 3; i++) o.R2 += ctx.PacketLength > i ? 5 : i;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Down(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        for (byte i = x.C; i > 3; i--) o.R0 += i;
        for (byte i = 200; i > x.C; i--) o.R1++;
        for (sbyte i = 5; i < x.B; i++) o.R2++;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction One_value_apart(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        int i = 0;
        while (i < (x.A & 7) && i < 8)
        {
            i++;
            if (i == 3) continue;
            o.R0 = o.R0 * 3 + i;
        }
        byte n = 9;
        while (n > 0)
        {
            n--;
            switch (n)
            {
                case 14:
                    o.R1 ^= x.A;
                    break;
                case 7:
                    o.R2 += x.C;
                    break;
                default:
                    o.R1 = o.R1 * 5 + n;
                    break;
            }
        }
        byte k = 0;
        do
        {
            switch (k)
            {
                case 17 when k != 7:
                    o.R3 += k << x.A;
                    break;
                default:
                    o.R3 += x.C;
                    break;
            }
            if (k == 0) goto next;
            o.R3 *= 3;
            next: o.R3 ^= k;
        }
        while (++k < 6);
        return XdpAction.Pass;
    }
}



public struct Input
{
    public int A;
    public sbyte B;
    public byte C;
    public ushort E;
    public uint D;
    public int F;
    public long L;
}

public struct Output
{
    public long R0;
    public long R1;
    public long R2;
    public long R3;
}
// expected
// Up: 2 0000000000000000000000000000000000000000000000002c01000000000000e9190000000000000f0000000000000006000000000000000000000000000000
// Up: 2 0102030405060708090a0b0c0d0e0f1011121314151617182601000000000000e6190000000000000f000000000000000600000000000000393a3b3c3d3e3f40
// Up: 2 ffffffffffffffffffffffffffffffffffffffffffffffff2d0000000000000000000000000000000f000000000000000600000000000000ffffffffffffffff
// Up: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e537300000000000000bb030000000000000f000000000000000600000000000000183d6280acd1f61b
// Up: 2 80000000000000807fffffffffffff7f01000000000000002c01000000000000e9190000000000000f0000000000000006000000000000005555555555555555
// Down: 2 0000000000000000000000000000000000000000000000000000000000000000c800000000000000000000000000000000000000000000000000000000000000
// Down: 2 0102030405060708090a0b0c0d0e0f1011121314151617180f00000000000000c20000000000000000000000000000000000000000000000393a3b3c3d3e3f40
// Down: 2 ffffffffffffffffffffffffffffffffffffffffffffffff7a7f000000000000000000000000000000000000000000000000000000000000ffffffffffffffff
// Down: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e532f430000000000000f0000000000000000000000000000000000000000000000183d6280acd1f61b
// Down: 2 80000000000000807fffffffffffff7f01000000000000000000000000000000c800000000000000000000000000000000000000000000005555555555555555
// One_value_apart: 2 000000000000000000000000000000000000000000000000000000000000000019400b0000000000000000000000000009000000000000000000000000000000
// One_value_apart: 2 0102030405060708090a0b0c0d0e0f101112131415161718010000000000000019400b00000000000600000000000000a90e000000000000393a3b3c3d3e3f40
// One_value_apart: 2 ffffffffffffffffffffffffffffffffffffffffffffffff470200000000000019400b0000000000ff00000000000000d75b020000000000ffffffffffffffff
// One_value_apart: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53000000000000000019400b0000000000b9000000000000008fb6010000000000183d6280acd1f61b
// One_value_apart: 2 80000000000000807fffffffffffff7f0100000000000000000000000000000019400b0000000000000000000000000009000000000000005555555555555555
