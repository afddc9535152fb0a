using System;
using System.Numerics;
using CSharpBpf;
using CSharpBpf.Hashing;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Jenkins(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        var hash = new Jhash(28, x.A);
        hash.Add(x.A, x.B, x.C);
        hash.Add(x.B, x.A, x.D);
        return (XdpAction)(hash.Finish(x.D, 0, 0) ^ Jhash.Hash(x.A, 1) ^ Jhash.Hash(x.A, x.B, 2) ^ Jhash.Hash(x.A, x.B, x.C, 3));
    }

    [XdpProgram]
    public XdpAction Murmur(XdpContext ctx)
    {
        var packet = ctx.Packet;
        var hash = new MurmurHash3(7);
        for (int i = 0; i < 8; i++)
        {
            if (!packet.TryRead(out uint word)) return XdpAction.Pass;
            hash.Add(word);
        }

        return (XdpAction)hash.Finish(35, 0x00ABCDEF);
    }

    [XdpProgram]
    public XdpAction Sip(XdpContext ctx)
    {
        var packet = ctx.Packet;
        var hash = new SipHash24(0x0706050403020100, 0x0F0E0D0C0B0A0908);
        for (int i = 0; i < 4; i++)
        {
            if (!packet.TryRead(out ulong word)) return XdpAction.Pass;
            hash.Add(word);
        }

        ulong result = hash.Finish(32);
        return (XdpAction)((uint)result ^ (uint)(result >> 32));
    }

    [XdpProgram]
    public XdpAction Castagnoli(XdpContext ctx)
    {
        var packet = ctx.Packet;
        var crc = Crc32C.Start();
        for (int i = 0; i < 4; i++)
        {
            if (!packet.TryRead(out uint word)) return XdpAction.Pass;
            crc.Add(word);
        }

        for (int i = 0; i < 3; i++)
        {
            if (!packet.TryRead(out byte value)) return XdpAction.Pass;
            crc.Add(value);
        }

        return (XdpAction)crc.Value;
    }

    // An index is followed back by the kernel through all that it was computed from.
    [XdpProgram]
    public XdpAction Slots(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        var crc = Crc32C.Start();
        crc.Add(x.A);
        Span<byte> slots = [1, 2, 3, 4, 5, 6, 7, 8];
        slots[(int)(crc.Value & 7)] += 90;
        slots[(int)(BitOperations.Crc32C(x.C, x.B) & 7)] += 7;
        uint result = 0;
        foreach (byte slot in slots) result = (result * 31) + slot;
        return (XdpAction)result;
    }
}

public struct Input
{
    public uint A;
    public uint B;
    public uint C;
    public uint D;
}
// expected
// Jenkins: 2915852877 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Jenkins: 1398801651 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Jenkins: 3075575980 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Jenkins: 4130861124 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Jenkins: 1110892370 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Murmur: 3724512094 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Murmur: 543123954 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Murmur: 1355833867 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Murmur: 2489621026 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Murmur: 3353762289 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Sip: 2684634384 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Sip: 1169221708 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Sip: 429717878 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Sip: 3944533803 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Sip: 4107360952 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Castagnoli: 3046338397 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Castagnoli: 3308245637 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Castagnoli: 3715781887 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Castagnoli: 2739699120 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Castagnoli: 4174157014 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Slots: 2922324727 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Slots: 1232826545 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Slots: 2922324727 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Slots: 1230231845 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Slots: 1546694385 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
