using CSharpBpf.Net;

namespace CSharpBpf.TestPrograms;

/// <summary>Drops packets whose first number is in a filter, and puts the second one in.</summary>
public sealed partial class BloomFilters : BpfObject
{
    [BpfMap(MaxEntries = 500, Flags = MapFlags.ZeroSeed)]
    public partial BloomFilter<ulong> Blocked { get; }

    /// <summary>Its values are no whole number of words.</summary>
    [BpfMap(MaxEntries = 60, Flags = MapFlags.ZeroSeed)]
    public partial BloomFilter<Name> Names { get; }

    [XdpProgram]
    public XdpAction Filter(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out ulong asked) || !packet.TryRead(out ulong added)) return XdpAction.Aborted;
        bool isBlocked = Blocked.MayContain(asked);
        Blocked.Add(added);
        return isBlocked ? XdpAction.Drop : XdpAction.Pass;
    }

    /// <summary>Fifteen bytes.</summary>
    public struct Name
    {
        public Letters Letters;
        public byte Last;
    }

    [System.Runtime.CompilerServices.InlineArray(14)]
    public struct Letters
    {
        private byte first;
    }
}
