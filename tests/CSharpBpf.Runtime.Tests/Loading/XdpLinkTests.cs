using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

public sealed class XdpLinkTests
{
    [SkippableTheory]
    [InlineData(XdpAttachMode.Auto, XdpAttachMode.Native)]
    [InlineData(XdpAttachMode.Native, XdpAttachMode.Native)]
    [InlineData(XdpAttachMode.Generic, XdpAttachMode.Generic)]
    public void AttachedProgramsSeeTrafficUntilTheLinkIsDisposed(XdpAttachMode asked, XdpAttachMode given)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ExternalTool.Require("ip");
        using var sender = new NetworkNamespace();
        using var receiver = new NetworkNamespace();
        NetworkNamespace.Connect(sender, "v0", receiver, "v1");
        using var sample = new SampleBpf();
        sample.Load();
        XdpLink link = receiver.Run(() => sample.Count.Attach("v1", asked));
        Assert.Equal(given, link.Mode);
        Assert.Contains("xdp", receiver.Ip("link show dev v1"), StringComparison.Ordinal);

        BpfException busy = Assert.Throws<BpfException>(() => receiver.Run(() => sample.Count.Attach("v1", asked)));
        Assert.Contains("EBUSY", busy.Message, StringComparison.Ordinal);

        ulong before = sample.Packets;
        sender.Run(() => SendUdp(IPAddress.Parse("10.99.0.2"), 9999));

        // The receiving side may run on another processor, and later.
        Assert.True(SpinWait.SpinUntil(() => sample.Packets > before, TimeSpan.FromSeconds(10)));

        link.Dispose();
        Assert.DoesNotContain("xdp", receiver.Ip("link show dev v1"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void DisposingTheObjectDetaches()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ExternalTool.Require("ip");
        using var host = new NetworkNamespace();
        var sample = new SampleBpf();
        sample.Load();
        host.Run(() => sample.Count.Attach("lo"));
        Assert.Contains("xdp", host.Ip("link show dev lo"), StringComparison.Ordinal);
        sample.Dispose();
        Assert.DoesNotContain("xdp", host.Ip("link show dev lo"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void AnInterfaceThatIsNotThereIsNamed()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var sample = new SampleBpf();
        sample.Load();
        Assert.Contains("nosuch0", Assert.Throws<BpfException>(() => sample.Count.Attach("nosuch0")).Message, StringComparison.Ordinal);
    }

    private static void SendUdp(IPAddress address, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SendTo([1, 2, 3], new IPEndPoint(address, port));
    }
}
