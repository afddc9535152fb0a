using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CSharpBpf.Net;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Library;

public sealed class HeaderLayoutTests
{
    [Fact]
    public void HeadersHaveTheSizesOfTheirProtocols()
    {
        Assert.Equal(6, Unsafe.SizeOf<MacAddress>());
        Assert.Equal(14, Unsafe.SizeOf<EthernetHeader>());
        Assert.Equal(4, Unsafe.SizeOf<VlanHeader>());
        Assert.Equal(28, Unsafe.SizeOf<ArpHeader>());
        Assert.Equal(20, Unsafe.SizeOf<IPv4Header>());
        Assert.Equal(40, Unsafe.SizeOf<IPv6Header>());
        Assert.Equal(20, Unsafe.SizeOf<TcpHeader>());
        Assert.Equal(8, Unsafe.SizeOf<UdpHeader>());
        Assert.Equal(8, Unsafe.SizeOf<IcmpHeader>());
        Assert.Equal(8, Unsafe.SizeOf<IcmpV6Header>());
    }

    [Fact]
    public void FieldsLieWhereTheProtocolsPutThem()
    {
        byte[] packet = Convert.FromHexString("4612003400012345401154320a010203c000020a");
        IPv4Header ip = MemoryMarshal.Read<IPv4Header>(packet);
        Assert.Equal(4, ip.Version);
        Assert.Equal(24, ip.HeaderLength);
        Assert.Equal(4, ip.OptionsLength);
        Assert.Equal(0x34, ip.TotalLength);
        Assert.Equal(1, ip.Identification);
        Assert.True(ip.IsFragment);
        Assert.Equal(64, ip.TimeToLive);
        Assert.Equal(IPProtocol.Udp, ip.Protocol);
        Assert.Equal(0x5432, ip.Checksum.Value);
        Assert.Equal("10.1.2.3", ip.Source.ToString());
        Assert.Equal(IPv4Address.Parse("192.0.2.10"), ip.Destination);

        TcpHeader tcp = MemoryMarshal.Read<TcpHeader>(Convert.FromHexString("138901bb01020304050607085012faf0bfb40102"));
        Assert.Equal((5001, 443), (tcp.SourcePort, tcp.DestinationPort));
        Assert.Equal(0x01020304u, tcp.SequenceNumber);
        Assert.Equal(0x05060708u, tcp.AcknowledgmentNumber);
        Assert.Equal(20, tcp.HeaderLength);
        Assert.Equal(TcpFlags.Syn | TcpFlags.Acknowledge, tcp.Flags);
        Assert.Equal(0x0102, tcp.UrgentPointer);

        ArpHeader arp = MemoryMarshal.Read<ArpHeader>(Convert.FromHexString("000108000604000102aabbccdd01c63364070211223344fec000020a"));
        Assert.Equal(EtherType.IPv4, arp.ProtocolType);
        Assert.Equal("02:aa:bb:cc:dd:01", arp.SenderHardwareAddress.ToString());
        Assert.Equal("198.51.100.7", arp.SenderProtocolAddress.ToString());
        Assert.Equal("192.0.2.10", arp.TargetProtocolAddress.ToString());

        IPv6Header ip6 = MemoryMarshal.Read<IPv6Header>(Convert.FromHexString("60000000000c3a4020010db800000000000000000000000720010db8000000000000000000000010"));
        Assert.Equal(6, ip6.Version);
        Assert.Equal(12, ip6.PayloadLength);
        Assert.Equal(IPProtocol.IcmpV6, ip6.NextHeader);
        Assert.Equal("2001:db8::7", ip6.Source.ToString());

        VlanHeader vlan = MemoryMarshal.Read<VlanHeader>(Convert.FromHexString("a06486dd"));
        Assert.Equal((100, 5, EtherType.IPv6), (vlan.VlanId, vlan.Priority, vlan.EtherType));
    }

    [Fact]
    public void SettersWriteNetworkByteOrder()
    {
        UdpHeader udp = default;
        udp.SourcePort = 0x1234;
        udp.DestinationPort = 5001;
        udp.Length = 8;
        udp.Checksum = new UInt16BigEndian(0xBEEF);
        Assert.Equal("123413890008BEEF", Convert.ToHexString(MemoryMarshal.AsBytes(new ReadOnlySpan<UdpHeader>(ref udp))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.256")]
    [InlineData("::1")]
    public void WhatIsNotAnIPv4AddressIsRefused(string text) => Assert.Throws<FormatException>(() => IPv4Address.Parse(text));
}
