using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using CSharpBpf.Testing;
using CSharpBpf.TestPrograms;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>Filters attached to sockets and cgroups of the running kernel.</summary>
public sealed class SocketFilterTests
{
    [SkippableFact]
    public void AnAttachedFilterCutsAndDropsWhatTheSocketGets()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var program = new SocketFilters();
        program.Load();
        using var receiver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        receiver.ReceiveTimeout = 5000;
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sender.Connect(receiver.LocalEndPoint!);
        program.Programs.CutToFour.Attach(receiver);
        sender.Send([1, 2, 3]);
        sender.Send([1, 2, 3, 4, 5, 6]);
        byte[] buffer = new byte[100];
        Assert.Equal([1, 2, 3, 4], buffer[..receiver.Receive(buffer)]);

        program.Programs.CutToFour.Detach(receiver);
        sender.Send([1, 2, 3]);
        Assert.Equal([1, 2, 3], buffer[..receiver.Receive(buffer)]);
        Assert.Throws<BpfException>(() => program.Programs.CutToFour.Detach(receiver));
    }

    [SkippableFact]
    public void AnAttachedFilterOfACgroupDropsWhatItsSocketsSend()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Skip.If(TestCgroup.Root is null, "no cgroup v2 hierarchy is mounted");
        using var cgroup = new TestCgroup();
        using var program = new SocketFilters();
        program.Load();
        using CgroupLink link = program.Programs.DropPort.Attach(cgroup.Path, CgroupDirection.Egress);
        Assert.Equal((cgroup.Path, CgroupDirection.Egress), (link.Cgroup, link.Direction));

        // A process of its own: the tests' own processes stay where they are.
        string script = $"echo $$ > {cgroup.Path}/cgroup.procs; echo -n a > /dev/udp/127.0.0.1/9998 || echo refused; echo -n b > /dev/udp/127.0.0.1/9999 && echo sent";
        string output = ExternalTool.Run("bash", "-c", script + " 2>/dev/null");
        Assert.Equal(["refused", "sent"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line is "refused" or "sent"));
        Assert.Equal(2u, program.Sent);
        Assert.Contains("no such directory", Assert.Throws<BpfException>(() => program.Programs.DropPort.Attach(cgroup.Path + "-none", CgroupDirection.Egress)).Message, StringComparison.Ordinal);
        Assert.Contains("cgroup v2", Assert.Throws<BpfException>(() => program.Programs.DropPort.Attach("/", CgroupDirection.Egress)).Message, StringComparison.Ordinal);
    }
}
