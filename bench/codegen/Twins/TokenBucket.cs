using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

namespace Twins;

/// <summary>What <see cref="TokenBucket"/> knows of a source.</summary>
public struct Bucket
{
    public ulong LastNs;
    public ulong Tokens;
}

/// <summary>Twin of 06_token_bucket.c: at most 1000 packets a second and 100 at once from each IPv4 source.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class TokenBucket : BpfObject
{
    private const ulong Burst = 100;
    private const ulong NanosecondsPerToken = 1_000_000;
    private const ulong NanosecondsPerSecond = 1_000_000_000;

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

        ulong elapsed = Math.Min(now - bucket.LastNs, NanosecondsPerSecond);
        ulong add = elapsed / NanosecondsPerToken;
        ulong tokens = bucket.Tokens;
        if (add > 0)
        {
            tokens = Math.Min(tokens + add, Burst);
            bucket.LastNs = now;
        }

        if (tokens == 0)
        {
            bucket.Tokens = 0;
            return XdpAction.Drop;
        }

        bucket.Tokens = tokens - 1;
        return XdpAction.Pass;
    }
}
