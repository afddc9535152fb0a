// packets: 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f, 0000000000000211223344558100200a080045000021000000004011aec40a000001c000020703e80035000d, 00000000000002112233445588a8a00181000002080045000021000000004011aec40a000001c00002, 0000000000000211223344558100, 00000000000002112233445581000005, 00000000000002112233445581000005000affff0000
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [TcClassifier]
    public TcAction Push(TcContext ctx)
    {
        if (!ctx.TryPushVlan(EtherType.Vlan, 0x6005)) return TcAction.Shot;
        uint one = ctx.VlanTagControl + ctx.VlanPresent + ctx.Length + (uint)ctx.VlanProtocol + (uint)ctx.Protocol;
        if (!ctx.TryPushVlan(EtherType.ServiceVlan, 9)) return TcAction.Shot;
        if (!ctx.TryPushVlan((EtherType)0x1234, 10)) return TcAction.Shot;
        uint two = ctx.VlanTagControl + ctx.VlanPresent + ctx.Length + (uint)ctx.VlanProtocol + (uint)ctx.Protocol;
        PacketCursor packet = ctx.Packet;
        return packet.TryRead(out EthernetHeader eth) ? (TcAction)((one * 31) + two + (uint)eth.EtherType) : TcAction.Pipe;
    }

    [TcClassifier]
    public TcAction Pop(TcContext ctx)
    {
        uint result = 0;
        for (int i = 0; i < 3; i++)
        {
            if (!ctx.TryPopVlan()) result += 1000;
            result = (result * 31) + ctx.VlanTagControl + ctx.VlanPresent + ctx.Length + (uint)ctx.VlanProtocol + (uint)ctx.Protocol;
        }

        return (TcAction)result;
    }

    // A tag that is beside the packet is changed by taking it off and putting it on.
    [TcClassifier]
    public TcAction Translate(TcContext ctx)
    {
        if (!ctx.TryPushVlan(EtherType.Vlan, 1) || !ctx.TryPushVlan(EtherType.Vlan, 2)) return TcAction.Shot;
        if (!ctx.TryPopVlan() || ctx.VlanTagControl != 1 || ctx.VlanPresent != 1) return TcAction.Pipe;
        if (!ctx.TryPopVlan()) return TcAction.Stolen;
        ctx.Mark = ctx.VlanPresent + 7;
        return (TcAction)(ctx.VlanTagControl + 100);
    }
}
// expected
// Push: 1953789 00000000000002112233445588a8000981006005080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f
// Push: 2913949 00000000000002112233445588a80009810060058100200a080045000021000000004011aec40a000001c000020703e80035000d
// Push: 2974613 00000000000002112233445588a800098100600588a8a00181000002080045000021000000004011aec40a000001c00002
// Push: 2912989 00000000000002112233445588a80009810060058100
// Push: 2913053 00000000000002112233445588a800098100600581000005
// Push: 2913245 00000000000002112233445588a800098100600581000005000affff0000
// Pop: 2080335 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f
// Pop: 2073384 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000d
// Pop: 33805380 000000000000021122334455080045000021000000004011aec40a000001c00002
// Pop: 63589734 0000000000000211223344558100
// Pop: 63591720 00000000000002112233445581000005
// Pop: 18867 000000000000021122334455000affff0000
// Translate: 100 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000debdc68656c6c6f mark 7 priority 0
// Translate: 8302 000000000000021122334455080045000021000000004011aec40a000001c000020703e80035000d mark 8 priority 0
// Translate: 41061 00000000000002112233445581000002080045000021000000004011aec40a000001c00002 mark 8 priority 0
// Translate: 4 0000000000000211223344558100
// Translate: 4 00000000000002112233445581000005
// Translate: 105 000000000000021122334455000affff0000 mark 8 priority 0
