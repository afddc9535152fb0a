using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfConst]
    public ushort Port { get; init; } = 5001;

    [BpfMap(MaxEntries = 64)]
    public partial HashMap<IPv4Address, ulong> Counts { get; }

    [BpfMap(MaxEntries = 4)]
    public partial ArrayMap<Pair> Pairs { get; }

    [BpfMap(MaxEntries = 64)]
    public partial LruHashMap<uint, long> Recent { get; }

    [BpfMap(MaxEntries = 2)]
    public partial PerCpuArrayMap<ulong> PerCpu { get; }

    [BpfGlobal]
    public partial ref ulong Total { get; }

    [XdpProgram]
    public XdpAction Hash(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        var key = new IPv4Address(x.A);
        ref ulong count = ref Counts.GetValueRefOrNullRef(key);
        if (Unsafe.IsNullRef(ref count))
        {
            Counts.TryAdd(key, x.B);
            count = ref Counts.GetValueRefOrNullRef(key);
        }

        if (!Unsafe.IsNullRef(ref count)) Interlocked.Increment(ref count);
        Interlocked.Increment(ref Total);
        Counts.TryGetValue(key, out ulong read);
        return (XdpAction)(uint)(read + Total * 1000 + (Counts.ContainsKey(key) ? 7u : 3u));
    }

    [XdpProgram]
    public XdpAction Array(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        ref Pair pair = ref Pairs.GetValueRefOrNullRef(x.A & 7);
        if (Unsafe.IsNullRef(ref pair)) return (XdpAction)77;
        pair.Left += x.B;
        pair.Right = pair.Left * 2;
        bool wasSet = Pairs.TrySet(1, new Pair { Left = 5, Right = 6 });
        ref Pair other = ref Pairs.GetValueRefOrNullRef(1);
        if (Unsafe.IsNullRef(ref other) || !wasSet) return (XdpAction)78;
        return (XdpAction)(pair.Right + other.Left * 3);
    }

    [XdpProgram]
    public XdpAction Changes(XdpContext ctx)
    {
        int result = 0;
        if (Recent.TrySet(1, -5)) result |= 1;
        if (Recent.TryAdd(1, 2)) result |= 2;
        if (Recent.TryUpdate(1, 9)) result |= 4;
        if (Recent.Remove(1)) result |= 8;
        if (Recent.Remove(1)) result |= 16;
        if (Recent.TryUpdate(1, 9)) result |= 32;
        if (Bump(PerCpu, 1) == 1) result |= 64;
        if (Bump(PerCpu, 2) == 0) result |= 128;
        return (XdpAction)(result * 10 + (Port == 5001 ? 1 : 2));
    }

    private static ulong Bump(PerCpuArrayMap<ulong> map, uint index)
    {
        ref ulong value = ref map.GetThisCpuValueRefOrNullRef(index);
        return Unsafe.IsNullRef(ref value) ? 0 : ++value;
    }
}

public struct Input
{
    public uint A;
    public uint B;
}

public struct Pair
{
    public uint Left;
    public uint Right;
}
// expected
// Hash: 1008 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Hash: 134679029 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Hash: 1007 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Hash: 64929156 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Hash: 2147484656 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Array: 15 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Array: 21 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Array: 77 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Array: 129856311 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Array: 15 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Changes: 2051 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Changes: 2051 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Changes: 2051 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Changes: 2051 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Changes: 2051 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
