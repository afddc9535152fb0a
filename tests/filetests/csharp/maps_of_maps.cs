using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 4)]
    [BpfInnerMap(MaxEntries = 16)]
    public partial ArrayOfMaps<HashMap<uint, ulong>> Tables { get; }

    [BpfMap(MaxEntries = 4)]
    [BpfInnerMap(MaxEntries = 2)]
    public partial HashOfMaps<uint, ArrayMap<Pair>> ByNumber { get; }

    [BpfMap(MaxEntries = 16)]
    [InnerMapEntry(nameof(Tables), 0)]
    public partial HashMap<uint, ulong> First { get; }

    [BpfMap(MaxEntries = 16)]
    [InnerMapEntry(nameof(Tables), 1)]
    [InnerMapEntry(nameof(Tables), 2)]
    public partial HashMap<uint, ulong> Second { get; }

    [BpfMap(MaxEntries = 2)]
    [InnerMapEntry(nameof(ByNumber), 5)]
    public partial ArrayMap<Pair> Pairs { get; }

    [XdpProgram]
    public XdpAction Count(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        if (!Tables.TryGetMap(x.A & 7, out HashMap<uint, ulong>? table)) return (XdpAction)99;
        table.TryAdd(x.B, 10);
        ref ulong value = ref table.GetValueRefOrNullRef(x.B);
        if (Unsafe.IsNullRef(ref value)) return (XdpAction)98;
        value += x.A & 7;
        uint result = First.ContainsKey(x.B) ? 1u : 0;
        if (Second.TryGetValue(x.B, out ulong seen)) result += 2 + ((uint)seen * 10);
        return (XdpAction)result;
    }

    [XdpProgram]
    public XdpAction Write(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        return (XdpAction)((Fill(ByNumber, 5, x) * 100) + (Fill(ByNumber, x.A, x) * 10) + (Pairs.TrySet(1, default) ? 1u : 0));
    }

    // One of several maps that look alike.
    [XdpProgram]
    public XdpAction Choose(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        HashMap<uint, ulong> chosen = x.A > 1 ? First : Second;
        if (!chosen.TryAdd(7, x.B)) return XdpAction.Drop;
        return (XdpAction)((First.ContainsKey(7) ? 1u : 0) + (Second.ContainsKey(7) ? 2u : 0));
    }

    private static uint Fill(HashOfMaps<uint, ArrayMap<Pair>> maps, uint number, Input x)
    {
        if (!maps.TryGetMap(number, out var pairs)) return 3;
        ref Pair pair = ref pairs.GetValueRefOrNullRef(x.B & 3);
        if (Unsafe.IsNullRef(ref pair)) return 4;
        pair.Left += x.A;
        pair.Right = pair.Left + 1;
        return pair.Right == x.A + 1 ? 5u : 6u;
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
// packets: 0000000001000000000000000000, 0100000001000000000000000000, 0200000002000000000000000000, 0300000001000000000000000000, 0500000001000000000000000000, 0500000002000000000000000000, ffffffffffffffff000000000000
// expected
// Count: 1 0000000001000000000000000000
// Count: 112 0100000001000000000000000000
// Count: 122 0200000002000000000000000000
// Count: 99 0300000001000000000000000000
// Count: 99 0500000001000000000000000000
// Count: 99 0500000002000000000000000000
// Count: 99 ffffffffffffffff000000000000
// Write: 531 0000000001000000000000000000
// Write: 531 0100000001000000000000000000
// Write: 431 0200000002000000000000000000
// Write: 531 0300000001000000000000000000
// Write: 561 0500000001000000000000000000
// Write: 441 0500000002000000000000000000
// Write: 431 ffffffffffffffff000000000000
// Choose: 2 0000000001000000000000000000
// Choose: 2 0100000001000000000000000000
// Choose: 1 0200000002000000000000000000
// Choose: 1 0300000001000000000000000000
// Choose: 1 0500000001000000000000000000
// Choose: 1 0500000002000000000000000000
// Choose: 1 ffffffffffffffff000000000000
