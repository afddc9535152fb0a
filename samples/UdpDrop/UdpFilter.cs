using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class UdpFilter : BpfObject
{
    [BpfConst] public ushort Port { get; init; } = 5001;         // .rodata: fixed by the initialiser, so the verifier prunes dead branches
    [BpfMap(MaxEntries = 65_536)]
    public partial LruHashMap<IPv4Address, ulong> Dropped { get; }
    [BpfGlobal] public partial ref ulong DroppedTotal { get; }    // .bss, mmapped into user space

    [XdpProgram]
    public XdpAction Filter(XdpContext ctx)
    {
        var packet = ctx.Packet;                                  // a cursor; TryRead is the bounds check in the shape the kernel understands
        if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4) return XdpAction.Pass;   // constants are folded big-endian
        if (!packet.TryRead(out IPv4Header ip) || ip.Protocol != IPProtocol.Udp) return XdpAction.Pass;
        if (!packet.TrySkip(ip.OptionsLength) || !packet.TryRead(out UdpHeader udp)) return XdpAction.Pass;
        if (udp.DestinationPort != Port) return XdpAction.Pass;

        ref ulong count = ref Dropped.GetValueRefOrNullRef(ip.Source);       // names as in CollectionsMarshal
        if (Unsafe.IsNullRef(ref count))
        {
            Dropped.TryAdd(ip.Source, 0);                                     // another CPU may win: either way it is there now
            count = ref Dropped.GetValueRefOrNullRef(ip.Source);
        }
        if (!Unsafe.IsNullRef(ref count)) Interlocked.Increment(ref count);   // BPF atomic
        Interlocked.Increment(ref DroppedTotal);
        return XdpAction.Drop;
    }
}
