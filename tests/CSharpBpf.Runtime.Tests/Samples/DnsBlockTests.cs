using System;
using System.Linq;
using CSharpBpf.Net;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Samples;

/// <summary>The sample that walks to the name in a DNS question.</summary>
public sealed class DnsBlockTests
{
    private const string Macs = "020000000002020000000001";
    private const string IPv6Addresses = "20010db800000000000000000000000120010db8000000000000000000000002";
    private const string Question = "beef01000001000000000000" + "0345766c076578616d706c6503636f6d00" + "00010001";
    private const string Harmless = "beef01000001000000000000" + "04676f6f64076578616d706c6503636f6d00" + "00010001";

    public static TheoryData<TwinTests.Engine, string, bool> Packets()
    {
        (string Packet, bool IsDropped)[] rows =
        [
            (Macs + IPv4(Udp(Question)), true),
            (Macs + IPv4(Udp(Harmless)), false),
            (Macs + IPv4(Udp(Question), protocol: "06"), false),
            (Macs + IPv4(Udp(Question), fragment: "2000"), false),
            (Macs + IPv4(Udp(Question, port: "0036")), false),
            (Macs + IPv4(Udp("beef81800001000000000000" + Question[24..])), false),
            (Macs + IPv4(Udp(Question[..^20])), false),
            (Macs + "88a80007" + "81000064" + IPv4(Udp(Question)), true),
            (Macs + "81000064" + IPv4("01010100" + Udp(Question), version: "46"), true),
            (Macs + IPv6("11", Udp(Question)), true),
            (Macs + "81000064" + IPv6("00", "2b00010400000000" + "3c00000000000000" + "1100010400000000" + Udp(Question)), true),
            (Macs + IPv6("2c", "1100000100000007" + Udp(Question)), true),
            (Macs + IPv6("2c", "1100000800000007" + Udp(Question)), false),
            (Macs + IPv6("3c", "1105"), false),
            (Macs + "0806" + "0001", false),
        ];
        var data = new TheoryData<TwinTests.Engine, string, bool>();
        foreach ((string packet, bool isDropped) in rows)
        {
            foreach (TwinTests.Engine engine in Enum.GetValues<TwinTests.Engine>())
            {
                data.Add(engine, packet, isDropped);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Packets))]
    public void QuestionsForListedNamesAreDropped(TwinTests.Engine engine, string packet, bool isDropped)
    {
        Skip.If(engine == TwinTests.Engine.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var blocker = new DnsBlocker();
        if (engine != TwinTests.Engine.PlainCSharp)
        {
            blocker.Load(engine == TwinTests.Engine.Kernel ? BpfTarget.Kernel : BpfTarget.Virtual);
        }

        blocker.Dropped[DnsName.HashOf("evl.example.com")] = 0;
        Assert.Equal(isDropped ? XdpAction.Drop : XdpAction.Pass, Run(blocker, engine, Convert.FromHexString(packet)));
        Assert.Equal(isDropped ? 1ul : 0, blocker.Dropped.Single().Value);
    }

    private static string Udp(string message, string port = "0035") => $"14e9{port}{(message.Length / 2) + 8:x4}0000{message}";

    private static string IPv4(string payload, string version = "45", string protocol = "11", string fragment = "0000") =>
        $"0800{version}0000000000{fragment}40{protocol}00000a0000010a000002{payload}";

    private static string IPv6(string next, string payload) => $"86dd60000000{payload.Length / 2:x4}{next}40{IPv6Addresses}{payload}";

    private static XdpAction Run(DnsBlocker blocker, TwinTests.Engine engine, byte[] packet)
    {
        if (engine != TwinTests.Engine.PlainCSharp)
        {
            return blocker.Programs.Filter.Run(packet).Action;
        }

        using XdpFrame frame = XdpFrame.From(packet);
        return frame.Run(blocker.Filter);
    }
}
