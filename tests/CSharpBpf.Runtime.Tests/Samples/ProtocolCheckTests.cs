using System;
using CSharpBpf.Net;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Samples;

/// <summary>The sample whose checks are reached by tail calls.</summary>
public sealed class ProtocolCheckTests
{
    private const string Ethernet = "0200000000020200000000010800";
    private const string Addresses = "0a0000010a000002";
    private const string Ports = "00500051";

    public static TheoryData<TwinTests.Engine, string, XdpAction, IPProtocol> Packets()
    {
        (string Packet, XdpAction Action, IPProtocol DroppedAs)[] rows =
        [
            ("02000000000202000000000186dd" + "6000", XdpAction.Pass, 0),
            (Ethernet + "4500", XdpAction.Drop, IPProtocol.IPv4),
            (Ethernet + "6500001400000000" + "40840000" + Addresses, XdpAction.Drop, IPProtocol.IPv4),
            (Ethernet + "4400001400000000" + "40840000" + Addresses, XdpAction.Drop, IPProtocol.IPv4),
            (Ethernet + "4500001400000000" + "40840000" + Addresses, XdpAction.Pass, 0),
            (Tcp("02"), XdpAction.Pass, 0),
            (Tcp("10"), XdpAction.Pass, 0),
            (Tcp("12"), XdpAction.Pass, 0),
            (Tcp("11"), XdpAction.Pass, 0),
            (Tcp("04"), XdpAction.Pass, 0),
            (Tcp("00"), XdpAction.Drop, IPProtocol.Tcp),
            (Tcp("08"), XdpAction.Drop, IPProtocol.Tcp),
            (Tcp("03"), XdpAction.Drop, IPProtocol.Tcp),
            (Tcp("06"), XdpAction.Drop, IPProtocol.Tcp),
            (Tcp("02", offset: "40"), XdpAction.Drop, IPProtocol.Tcp),
            (Tcp("02")[..^8], XdpAction.Drop, IPProtocol.Tcp),
            (Tcp("00", fragment: "2000"), XdpAction.Pass, 0),
            (Udp("0008") + "0000", XdpAction.Pass, 0),
            (Udp("000a") + "0000", XdpAction.Pass, 0),
            (Udp("000b") + "0000", XdpAction.Drop, IPProtocol.Udp),
            (Udp("0007") + "0000", XdpAction.Drop, IPProtocol.Udp),
            (Udp("000a", ports: "00500000") + "0000", XdpAction.Drop, IPProtocol.Udp),
            (Icmp("08"), XdpAction.Pass, 0),
            (Icmp("05"), XdpAction.Drop, IPProtocol.Icmp),
        ];
        var data = new TheoryData<TwinTests.Engine, string, XdpAction, IPProtocol>();
        foreach ((string packet, XdpAction action, IPProtocol droppedAs) in rows)
        {
            foreach (TwinTests.Engine engine in Enum.GetValues<TwinTests.Engine>())
            {
                data.Add(engine, packet, action, droppedAs);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Packets))]
    public void OnlyWhatNoHonestSenderMakesIsDropped(TwinTests.Engine engine, string packet, XdpAction action, IPProtocol droppedAs)
    {
        using ProtocolChecker checker = Load(engine);
        Assert.Equal(action, Run(checker, engine, packet));
        for (uint protocol = 0; protocol < 256; protocol++)
        {
            Assert.Equal((protocol, action == XdpAction.Drop && protocol == (uint)droppedAs ? 1ul : 0), (protocol, checker.Dropped[protocol]));
        }
    }

    [SkippableTheory]
    [InlineData(TwinTests.Engine.VirtualMachine)]
    [InlineData(TwinTests.Engine.Kernel)]
    public void ACheckIsTakenOutAndPutBackWhilePacketsFlow(TwinTests.Engine engine)
    {
        using ProtocolChecker checker = Load(engine);
        Assert.Equal(XdpAction.Drop, Run(checker, engine, Tcp("00")));
        Assert.True(checker.Checks.Remove((uint)IPProtocol.Tcp));
        Assert.Equal(XdpAction.Pass, Run(checker, engine, Tcp("00")));
        Assert.Equal(XdpAction.Drop, Run(checker, engine, Icmp("05")));
        checker.Checks.Set((uint)IPProtocol.Tcp, checker.Programs.CheckTcp);
        Assert.Equal(XdpAction.Drop, Run(checker, engine, Tcp("00")));
        Assert.Equal((2ul, 1ul), (checker.Dropped[(uint)IPProtocol.Tcp], checker.Dropped[(uint)IPProtocol.Icmp]));
    }

    private static string Tcp(string flags, string offset = "50", string fragment = "0000") =>
        $"{Ethernet}450000280000{fragment}40060000{Addresses}{Ports}0000000100000000{offset}{flags}ffff00000000";

    // Four bytes of options are in front of it.
    private static string Udp(string length, string ports = Ports) => $"{Ethernet}460000220000000040110000{Addresses}01010100{ports}{length}0000";

    private static string Icmp(string type) => $"{Ethernet}4500001c0000000040010000{Addresses}{type}00000000000000";

    private static ProtocolChecker Load(TwinTests.Engine engine)
    {
        Skip.If(engine == TwinTests.Engine.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        var checker = new ProtocolChecker();
        if (engine != TwinTests.Engine.PlainCSharp)
        {
            checker.Load(engine == TwinTests.Engine.Kernel ? BpfTarget.Kernel : BpfTarget.Virtual);
        }

        return checker;
    }

    private static XdpAction Run(ProtocolChecker checker, TwinTests.Engine engine, string packet)
    {
        byte[] bytes = Convert.FromHexString(packet);
        if (engine != TwinTests.Engine.PlainCSharp)
        {
            return checker.Programs.Dispatch.Run(bytes).Action;
        }

        using XdpFrame frame = XdpFrame.From(bytes);
        return frame.Run(checker.Dispatch);
    }
}
