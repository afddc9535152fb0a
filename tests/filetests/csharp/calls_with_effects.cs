using System;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 16)]
    public partial HashMap<uint, ulong> Counts { get; }

    [BpfGlobal]
    public partial ref uint Calls { get; }

    [XdpProgram]
    public XdpAction Maps(XdpContext ctx)
    {
        var packet = ctx.Packet;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        Calls = 0;

        // What is loaded before a call that changes it is loaded again behind it.
        uint before = Calls;
        o.R0 = (long)Count(1) * 100 + (long)Count(1) * 10 + (long)Count(2);
        o.R1 = Calls - before;
        ref ulong one = ref Counts.GetValueRefOrNullRef(1);
        if (Unsafe.IsNullRef(ref one)) return XdpAction.Aborted;
        ulong first = one;
        Count(1);
        o.R2 = (long)(one * 1000 + first);
        o.R3 = Remove(1) + Remove(2) * 10 + Remove(2) * 100;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction MovesThePacket(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out ushort x)) return XdpAction.Aborted;
        if (!Grow(ctx, 8)) return XdpAction.Drop;

        // What was a reference into the packet is none any longer.
        packet = ctx.Packet;
        ref ulong room = ref packet.ReadRefOrNullRef<ulong>();
        if (Unsafe.IsNullRef(ref room)) return XdpAction.Aborted;
        room = x;
        return packet.TryRead(out ushort again) && again == x ? XdpAction.Tx : XdpAction.Aborted;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong Count(uint key)
    {
        Calls++;
        ref ulong count = ref Counts.GetValueRefOrNullRef(key);
        if (Unsafe.IsNullRef(ref count))
        {
            Counts.TryAdd(key, 1);
            return 1;
        }

        return ++count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Remove(uint key) => Counts.Remove(key) ? 1 : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Grow(XdpContext ctx, int bytes) => ctx.TryAdjustHead(-bytes);
}

public struct Output
{
    public long R0;
    public long R1;
    public long R2;
    public long R3;
}
// expected
// Maps: 2 79000000000000000300000000000000ba0b0000000000000b000000000000000000000000000000000000000000000000000000000000000000000000000000
// Maps: 2 79000000000000000300000000000000ba0b0000000000000b000000000000002122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Maps: 2 79000000000000000300000000000000ba0b0000000000000b00000000000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Maps: 2 79000000000000000300000000000000ba0b0000000000000b00000000000000a0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Maps: 2 79000000000000000300000000000000ba0b0000000000000b000000000000005555555555555555555555555555555555555555555555555555555555555555
// MovesThePacket: 3 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// MovesThePacket: 3 01020000000000000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// MovesThePacket: 3 ffff000000000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// MovesThePacket: 3 002500000000000000254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// MovesThePacket: 3 800000000000000080000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
