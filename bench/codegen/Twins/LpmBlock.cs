using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Net;

namespace Twins;

/// <summary>Twin of 05_lpm_block.c: drops IPv4 packets whose source is in a list of networks, and counts by rule.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class LpmBlock : BpfObject
{
    [BpfMap(Name = "rules", MaxEntries = 1024)]
    public partial LpmTrieMap<IPv4Prefix, uint> Rules { get; }

    [BpfMap(Name = "hits", MaxEntries = 1024)]
    public partial HashMap<uint, ulong> Hits { get; }

    [XdpProgram(Name = "lpm_block")]
    public XdpAction Run(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || !packet.TryRead(out IPv4Header ip) || eth.EtherType != EtherType.IPv4)
        {
            return XdpAction.Pass;
        }

        ref uint rule = ref Rules.GetValueRefOrNullRef(IPv4Prefix.Of(ip.Source));
        if (Unsafe.IsNullRef(ref rule))
        {
            return XdpAction.Pass;
        }

        uint id = rule;
        ref ulong hits = ref Hits.GetValueRefOrNullRef(id);
        if (Unsafe.IsNullRef(ref hits))
        {
            Hits.TryAdd(id, 1);
        }
        else
        {
            Interlocked.Increment(ref hits);
        }

        return XdpAction.Drop;
    }
}
