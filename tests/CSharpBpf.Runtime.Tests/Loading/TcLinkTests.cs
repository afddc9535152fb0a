using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

public sealed class TcLinkTests
{
    private const uint Udp = 17;

    [SkippableFact]
    public void AttachedClassifiersSeeTheirDirectionUntilTheLinkIsDisposed()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Skip.If(RunningKernel.Version < new KernelVersion(6, 6), "tcx needs kernel 6.6");
        using var host = new NetworkNamespace();
        using var counter = new PacketCounter();
        counter.Load();
        TcLink incoming = host.Run(() => counter.Programs.CountIn.Attach("lo", TcDirection.Ingress));
        TcLink outgoing = host.Run(() => counter.Programs.CountOut.Attach("lo", TcDirection.Egress));
        host.Run(Send);
        Assert.Equal((1ul, 45ul), Count(counter.Incoming));
        Assert.Equal((1ul, 45ul), Count(counter.Outgoing));

        // A process that another test starts may hold the link's descriptor until it runs its own program.
        incoming.Dispose();
        Assert.True(SpinWait.SpinUntil(() => !IsCounted(counter.Incoming), TimeSpan.FromSeconds(10)));
        Assert.True(IsCounted(counter.Outgoing));

        outgoing.Dispose();
        Assert.True(SpinWait.SpinUntil(() => !IsCounted(counter.Outgoing), TimeSpan.FromSeconds(10)));

        bool IsCounted(PerCpuArrayMap<Traffic> traffic)
        {
            (ulong Packets, ulong Bytes) before = Count(traffic);
            host.Run(Send);
            return Count(traffic) != before;
        }
    }

    [SkippableFact]
    public void AnInterfaceThatIsNotThereIsNamed()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var counter = new PacketCounter();
        counter.Load();
        Assert.Contains("nosuch0", Assert.Throws<BpfException>(() => counter.Programs.CountIn.Attach("nosuch0", TcDirection.Ingress)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void AKernelThatWantsAWholeIPHeaderSaysSo()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Skip.If(RunningKernel.Version < new KernelVersion(6, 18), "older kernels run what says IP and is shorter");
        using var counter = new PacketCounter();
        counter.Load();
        byte[] packet = new byte[33];
        packet[12] = 0x08;
        Assert.Contains("34 bytes", Assert.Throws<BpfException>(() => counter.Programs.CountOut.Run(packet)).Message, StringComparison.Ordinal);
        Assert.Equal(TcAction.Unspecified, counter.Programs.CountOut.Run(new byte[33]).Action);
    }

    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public void MarkAndPriorityGoInAndOut(BpfTarget target)
    {
        Skip.If(target == BpfTarget.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var counter = new PacketCounter();
        counter.Load(target);
        TcRunResult run = counter.Programs.CountOut.Run(new byte[20], new TcRunOptions { Mark = 7, Priority = 3 });
        Assert.Equal((TcAction.Shot, 7u, 3u), (run.Action, run.Mark, run.Priority));
        Assert.Equal(TcAction.Unspecified, counter.Programs.CountOut.Run(new byte[20]).Action);
        Assert.Throws<ArgumentException>(() => counter.Programs.CountOut.Run(new byte[13]));
    }

    private static (ulong Packets, ulong Bytes) Count(PerCpuArrayMap<Traffic> map) =>
        map.GetAllCpuValues(Udp).Aggregate((0ul, 0ul), static (sum, value) => (sum.Item1 + value.Packets, sum.Item2 + value.Bytes));

    private static void Send()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SendTo([1, 2, 3], new IPEndPoint(IPAddress.Loopback, 9999));
    }
}
