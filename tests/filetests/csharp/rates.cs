using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;
using CSharpBpf.RateLimiting;
using CSharpBpf.Statistics;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 16)]
    public partial HashMap<uint, TokenBucket> Buckets { get; }

    [BpfMap(MaxEntries = Log2Histogram.SlotCount)]
    public partial PerCpuArrayMap<ulong> Sizes { get; }

    [BpfMap(MaxEntries = 16)]
    public partial LpmTrieMap<IPv4Prefix, uint> Routes { get; }

    [BpfMap(MaxEntries = 16)]
    public partial LpmTrieMap<IPv6Prefix, uint> Routes6 { get; }

    // The clock of the engines differs: time is told from the packet.
    [XdpProgram]
    public XdpAction Bucket(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        Buckets.TrySet(1, TokenBucket.StartWithOneTaken(x.Small, 3));
        ref TokenBucket bucket = ref Buckets.GetValueRefOrNullRef(1);
        if (Unsafe.IsNullRef(ref bucket)) return XdpAction.Aborted;
        uint result = 0;
        ulong now = x.Small;
        for (int i = 0; i < 6; i++)
        {
            if (bucket.TryTake(now, 3, 1000)) result |= 1u << i;
            now += x.Step;
        }

        return (XdpAction)(result | ((uint)bucket.Tokens << 8));
    }

    // Each clock was read before the one before.
    [XdpProgram]
    public XdpAction BucketGoesBack(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        ulong now = 1ul + uint.MaxValue;
        Buckets.TrySet(2, TokenBucket.StartWithOneTaken(now, 3));
        ref TokenBucket bucket = ref Buckets.GetValueRefOrNullRef(2);
        if (Unsafe.IsNullRef(ref bucket)) return XdpAction.Aborted;
        uint result = 0;
        for (int i = 0; i < 4; i++)
        {
            if (bucket.TryTake(now, 3, 1000)) result |= 1u << i;
            now -= x.Step & 0xffff;
        }

        return (XdpAction)(result | ((uint)bucket.Tokens << 8) | (bucket.LastNs == 1ul + uint.MaxValue ? 0x10000u : 0));
    }

    [XdpProgram]
    public XdpAction Histogram(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        Log2Histogram.Count(Sizes, x.Big);
        ref ulong count = ref Sizes.GetThisCpuValueRefOrNullRef(Log2Histogram.Slot(x.Big));
        if (Unsafe.IsNullRef(ref count)) return XdpAction.Aborted;
        uint result = count > 0 ? 100u : 200;
        count = 0;
        return (XdpAction)(result + Log2Histogram.Slot(x.Big) + (Log2Histogram.Slot(x.Small) << 16) + (Log2Histogram.Slot(x.Step) << 8));
    }

    [XdpProgram]
    public XdpAction Prefixes(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        IPv4Address address = new(x.Small);
        Routes.TrySet(new IPv4Prefix(address, 8), 8);
        Routes.TrySet(new IPv4Prefix(address, 16), 16);
        uint result = Routes.TryGetValue(IPv4Prefix.Of(new IPv4Address(x.Small ^ 0x10000)), out uint route) ? route : 99;
        IPv6Address long6 = new(x.Big, x.Small);
        Routes6.TrySet(new IPv6Prefix(long6, 100), 3);
        if (Routes6.TryGetValue(IPv6Prefix.Of(long6), out uint route6)) result += route6 << 8;
        if (new IPv4Prefix(address, 12).Contains(new IPv4Address(x.Small ^ 0x100000))) result |= 0x10000;
        if (new IPv4Prefix(address, 11).Contains(new IPv4Address(x.Small ^ 0x100000))) result |= 0x20000;
        if (new IPv6Prefix(long6, 65).Contains(new IPv6Address(x.Big, x.Small ^ 1ul))) result |= 0x40000;
        return (XdpAction)result;
    }
}

public struct Input
{
    public ulong Big;
    public uint Small;
    public uint Step;
}
// expected
// Bucket: 3 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Bucket: 575 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Bucket: 575 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Bucket: 575 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Bucket: 575 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// BucketGoesBack: 65539 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// BucketGoesBack: 65539 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// BucketGoesBack: 65539 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// BucketGoesBack: 65539 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// BucketGoesBack: 65539 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Histogram: 100 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Histogram: 1776799 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Histogram: 2039715 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Histogram: 2039197 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Histogram: 2039459 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Prefixes: 393992 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Prefixes: 393992 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Prefixes: 393992 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Prefixes: 393992 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Prefixes: 393992 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
