using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

namespace Twins;

/// <summary>Twin of 06_token_bucket.c, with its own rule, simpler than the library's: at most 1000 packets a second and 100 at once from each IPv4 source.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class TokenBucket : BpfObject
{
    private const ulong Burst = 100;
    private const ulong NanosecondsPerToken = 1_000_000;
    private const ulong MaxCreditedPause = 1_000_000_000;

    [BpfMap(Name = "buckets", MaxEntries = 16_384)]
    public partial LruHashMap<IPv4Address, Bucket> Buckets { get; }

    [XdpProgram(Name = "token_bucket")]
    public XdpAction Run(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || !packet.TryRead(out IPv4Header ip) || eth.EtherType != EtherType.IPv4)
        {
            return XdpAction.Pass;
        }

        IPv4Address source = ip.Source;
        ulong now = Bpf.KtimeGetNs();
        ref Bucket bucket = ref Buckets.GetValueRefOrNullRef(source);
        if (Unsafe.IsNullRef(ref bucket))
        {
            Buckets.TrySet(source, new Bucket { LastNs = now, Tokens = Burst - 1 });
            return XdpAction.Pass;
        }

        ulong added = Math.Min(now - bucket.LastNs, MaxCreditedPause) / NanosecondsPerToken;
        ulong left = bucket.Tokens;
        if (added > 0)
        {
            left = Math.Min(left + added, Burst);
            bucket.LastNs = now;
        }

        if (left == 0)
        {
            bucket.Tokens = 0;
            return XdpAction.Drop;
        }

        bucket.Tokens = left - 1;
        return XdpAction.Pass;
    }
}

public struct Bucket
{
    public ulong LastNs;
    public ulong Tokens;
}
