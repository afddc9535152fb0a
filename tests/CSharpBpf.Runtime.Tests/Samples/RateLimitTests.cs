using System;
using System.Linq;
using System.Threading;
using CSharpBpf.Net;
using CSharpBpf.RateLimiting;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Samples;

/// <summary>The sample that limits each source's packets under a lock.</summary>
public sealed class RateLimitTests
{
    private const ulong Millisecond = 1_000_000;
    private const ulong Never = TokenBucket.MaxCreditedPause + 1;

    [Theory]
    [InlineData(TwinTests.Engine.PlainCSharp)]
    [InlineData(TwinTests.Engine.VirtualMachine)]
    public void AfterTheBurstASourceSendsAtTheRate(TwinTests.Engine engine)
    {
        using RateLimiter limiter = Load(engine, Millisecond, burst: 3);
        limiter.Environment.NanosecondsPerReading = 0;
        BpfEnvironment.Current = limiter.Environment;
        Assert.Equal("PPPDD", Send(source: 1, packets: 5));
        Assert.Equal("PPPD", Send(source: 2, packets: 4));
        limiter.Environment.Nanoseconds += 2 * Millisecond;
        Assert.Equal("PPD", Send(source: 1, packets: 3));
        limiter.Environment.Nanoseconds += 500 * Millisecond;
        Assert.Equal("PPPD", Send(source: 1, packets: 4));
        Assert.Equal([(1, 8ul, 4ul), (2, 3ul, 1ul)], limiter.Sources.Select(static entry => ((int)(entry.Key.Value & 0xFF), entry.Value.Passed, entry.Value.Dropped)).Order());

        string Send(byte source, int packets) => string.Concat(Enumerable.Range(0, packets).Select(_ => Run(limiter, engine, Packet(source)) == XdpAction.Pass ? 'P' : 'D'));
    }

    [SkippableTheory]
    [InlineData(TwinTests.Engine.PlainCSharp)]
    [InlineData(TwinTests.Engine.VirtualMachine)]
    [InlineData(TwinTests.Engine.Kernel)]
    public void SourcesThatSendFromSeveralCpusGetTheirBurstAndNoMore(TwinTests.Engine engine)
    {
        const int Threads = 4;
        const int Packets = 20_000;
        const ulong Burst = 30_000;
        using RateLimiter limiter = Load(engine, Never, Burst);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            if (engine == TwinTests.Engine.PlainCSharp)
            {
                using XdpFrame frame = XdpFrame.From(Packet(1));
                for (int i = 0; i < Packets; i++)
                {
                    frame.Run(limiter.Limit);
                }
            }
            else
            {
                limiter.Programs.Limit.Run(Packet(1), Packets);
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.True(limiter.Sources.TryGetValue(new IPv4Address(10, 0, 0, 1), out Allowance allowance));
        Assert.Equal((Burst, (ulong)(Threads * Packets) - Burst), (allowance.Passed, allowance.Dropped));
        Assert.Equal(0ul, allowance.Bucket.Tokens);
    }

    [SkippableFact]
    public void InTheKernelTimeBringsTokensBack()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using RateLimiter limiter = Load(TwinTests.Engine.Kernel, nanosecondsPerPacket: 1, burst: 1);
        Assert.Equal(XdpAction.Pass, limiter.Programs.Limit.Run(Packet(1), 100).Action);
        Assert.Equal((100ul, 0ul), (limiter.Sources[new IPv4Address(10, 0, 0, 1)].Passed, limiter.Sources[new IPv4Address(10, 0, 0, 1)].Dropped));
    }

    [SkippableFact]
    public void OtherPacketsAreNotCounted()
    {
        using RateLimiter limiter = Load(TwinTests.Engine.VirtualMachine, Never, burst: 1);
        byte[] arp = Packet(1);
        arp[13] = 6;
        Assert.Equal(XdpAction.Pass, limiter.Programs.Limit.Run(arp, 3).Action);
        Assert.Empty(limiter.Sources);
    }

    private static byte[] Packet(byte source)
    {
        byte[] packet = Convert.FromHexString("02000000000202000000000108004500001c00000000401100000a0000000a0000021388138900080000");
        packet[29] = source;
        return packet;
    }

    private static RateLimiter Load(TwinTests.Engine engine, ulong nanosecondsPerPacket, ulong burst)
    {
        Skip.If(engine == TwinTests.Engine.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        var limiter = new RateLimiter { NanosecondsPerPacket = nanosecondsPerPacket, Burst = burst };
        if (engine != TwinTests.Engine.PlainCSharp)
        {
            limiter.Load(engine == TwinTests.Engine.Kernel ? BpfTarget.Kernel : BpfTarget.Virtual);
        }

        return limiter;
    }

    private static XdpAction Run(RateLimiter limiter, TwinTests.Engine engine, byte[] packet)
    {
        if (engine != TwinTests.Engine.PlainCSharp)
        {
            return limiter.Programs.Limit.Run(packet).Action;
        }

        using XdpFrame frame = XdpFrame.From(packet);
        return frame.Run(limiter.Limit);
    }
}
