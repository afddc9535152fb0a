using System;
using System.Runtime.CompilerServices;
using CSharpBpf.Net;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Library;

public sealed class PacketCursorTests
{
    private static readonly byte[] Ping = Convert.FromHexString("02aabbccdd010211223344fe08004500001c1234000040019a9f0a010203c000020a0800f78700770000");

    [Fact]
    public void ReadsFrontToBackAndStopsAtTheEnd()
    {
        using var frame = XdpFrame.From(Ping);
        PacketCursor packet = frame.Context.Packet;
        Assert.Equal(42, packet.Remaining);
        Assert.True(packet.TryRead(out EthernetHeader eth));
        Assert.Equal(EtherType.IPv4, eth.EtherType);
        Assert.True(packet.TryPeek(out IPv4Header peeked));
        Assert.True(packet.TryRead(out IPv4Header ip));
        Assert.Equal(peeked.Source, ip.Source);
        Assert.False(packet.TryRead(out TcpHeader tooLong));
        Assert.Equal(0, tooLong.SourcePort);
        Assert.Equal(8, packet.Remaining);
        Assert.True(packet.TryRead(out IcmpHeader icmp));
        Assert.Equal(IcmpType.EchoRequest, icmp.Type);
        Assert.False(packet.TryRead(out byte _));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(42, true)]
    [InlineData(43, false)]
    [InlineData(-1, false)]
    [InlineData(int.MinValue, false)]
    [InlineData(PacketCursor.MaxSkip + 1, false)]
    public void SkipsOnlyInsideThePacket(int count, bool expected)
    {
        using var frame = XdpFrame.From(Ping);
        PacketCursor packet = frame.Context.Packet;
        Assert.Equal(expected, packet.TrySkip(count));
        Assert.Equal(expected ? 42 - count : 42, packet.Remaining);
    }

    [Fact]
    public void WhatIsUnreadIsASpanOfThePacket()
    {
        using var frame = XdpFrame.From(Ping);
        PacketCursor packet = frame.Context.Packet;
        Assert.True(packet.TryRead(out EthernetHeader _));
        Assert.Equal(28, packet.UnreadSpan.Length);
        packet.UnreadSpan[0] = 0x46;
        Assert.Equal(0x46, frame.Packet[14]);
        packet.Skip(28);
        Assert.True(packet.UnreadSpan.IsEmpty);
        packet.Skip(1);
        bool isRefused = false;
        try
        {
            _ = packet.UnreadSpan;
        }
        catch (ArgumentOutOfRangeException)
        {
            isRefused = true;
        }

        Assert.True(isRefused);
    }

    [Fact]
    public void ReferencesWriteIntoThePacket()
    {
        using var frame = XdpFrame.From(Ping);
        PacketCursor packet = frame.Context.Packet;
        ref EthernetHeader eth = ref packet.ReadRefOrNullRef<EthernetHeader>();
        eth.EtherType = EtherType.IPv6;
        Assert.Equal([0x86, 0xDD], frame.Packet[12..14].ToArray());
        Assert.True(Unsafe.IsNullRef(ref packet.ReadRefOrNullRef<IPv6Header>()));
    }

    [Fact]
    public void ADisposedFrameGivesNoContext()
    {
        var frame = XdpFrame.From(Ping);
        frame.Dispose();
        frame.Dispose();
        Assert.Throws<ObjectDisposedException>(() => frame.Context.PacketLength);
    }
}
