// packets: 020000000002020000000001080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f, 02000000000202000000000186dd60000000000c114020010db8000000000000000000000009fd00000000000000000000000000000700350035000c000001020304, 0200000000020200000000010806
using CSharpBpf;
using CSharpBpf.Net;

// Which routes there are is no part of a test run: what is compared is the question, which an interface that is not there leaves as it is.
[BpfLicense("GPL")]
public sealed partial class Programs : BpfObject
{
    private const uint NoInterface = 0x7FFF_0000;

    [XdpProgram]
    public XdpAction Ask(XdpContext ctx)
    {
        if (!TryRead(ctx.Packet, out FibLookup lookup)) return XdpAction.Pass;
        FibResult result = ctx.LookUpRoute(ref lookup);
        return (XdpAction)(Digest(in lookup) + (uint)result);
    }

    [TcClassifier]
    public TcAction AskTc(TcContext ctx)
    {
        if (!TryRead(ctx.Packet, out FibLookup lookup)) return TcAction.Pipe;
        lookup.Length = 0;
        lookup.SourcePort = 0x1234;
        lookup.DestinationPort = (ushort)ctx.Length;
        FibResult result = ctx.LookUpRoute(ref lookup, FibLookupFlags.Direct | FibLookupFlags.Output);
        return (TcAction)(Digest(in lookup) + (uint)result);
    }

    [XdpProgram]
    public XdpAction Unknown(XdpContext ctx)
    {
        if (!TryRead(ctx.Packet, out FibLookup lookup)) return XdpAction.Pass;
        return ctx.LookUpRoute(ref lookup, (FibLookupFlags)0x8000) switch
        {
            FibResult.Success => XdpAction.Tx,
            < FibResult.Success => (XdpAction)100,
            _ => XdpAction.Drop,
        };
    }

    private static bool TryRead(PacketCursor packet, out FibLookup lookup)
    {
        lookup = default;
        if (!packet.TryRead(out EthernetHeader eth)) return false;
        if (eth.EtherType == EtherType.IPv4 && packet.TryRead(out IPv4Header ip)) lookup = FibLookup.For(NoInterface, in ip);
        else if (eth.EtherType == EtherType.IPv6 && packet.TryRead(out IPv6Header ip6)) lookup = FibLookup.For(NoInterface, in ip6);
        else return false;
        return true;
    }

    private static uint Digest(in FibLookup lookup)
    {
        ulong sum = lookup.InterfaceIndex + ((ulong)lookup.Length << 8) + lookup.Metric;
        sum = (sum * 31) + lookup.NextHop.Value;
        sum = (sum * 31) + lookup.NextHopIPv6.Low + lookup.SourcePort + ((ulong)lookup.DestinationPort << 16);
        return (uint)(sum ^ (sum >> 32));
    }
}
// expected
// Ask: 3166379547 020000000002020000000001080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f
// Ask: 537015781 02000000000202000000000186dd60000000000c114020010db8000000000000000000000009fd00000000000000000000000000000700350035000c000001020304
// Ask: 2 0200000000020200000000010806
// AskTc: 3161346279 020000000002020000000001080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f
// AskTc: 528552881 02000000000202000000000186dd60000000000c114020010db8000000000000000000000009fd00000000000000000000000000000700350035000c000001020304
// AskTc: 3 0200000000020200000000010806
// Unknown: 100 020000000002020000000001080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f
// Unknown: 100 02000000000202000000000186dd60000000000c114020010db8000000000000000000000009fd00000000000000000000000000000700350035000c000001020304
// Unknown: 2 0200000000020200000000010806
