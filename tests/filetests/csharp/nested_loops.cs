using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Triangles(XdpContext ctx)
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
        for (int i = 0; i < 4; i++)
            for (int k = i; k < 4; k++)
                o.R0 += k * i + x.A;
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < i; j++)
                for (int k = 0; k < j; k++)
                    o.R1 += k * i + j + x.B;
        for (uint i = 8; i > 0; i--)
            for (uint j = i; j > 0; j >>= 1)
                o.R2 += (int)(j ^ x.D);
        int limit = x.A & 7;
        for (int i = 0; i < limit; i++)
            for (int j = i + 1; j < limit; j++)
                o.R3 += i * j;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction ReadWhatRemains(XdpContext ctx)
    {
        var packet = ctx.Packet;
        int sum = 0;
        for (int i = 0; i < 8; i++)
        {
            if (packet.Remaining < 20) return (XdpAction)sum;
            if (!packet.TryRead(out ushort v)) break;
            sum += v;
            if (packet.TryRead(out uint w)) sum ^= (int)w;
        }

        return (XdpAction)(sum + packet.Remaining);
    }
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
}
// expected
// Triangles: 2 00000000000000000000000019000000270000003b00000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Triangles: 2 0102030405060708090a0b0c23141e2859000000ced2e7fc000000001d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Triangles: 2 ffffffffffffffffffffffff0f0000001d000000b0ffffffaf000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Triangles: 2 00254a8094b9de03284d72801972e502effbffff73546089000000000c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Triangles: 2 80000000000000807fffffff190500002700000030f5ffff00000000feffffff5555555555555555555555555555555555555555555555555555555555555555
// ReadWhatRemains: 16 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// ReadWhatRemains: 540016656 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// ReadWhatRemains: 16 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// ReadWhatRemains: 2288434480 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// ReadWhatRemains: 1431764995 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
