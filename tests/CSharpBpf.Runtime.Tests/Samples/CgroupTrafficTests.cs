using System;
using System.Linq;
using CSharpBpf.Net;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Samples;

/// <summary>The sample that counts a cgroup's bytes by address.</summary>
public sealed class CgroupTrafficTests
{
    private static readonly IPv4Address Here = new(10, 0, 0, 1);
    private static readonly IPv4Address There = new(10, 0, 0, 2);

    // UDP from 10.0.0.1 to 10.0.0.2: 28 bytes from the IP header on. And an ARP request.
    private static readonly byte[] Datagram = Convert.FromHexString("020000000002020000000001" + "0800" + "4500001c00000000401100000a0000010a000002" + "1388138900080000");
    private static readonly byte[] Arp = Convert.FromHexString("ffffffffffff020000000001" + "0806" + "0001080006040001020000000001" + "0a000001" + "000000000000" + "0a000002");

    [SkippableTheory]
    [InlineData(TwinTests.Engine.PlainCSharp)]
    [InlineData(TwinTests.Engine.VirtualMachine)]
    [InlineData(TwinTests.Engine.Kernel)]
    public void BytesAreCountedByTheOtherEndsAddress(TwinTests.Engine engine)
    {
        using TrafficCounter counter = Load(engine);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(SkAction.Pass, Run(counter.CountSent, () => counter.Programs.CountSent, Datagram));
        }

        Assert.Equal(SkAction.Pass, Run(counter.CountReceived, () => counter.Programs.CountReceived, Datagram));
        Assert.Equal(SkAction.Pass, Run(counter.CountReceived, () => counter.Programs.CountReceived, Arp));
        Assert.Equal([(Here, 0ul, 28ul), (There, 84ul, 0ul)], counter.Addresses.Select(static entry => (entry.Key, entry.Value.Sent, entry.Value.Received)).OrderBy(static row => row.Sent));
        Assert.Equal(28ul, counter.OtherBytes);

        SkAction Run(Func<CgroupSkbContext, SkAction> method, Func<CgroupSkbProgram> program, byte[] packet)
        {
            if (engine != TwinTests.Engine.PlainCSharp)
            {
                return program().Run(packet).Action;
            }

            using CgroupSkbFrame frame = CgroupSkbFrame.From(packet);
            return frame.Run(method);
        }
    }

    [SkippableFact]
    public void AttachedItCountsWhatAProcessOfTheCgroupSends()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Skip.If(TestCgroup.Root is null, "no cgroup v2 hierarchy is mounted");
        using var cgroup = new TestCgroup();
        using TrafficCounter counter = Load(TwinTests.Engine.Kernel);
        using CgroupLink sent = counter.Programs.CountSent.Attach(cgroup.Path, CgroupDirection.Egress);

        // A process of its own: the tests' own processes stay where they are.
        ExternalTool.Run("bash", "-c", $"echo $$ > {cgroup.Path}/cgroup.procs; for i in 1 2; do echo -n abcd > /dev/udp/127.0.0.3/9999; done");
        Assert.Equal([(new IPv4Address(127, 0, 0, 3), 64ul, 0ul)], counter.Addresses.Select(static entry => (entry.Key, entry.Value.Sent, entry.Value.Received)));
    }

    private static TrafficCounter Load(TwinTests.Engine engine)
    {
        Skip.If(engine == TwinTests.Engine.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        var counter = new TrafficCounter();
        if (engine != TwinTests.Engine.PlainCSharp)
        {
            counter.Load(engine == TwinTests.Engine.Kernel ? BpfTarget.Kernel : BpfTarget.Virtual);
        }

        return counter;
    }
}
