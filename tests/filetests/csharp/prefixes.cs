using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 3)]
    public partial LpmTrieMap<LpmKey<IPv4Address>, uint> Routes { get; }

    [BpfMap(MaxEntries = 16)]
    public partial LpmTrieMap<Prefix, ulong> Named { get; }

    [BpfMap(MaxEntries = 64)]
    public partial LruPerCpuHashMap<uint, ulong> PerCpu { get; }

    [XdpProgram]
    public XdpAction LongestWins(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        uint result = 0;
        if (Routes.TryAdd(new LpmKey<IPv4Address>(8, new IPv4Address(10, 0, 0, 0)), 8)) result |= 0x100;
        if (Routes.TryAdd(new LpmKey<IPv4Address>(24, new IPv4Address(10, 1, 2, 0)), 24)) result |= 0x200;
        if (Routes.TryAdd(new LpmKey<IPv4Address>(8, new IPv4Address(10, 9, 9, 9)), 9)) result |= 0x400;
        if (Routes.TrySet(new LpmKey<IPv4Address>(0, x.Address), 1)) result |= 0x800;
        if (Routes.TrySet(new LpmKey<IPv4Address>(32, x.Address), 32)) result |= 0x1000;
        if (Routes.TryGetValue(new LpmKey<IPv4Address>(32, new IPv4Address(10, 1, 2, 3)), out uint route)) result += route;
        if (Routes.Remove(new LpmKey<IPv4Address>(24, new IPv4Address(10, 1, 2, 77)))) result |= 0x2000;
        if (Routes.Remove(new LpmKey<IPv4Address>(25, new IPv4Address(10, 1, 2, 77)))) result |= 0x4000;
        ref uint found = ref Routes.GetValueRefOrNullRef(new LpmKey<IPv4Address>(32, new IPv4Address(10, 1, 2, 3)));
        if (!Unsafe.IsNullRef(ref found)) result += found << 16;
        if (Routes.TryGetValue(new LpmKey<IPv4Address>(32, x.Address), out route)) result += route << 24;
        return (XdpAction)result;
    }

    [XdpProgram]
    public XdpAction OwnKeyType(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        Named.TrySet(new Prefix { Bits = 12, High = 0xAB, Low = 0xC0 }, 5);
        Named.TrySet(new Prefix { Bits = 4, High = (byte)(x.Number & 0xF0) }, 7);
        bool exact = Named.ContainsKey(new Prefix { Bits = 16, High = 0xAB, Low = 0xC7 });
        bool other = Named.ContainsKey(new Prefix { Bits = 16, High = 0xAC, Low = 0xC7 });
        Named.TryGetValue(new Prefix { Bits = 16, High = (byte)x.Number, Low = 1 }, out ulong value);
        return (XdpAction)((exact ? 1u : 0) + (other ? 2u : 0) + (uint)value * 16);
    }

    [XdpProgram]
    public XdpAction LeastRecentlyUsed(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Pass;
        PerCpu.TryAdd(x.Number, 3);
        ref ulong value = ref PerCpu.GetThisCpuValueRefOrNullRef(x.Number);
        if (Unsafe.IsNullRef(ref value)) return (XdpAction)1000;
        value += 4;
        ref ulong again = ref PerCpu.GetThisCpuValueRefOrNullRef(x.Number);
        if (Unsafe.IsNullRef(ref again)) return (XdpAction)1001;
        return (XdpAction)(uint)(again + (PerCpu.Remove(x.Number) ? 10ul : 0) + (PerCpu.Remove(x.Number) ? 20ul : 0));
    }
}

public struct Input
{
    public uint Number;
    public IPv4Address Address;
}

public struct Prefix
{
    public uint Bits;
    public byte High;
    public byte Low;
    private ushort unused;
}
// expected
// LongestWins: 17312536 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// LongestWins: 17312536 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// LongestWins: 17312536 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// LongestWins: 17312536 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// LongestWins: 17312536 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// OwnKeyType: 113 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// OwnKeyType: 113 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// OwnKeyType: 113 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// OwnKeyType: 113 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// OwnKeyType: 113 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// LeastRecentlyUsed: 17 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// LeastRecentlyUsed: 17 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// LeastRecentlyUsed: 17 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// LeastRecentlyUsed: 17 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// LeastRecentlyUsed: 17 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
