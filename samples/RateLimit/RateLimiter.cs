using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;
using CSharpBpf.RateLimiting;

/// <summary>What one source may still send. CPUs that see its packets at the same time change it one after the other: whoever holds the lock.</summary>
public struct Allowance
{
    public BpfSpinLock Lock;
    public uint Unused;
    public TokenBucket Bucket;
    public ulong Passed;
    public ulong Dropped;
}

/// <summary>Lets each IPv4 source send so many packets a second, and drops the rest.</summary>
public sealed partial class RateLimiter : BpfObject
{
    /// <summary>The time that a packet costs: 1,000,000 are 1000 packets a second.</summary>
    [BpfConst]
    public ulong NanosecondsPerPacket { get; init; } = 1_000_000;

    /// <summary>How many packets a source may send at once after a pause.</summary>
    [BpfConst]
    public ulong Burst { get; init; } = 100;

    /// <summary>The sources. A lock's value stays where it is, so user space removes those that were quiet; while there is no room, new ones are not limited.</summary>
    [BpfMap(MaxEntries = 65_536)]
    public partial HashMap<IPv4Address, Allowance> Sources { get; }

    [XdpProgram]
    public XdpAction Limit(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4 || !packet.TryRead(out IPv4Header ip)) return XdpAction.Pass;

        ulong now = Bpf.KtimeGetNs();
        ref Allowance allowance = ref Sources.GetValueRefOrNullRef(ip.Source);
        if (Unsafe.IsNullRef(ref allowance))
        {
            // Full, with the first packet taken: if another CPU was faster, this packet counts against what that one added.
            var first = new Allowance { Bucket = TokenBucket.StartWithOneTaken(now, Burst), Passed = 1 };
            if (Sources.TryAdd(ip.Source, first)) return XdpAction.Pass;
            allowance = ref Sources.GetValueRefOrNullRef(ip.Source);
            if (Unsafe.IsNullRef(ref allowance)) return XdpAction.Pass;
        }

        // Nothing can be called while the lock is held: the clock was read before.
        bool passes;
        using (allowance.Lock.EnterScope())
        {
            passes = allowance.Bucket.TryTake(now, Burst, Math.Max(NanosecondsPerPacket, 1));
            if (passes) allowance.Passed++;
            else allowance.Dropped++;
        }

        return passes ? XdpAction.Pass : XdpAction.Drop;
    }
}
