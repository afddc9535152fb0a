using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Samples;

/// <summary>The sample on real traffic, over a veth pair between two network namespaces: UDP to 5001 is dropped, all else arrives.</summary>
public sealed class UdpDropTrafficTests : IDisposable
{
    private const int ClosedPort = 5001;
    private const int OpenPort = 5002;
    private static readonly IPAddress Receiver = IPAddress.Parse("10.99.0.2");
    private readonly NetworkNamespace? sender;
    private readonly NetworkNamespace? receiver;

    public UdpDropTrafficTests()
    {
        if (KernelProbe.IsAvailable && ExternalTool.Find("ip") is not null)
        {
            sender = new NetworkNamespace();
            receiver = new NetworkNamespace();
            NetworkNamespace.Connect(sender, "v0", receiver, "v1");
        }
    }

    public void Dispose()
    {
        sender?.Dispose();
        receiver?.Dispose();
    }

    [SkippableFact]
    public void AttachedByTheLibraryInNativeMode()
    {
        Require();
        using var filter = new UdpFilter();
        filter.Load();
        using XdpLink link = receiver!.Run(() => filter.Programs.Filter.Attach("v1", XdpAttachMode.Native));
        AssertOnlyTheClosedPortIsDropped();
        Assert.Equal(1ul, filter.DroppedTotal);
        Assert.Equal([new(new Net.IPv4Address(10, 99, 0, 1), 1ul)], filter.Dropped);
    }

    [SkippableFact]
    public void LoadedByIpLinkFromTheObjectFile()
    {
        Require();
        string file = Path.Combine(Path.GetDirectoryName(typeof(UdpFilter).Assembly.Location)!, "UdpFilter.bpf.o");
        Assert.True(File.Exists(file), $"{file} is not beside the assembly.");
        receiver!.Ip($"link set dev v1 xdp obj {file} sec xdp");
        AssertOnlyTheClosedPortIsDropped();
    }

    private void Require()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ExternalTool.Require("ip");
    }

    private void AssertOnlyTheClosedPortIsDropped()
    {
        using Socket closed = receiver!.Run(() => Listen(ClosedPort));
        using Socket open = receiver!.Run(() => Listen(OpenPort));
        sender!.Run(() =>
        {
            Send(ClosedPort);
            Send(OpenPort);
        });

        // The second datagram went the same way as the first: when it is there, the first would be.
        Assert.Equal(1, open.Receive(new byte[16]));
        Assert.Equal(0, closed.Available);
        Assert.Contains(" 0% packet loss", sender!.Run(() => ExternalTool.Run("ping", "-c", "1", "-W", "5", Receiver.ToString())), StringComparison.Ordinal);
    }

    private static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        return socket;
    }

    private static void Send(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SendTo([1], new IPEndPoint(Receiver, port));
    }
}
