using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Runtime.InteropServices;
using CSharpBpf.Net;
using CSharpBpf.TestPrograms;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>Route lookups: a network namespace with routes and a model of it give the same answers, byte for byte; and a router of one XDP program.</summary>
public sealed class RouteLookupTests : IDisposable
{
    private const ushort Mtu = 1400;
    private static readonly MacAddress Own = Mac("02:00:00:00:00:01");
    private static readonly MacAddress Next = Mac("02:00:00:00:00:02");
    private static readonly string[] Destinations =
    [
        "10.1.0.2", "10.1.0.3", "10.1.0.1", "10.2.3.4", "10.2.9.4", "10.3.0.1", "10.4.0.1", "10.5.0.1", "10.6.0.1", "10.7.0.1", "192.0.2.1",
        "2001:db8:1::2", "2001:db8:1::3", "2001:db8:2::1", "2001:db8:3::1", "2001:db8:4::1", "2001:db9::1",
    ];

    private readonly NetworkNamespace? host;

    public RouteLookupTests()
    {
        if (KernelProbe.IsAvailable && ExternalTool.Find("ip") is not null)
        {
            host = new NetworkNamespace();
        }
    }

    public void Dispose() => host?.Dispose();

    [SkippableTheory]
    [InlineData(FibLookupFlags.None, false)]
    [InlineData(FibLookupFlags.None, true)]
    [InlineData(FibLookupFlags.Direct, false)]
    [InlineData(FibLookupFlags.Output, false)]
    [InlineData(FibLookupFlags.SkipNeighbor, false)]
    [InlineData((FibLookupFlags)0x1000, false)]
    public void TheModelAnswersAsTheKernel(FibLookupFlags flags, bool hasNoLength)
    {
        Require();
        host!.Ip("link add v0 mtu 1400 address 02:00:00:00:00:01 type veth peer name v1");
        host.Run(() =>
        {
            File.WriteAllText("/proc/sys/net/ipv6/conf/v0/accept_dad", "0");
            File.WriteAllText("/proc/sys/net/ipv4/conf/all/forwarding", "1");
            File.WriteAllText("/proc/sys/net/ipv6/conf/all/forwarding", "1");
        });
        host.Ip("link set v0 up");
        host.Ip("link set v1 up");
        host.Ip("addr add 10.1.0.1/24 dev v0");
        host.Ip("addr add 2001:db8:1::1/64 dev v0 nodad");
        host.Ip("neigh add 10.1.0.2 lladdr 02:00:00:00:00:02 dev v0");
        host.Ip("neigh add 2001:db8:1::2 lladdr 02:00:00:00:00:02 dev v0");
        host.Ip("route add 10.2.0.0/16 via 10.1.0.2 metric 7");
        host.Ip("route add 10.2.9.0/24 via 10.1.0.3");
        host.Ip("route add 10.2.9.0/24 via 10.1.0.2 metric 3");
        host.Ip("route add blackhole 10.3.0.0/16");
        host.Ip("route add unreachable 10.4.0.0/16");
        host.Ip("route add prohibit 10.5.0.0/16");
        host.Ip("route add 10.6.0.0/16 via 10.1.0.2 mtu lock 90");
        host.Ip("route add 10.7.0.0/16 via 10.1.0.3");
        host.Ip("route add 2001:db8:2::/48 via 2001:db8:1::2 metric 55");
        host.Ip("route add blackhole 2001:db8:3::/48");
        host.Ip("route add 2001:db8:4::/48 via 2001:db8:1::3");
        uint index = uint.Parse(host.Ip("-o link show dev v0").Split(':')[0], CultureInfo.InvariantCulture);

        using Routes kernel = Create();
        using Routes memory = Create();
        using Routes plain = Create();
        Describe(memory.Environment.Network, index);
        Describe(plain.Environment.Network, index);
        memory.Load(BpfTarget.Virtual);
        kernel.Load();
        BpfEnvironment.Current = plain.Environment;
        foreach (string destination in Destinations)
        {
            foreach (int length in new[] { 60, 200, 1500 })
            {
                byte[] packet = Packet(destination, length);
                string expected = host.Run(() => kernel.Programs.Ask.Run(packet).ReturnValue + Answer(kernel));
                string expectedTc = host.Run(() => kernel.Programs.AskTc.Run(packet).ReturnValue + Answer(kernel));
                Assert.Equal((destination, length, expected), (destination, length, memory.Programs.Ask.Run(packet).ReturnValue + Answer(memory)));
                Assert.Equal((destination, length, expectedTc), (destination, length, memory.Programs.AskTc.Run(packet).ReturnValue + Answer(memory)));
                using XdpFrame frame = XdpFrame.From(packet);
                Assert.Equal((destination, length, expected), (destination, length, (uint)frame.Run(plain.Ask) + Answer(plain)));
                using SkbFrame buffer = SkbFrame.From(packet);
                Assert.Equal((destination, length, expectedTc), (destination, length, (uint)buffer.Run(plain.AskTc) + Answer(plain)));
            }
        }

        Routes Create() => new() { From = index, Flags = flags, HasNoLength = hasNoLength };
    }

    [SkippableFact]
    public void ARouterOfOneProgram()
    {
        Require();
        using var left = new NetworkNamespace();
        using var right = new NetworkNamespace();
        Connect(left, "m0", "10.98.0", "02:00:00:00:01:01");
        Connect(right, "m1", "10.99.0", "02:00:00:00:02:01");
        host!.Run(() => File.WriteAllText("/proc/sys/net/ipv4/conf/all/forwarding", "1"));
        left.Ip("route add default via 10.98.0.1");
        right.Ip("route add default via 10.99.0.1");

        // The neighbours are told: what is not known is left to the network stack, which would ask for it and forward the packet itself.
        host.Ip("neigh add 10.98.0.2 lladdr 02:00:00:00:01:01 dev m0");
        host.Ip("neigh add 10.99.0.2 lladdr 02:00:00:00:02:01 dev m1");
        using var routes = new Routes();
        routes.Load();
        using XdpLink first = host.Run(() => routes.Programs.Route.Attach("m0", XdpAttachMode.Generic));
        using XdpLink second = host.Run(() => routes.Programs.Route.Attach("m1", XdpAttachMode.Generic));

        string ping = left.Run(() => ExternalTool.Run("ping", "-c", "1", "-W", "5", "-t", "9", "10.99.0.2"));
        Assert.Contains(" 0% packet loss", ping, StringComparison.Ordinal);
        Assert.Contains("ttl=63", ping, StringComparison.Ordinal);
        Assert.InRange(routes.Routed, 2u, uint.MaxValue);

        void Connect(NetworkNamespace end, string name, string network, string address)
        {
            end.Ip($"link add v0 address {address} type veth peer name {name} netns {host!.Path}");
            end.Ip($"addr add {network}.2/24 dev v0");
            end.Ip("link set v0 up");
            host.Ip($"addr add {network}.1/24 dev {name}");
            host.Ip($"link set {name} up");
        }
    }

    private static void Describe(NetworkModel network, uint index)
    {
        network.AddInterface(index, new ModelInterface(Own, Mtu));
        network.AddRoute(IPv4Prefix.Parse("10.1.0.0/24"), new ModelRoute(index));
        network.AddRoute(IPv4Prefix.Parse("10.1.0.1/32"), new ModelRoute(index) { Result = FibResult.NotForwarded });
        network.AddRoute(IPv4Prefix.Parse("10.2.0.0/16"), new ModelRoute(index) { Gateway = IPv4Address.Parse("10.1.0.2"), Metric = 7 });
        network.AddRoute(IPv4Prefix.Parse("10.2.9.0/24"), new ModelRoute(index) { Gateway = IPv4Address.Parse("10.1.0.2"), Metric = 3 });
        network.AddRoute(IPv4Prefix.Parse("10.2.9.0/24"), new ModelRoute(index) { Gateway = IPv4Address.Parse("10.1.0.3") });
        network.AddRoute(IPv4Prefix.Parse("10.3.0.0/16"), new ModelRoute(index) { Result = FibResult.Blackhole });
        network.AddRoute(IPv4Prefix.Parse("10.4.0.0/16"), new ModelRoute(index) { Result = FibResult.Unreachable });
        network.AddRoute(IPv4Prefix.Parse("10.5.0.0/16"), new ModelRoute(index) { Result = FibResult.Prohibit });
        network.AddRoute(IPv4Prefix.Parse("10.6.0.0/16"), new ModelRoute(index) { Gateway = IPv4Address.Parse("10.1.0.2"), Mtu = 90 });
        network.AddRoute(IPv4Prefix.Parse("10.7.0.0/16"), new ModelRoute(index) { Gateway = IPv4Address.Parse("10.1.0.3") });
        network.AddRoute(IPv6Prefix.Parse("2001:db8:1::/64"), new ModelRoute(index) { Metric = 256 });
        network.AddRoute(IPv6Prefix.Parse("2001:db8:2::/48"), new ModelRoute(index) { GatewayIPv6 = Address6("2001:db8:1::2"), Metric = 55 });
        network.AddRoute(IPv6Prefix.Parse("2001:db8:3::/48"), new ModelRoute(index) { Result = FibResult.Blackhole });
        network.AddRoute(IPv6Prefix.Parse("2001:db8:4::/48"), new ModelRoute(index) { GatewayIPv6 = Address6("2001:db8:1::3"), Metric = 1024 });
        network.AddNeighbor(index, IPv4Address.Parse("10.1.0.2"), Next);
        network.AddNeighbor(index, Address6("2001:db8:1::2"), Next);
    }

    private static string Answer(Routes routes)
    {
        FibLookup answer = routes.Answer;
        return " " + Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<FibLookup>(in answer)));
    }

    private static byte[] Packet(string destination, int length)
    {
        byte[] address = IPAddress.Parse(destination).GetAddressBytes();
        byte[] packet = new byte[14 + length];
        bool isIPv4 = address.Length == 4;
        Convert.FromHexString(isIPv4 ? "0800" : "86dd").CopyTo(packet, 12);
        if (isIPv4)
        {
            (packet[14], packet[16], packet[17], packet[22], packet[23]) = (0x45, (byte)(length >> 8), (byte)length, 64, 17);
            IPAddress.Parse("192.0.2.9").GetAddressBytes().CopyTo(packet, 26);
            address.CopyTo(packet, 30);
        }
        else
        {
            (packet[14], packet[18], packet[19], packet[20], packet[21]) = (0x60, (byte)((length - 40) >> 8), (byte)(length - 40), 17, 64);
            IPAddress.Parse("2001:db8:9::9").GetAddressBytes().CopyTo(packet, 22);
            address.CopyTo(packet, 38);
        }

        return packet;
    }

    private static IPv6Address Address6(string text) => IPv6Address.From(IPAddress.Parse(text));

    private static MacAddress Mac(string text) => new(Convert.FromHexString(text.Replace(":", "", StringComparison.Ordinal)));

    private static void Require()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ExternalTool.Require("ip");
    }
}
