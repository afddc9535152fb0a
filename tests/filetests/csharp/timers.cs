using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

[BpfLicense("GPL")]
public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 8)]
    public partial HashMap<uint, Flow> Flows { get; }

    [BpfMap(MaxEntries = 4)]
    public partial ArrayMap<Beat> Beats { get; }

    [BpfMap(MaxEntries = 16)]
    public partial LruHashMap<ulong, Flow> Recent { get; }

    [BpfGlobal]
    public partial ref uint Runs { get; }

    [BpfGlobal]
    public partial ref ulong Log { get; }

    // First run: starts timers. Second run, after they have expired: tells what they did.
    [XdpProgram]
    public XdpAction Expire(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        if (Runs++ == 0)
        {
            Flows.TryAdd(x.A, new Flow { Packets = x.B });
            Flows.TryAdd(x.A + 1, new Flow { Packets = 7 });
            ref Flow flow = ref Flows.GetValueRefOrNullRef(x.A);
            ref Flow other = ref Flows.GetValueRefOrNullRef(x.A + 1);
            if (Unsafe.IsNullRef(ref flow) || Unsafe.IsNullRef(ref other)) return XdpAction.Aborted;
            o.R0 = flow.Timer.Start(1000);
            o.R1 = flow.Timer.Cancel();
            o.R2 = flow.Timer.Init(Flows) * 100 + flow.Timer.Init(Flows);
            o.R3 = flow.Timer.SetCallback<uint, Flow>(OnExpired);
            flow.Timer.Start(40_000_000);
            other.Timer.Init(Flows, BpfClock.Boottime);
            other.Timer.SetCallback((in uint key, ref Flow value) =>
            {
                Log = Log * 10 + 2;
                Flows.Remove(key);
            });
            other.Timer.Start(1_000_000);
            return XdpAction.Drop;
        }

        o.R0 = Flows.ContainsKey(x.A) ? 1 : 0;
        o.R1 = Flows.ContainsKey(x.A + 1) ? 1 : 0;
        o.R2 = (long)Log;
        ref Flow later = ref Flows.GetValueRefOrNullRef(x.A);
        o.R3 = Unsafe.IsNullRef(ref later) ? -1 : (long)later.Packets * 10 + later.Timer.Cancel();
        return XdpAction.Pass;
    }

    private void OnExpired(in uint key, ref Flow value)
    {
        Log = Log * 10 + 1;
        value.Packets += key;
    }

    // A timer that its own callback starts again, a few times.
    [XdpProgram]
    public XdpAction Repeat(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        ref Beat beat = ref Beats.GetValueRefOrNullRef(x.A & 3);
        if (Unsafe.IsNullRef(ref beat)) return XdpAction.Aborted;
        if (Runs++ > 0)
        {
            o.R0 = beat.Count;
            o.R1 = beat.Timer.Cancel();
            o.R2 = beat.Denied;
            return XdpAction.Pass;
        }

        beat.Limit = 3 + (x.B & 3);
        beat.Timer.Init(Beats);
        beat.Timer.SetCallback(static (in uint index, ref Beat value) =>
        {
            value.Denied = value.Timer.Cancel();
            value.Count += 1 + index * 16;
            if ((value.Count & 15) < value.Limit) value.Timer.Start(500_000);
        });
        return beat.Timer.Start(500_000) == 0 ? XdpAction.Drop : XdpAction.Aborted;
    }

    // Timers that are cancelled, started anew, or whose entry is replaced or removed.
    [XdpProgram]
    public XdpAction Gone(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        if (Runs++ > 0)
        {
            o.R0 = (long)Log;
            ref Flow again = ref Recent.GetValueRefOrNullRef(3);
            o.R1 = Unsafe.IsNullRef(ref again) ? -1 : (long)again.Packets;
            return XdpAction.Pass;
        }

        for (ulong i = 0; i < 5; i++)
        {
            Recent.TryAdd(i, new Flow { Packets = x.B });
            ref Flow flow = ref Recent.GetValueRefOrNullRef(i);
            if (Unsafe.IsNullRef(ref flow)) return XdpAction.Aborted;
            flow.Timer.Init(Recent);
            flow.Timer.SetCallback((in ulong key, ref Flow value) =>
            {
                Log += 1ul << (int)(key * 8 & 63);
                value.Packets++;
            });
            o.R0 = o.R0 * 10 + flow.Timer.Start(2_000_000);
            if (i == 1) o.R1 = flow.Timer.Cancel() * 10 + flow.Timer.Cancel();
            if (i == 2) flow.Timer.Start(1_000_000);
        }

        Recent.TrySet(3, new Flow { Packets = 50 });
        Recent.Remove(4);
        return XdpAction.Drop;
    }
}

public struct Flow
{
    public ulong Packets;
    public BpfTimer Timer;
}

public struct Beat
{
    public BpfTimer Timer;
    public uint Count;
    public uint Limit;
    public int Denied;
    public uint Unused;
}

public struct Input
{
    public uint A;
    public uint B;
    public ulong C;
    public ulong D;
    public ulong E;
}

public struct Output
{
    public long R0;
    public long R1;
    public long R2;
    public long R3;
}
// waits: 100
// expected
// Expire: 2 00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000015000000000000000000000000000000 behind 1 0000000000000000000000000000000000000000000000000000000000000000eaffffffffffffffeafffffffffffffff0ffffffffffffff0000000000000000
// Expire: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200100000000000000000000000000000015000000000000003c50647800000000 behind 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20eaffffffffffffffeafffffffffffffff0ffffffffffffff0000000000000000
// Expire: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff010000000000000000000000000000001500000000000000ecffffff13000000 behind 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeaffffffffffffffeafffffffffffffff0ffffffffffffff0000000000000000
// Expire: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b010000000000000000000000000000001500000000000000c8b1982905000000 behind 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567beaffffffffffffffeafffffffffffffff0ffffffffffffff0000000000000000
// Expire: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100000000000000000000000000000015000000000000000005000005000000 behind 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffeaffffffffffffffeafffffffffffffff0ffffffffffffff0000000000000000
// Repeat: 2 000000000000000000000000000000000000000000000000000000000000000003000000000000000000000000000000ddffffffffffffff0000000000000000 behind 1 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Repeat: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2044000000000000000000000000000000ddffffffffffffff393a3b3c3d3e3f40 behind 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Repeat: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff26010000000000000000000000000000ddffffffffffffffffffffffffffffff behind 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Repeat: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b03000000000000000000000000000000ddffffffffffffff183d6280acd1f61b behind 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Repeat: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff03000000000000000000000000000000ddffffffffffffff5555555555555555 behind 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Gone: 2 00000000000000000000000000000000000000000000000000000000000000000100010000000000320000000000000000000000000000000000000000000000 behind 1 000000000000000000000000000000000000000000000000000000000000000000000000000000000a0000000000000000000000000000000000000000000000
// Gone: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20010001000000000032000000000000003132333435363738393a3b3c3d3e3f40 behind 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20a09af31b446c94bc0a000000000000003132333435363738393a3b3c3d3e3f40
// Gone: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff01000100000000003200000000000000ffffffffffffffffffffffffffffffff behind 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff6079feffffffffff0a00000000000000ffffffffffffffffffffffffffffffff
// Gone: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b01000100000000003200000000000000f0153a8084a9cef3183d6280acd1f61b behind 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0044cd3b36bdddaa0a00000000000000f0153a8084a9cef3183d6280acd1f61b
// Gone: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0100010000000000320000000000000055555555555555555555555555555555 behind 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff20d35455555555550a0000000000000055555555555555555555555555555555
