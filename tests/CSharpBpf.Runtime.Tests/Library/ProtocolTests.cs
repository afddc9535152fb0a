using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CSharpBpf.Net;
using CSharpBpf.RateLimiting;
using CSharpBpf.Statistics;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Library;

/// <summary>What the library reads of packets, in plain C#; the same code in the other engines is in the file tests.</summary>
public sealed class ProtocolTests
{
    private delegate T Reader<T>(ref PacketCursor packet);

    [Theory]
    [InlineData("4500007300004000401100 00c0a80001c0a800c7", 0xB861)]
    [InlineData("0001f203f4f5f6f7", 0x220D)]
    [InlineData("0001f203f4", 0x19FA)]
    [InlineData("", 0xFFFF)]
    public void ChecksumsAreThoseOfTheRfc(string hex, int expected)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(expected, Read(bytes, (ref PacketCursor packet) =>
        {
            InternetChecksum sum = default;
            Assert.True(sum.TryAdd(ref packet, bytes.Length));
            Assert.Equal(0, packet.Remaining);
            return sum.Value.Value;
        }));
    }

    [Fact]
    public void AChecksumThatIsAddedIsValid()
    {
        InternetChecksum sum = default;
        sum.AddPseudoHeader(new IPv4Address(10, 0, 0, 1), new IPv4Address(10, 0, 0, 2), IPProtocol.Udp, 9);
        sum.Add(new UInt16BigEndian(1000));
        UInt16BigEndian checksum = sum.Value;
        Assert.False(sum.IsValid);
        sum.Add(checksum);
        Assert.True(sum.IsValid);
        Assert.False(Read(new byte[8], static (ref PacketCursor packet) => default(InternetChecksum).TryAdd(ref packet, 9)));
        Assert.False(Read(new byte[8], static (ref PacketCursor packet) => default(InternetChecksum).TryAdd(ref packet, -1)));
    }

    [Theory]
    [InlineData(0x5555, 0x3285)]
    [InlineData(0, 0xFFFF)]
    [InlineData(0xFFFF, 0)]
    [InlineData(7, 7)]
    public void AnUpdateIsWhatAFullSumGives(ushort before, ushort after)
    {
        IPv4Address old = new(((uint)before << 16) | 0x1234);
        IPv4Address changed = new(0xFEDC0000 | after);
        Assert.Equal(Sum(after, old), InternetChecksum.Update(Sum(before, old), before, after));
        Assert.Equal(Sum(before, changed), InternetChecksum.Update(Sum(before, old), old, changed));

        static UInt16BigEndian Sum(ushort word, IPv4Address address)
        {
            InternetChecksum sum = default;
            sum.Add(new UInt16BigEndian(word));
            sum.Add(new UInt16BigEndian(0x4321));
            sum.Add(new UInt32BigEndian(address.Value).Raw);
            return sum.Value;
        }
    }

    [Fact]
    public void TunnelHeadersLieWhereTheirRfcsPutThem()
    {
        Assert.Equal((4, 8, 8, 12), (Unsafe.SizeOf<GreHeader>(), Unsafe.SizeOf<VxlanHeader>(), Unsafe.SizeOf<GeneveHeader>(), Unsafe.SizeOf<DnsHeader>()));
        GreHeader gre = MemoryMarshal.Read<GreHeader>(Convert.FromHexString("b0016558"));
        Assert.Equal((true, true, true, 12, 1), (gre.HasChecksum, gre.HasKey, gre.HasSequenceNumber, gre.OptionsLength, gre.Version));
        Assert.Equal(0x6558, (int)gre.ProtocolType);
        VxlanHeader vxlan = MemoryMarshal.Read<VxlanHeader>(Convert.FromHexString("0800000012345600"));
        Assert.Equal((true, 0x123456u), (vxlan.HasNetworkIdentifier, vxlan.NetworkIdentifier));
        vxlan.HasNetworkIdentifier = false;
        vxlan.NetworkIdentifier = 0xFF000001;
        Assert.Equal((false, 1u), (vxlan.HasNetworkIdentifier, vxlan.NetworkIdentifier));
        GeneveHeader geneve = MemoryMarshal.Read<GeneveHeader>(Convert.FromHexString("02c065580000ab00"));
        Assert.Equal((0, 8, true, true, 0xABu), (geneve.Version, geneve.OptionsLength, geneve.IsControl, geneve.HasCriticalOptions, geneve.NetworkIdentifier));
        DnsHeader dns = MemoryMarshal.Read<DnsHeader>(Convert.FromHexString("beef8183000100020003 0004".Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal((0xBEEF, true, 0, 3, 1, 2, 3, 4), (dns.Id, dns.IsResponse, dns.Opcode, dns.ResponseCode, dns.QuestionCount, dns.AnswerCount, dns.AuthorityCount, dns.AdditionalCount));
    }

    [Theory]
    [InlineData("076578616D706C6503636F6D00", "example.com", 13, 2)]
    [InlineData("074558414D504C4503636f4d00", "Example.COM.", 13, 2)]
    [InlineData("00", "", 1, 0)]
    public void NamesAreHashedWithoutTheirCase(string hex, string name, int length, int labels)
    {
        DnsName read = Read(Convert.FromHexString(hex), static (ref PacketCursor packet) =>
        {
            Assert.True(DnsName.TryRead(ref packet, out DnsName name));
            return name;
        });
        Assert.Equal((DnsName.HashOf(name), length, labels), (read.Hash, read.Length, read.LabelCount));
    }

    [Theory]
    [InlineData("03636f6d")]
    [InlineData("40")]
    [InlineData("c00c")]
    public void WhatIsNoNameIsNotRead(string hex) =>
        Assert.False(Read(Convert.FromHexString(hex), static (ref PacketCursor packet) => DnsName.TryRead(ref packet, out _)));

    [Theory]
    [InlineData("a..b")]
    [InlineData("é.fr")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234.com")]
    public void WhatIsNoNameHasNoHash(string name) => Assert.Throws<ArgumentException>(() => DnsName.HashOf(name));

    [Fact]
    public void PrefixesKnowTheirAddresses()
    {
        IPv4Prefix ten = IPv4Prefix.Parse("10.1.0.0/16");
        Assert.True(ten.Contains(new IPv4Address(10, 1, 255, 3)));
        Assert.False(ten.Contains(new IPv4Address(10, 2, 0, 0)));
        Assert.True(IPv4Prefix.Parse("0.0.0.0/0").Contains(new IPv4Address(255, 0, 0, 1)));
        Assert.Equal("10.1.0.0/16", ten.ToString());
        Assert.Equal(32u, IPv4Prefix.Parse("10.1.2.3").Length);
        Assert.Throws<FormatException>(() => IPv4Prefix.Parse("10.0.0.0/33"));
        Assert.Throws<FormatException>(() => IPv4Prefix.Parse("10.0.0/8"));

        IPv6Prefix documentation = IPv6Prefix.Parse("2001:db8::/32");
        Assert.True(documentation.Contains(new IPv6Address(0x20010DB8_12345678, 9)));
        Assert.False(documentation.Contains(new IPv6Address(0x20010DB9_00000000, 0)));
        Assert.False(IPv6Prefix.Parse("2001:db8::8/125").Contains(new IPv6Address(0x20010DB8_00000000, 0)));
        Assert.True(IPv6Prefix.Parse("::/0").Contains(new IPv6Address(0x20010DB8_12345678, 9)));
        Assert.Equal("2001:db8::/32", documentation.ToString());
        Assert.Equal((8, 20), (Unsafe.SizeOf<IPv4Prefix>(), Unsafe.SizeOf<IPv6Prefix>()));
        Assert.Throws<FormatException>(() => IPv6Prefix.Parse("2001:db8::/129"));
        Assert.Throws<FormatException>(() => IPv6Prefix.Parse("10.0.0.0/8"));
    }

    [Fact]
    public void ABucketGivesItsBurstAndThenItsRate()
    {
        TokenBucket bucket = TokenBucket.StartWithOneTaken(1_000, 3);
        Assert.True(bucket.TryTake(1_001, 3, 100));
        Assert.True(bucket.TryTake(1_002, 3, 100));
        Assert.False(bucket.TryTake(1_099, 3, 100));
        Assert.True(bucket.TryTake(1_100, 3, 100));
        Assert.False(bucket.TryTake(1_101, 3, 100));
        Assert.True(bucket.TryTake(9_000_000_000, 3, 100));
        Assert.Equal((9_000_000_000ul, 2ul), (bucket.LastNs, bucket.Tokens));
    }

    [Fact]
    public void SlotsDoubleInWidth()
    {
        Assert.Equal(0u, Log2Histogram.Slot(0));
        for (int bit = 0; bit < 64; bit++)
        {
            Assert.Equal((uint)bit, Log2Histogram.Slot(1ul << bit));
            Assert.Equal((uint)bit, Log2Histogram.Slot((2ul << bit) - 1));
        }

        Assert.Equal("", Log2Histogram.Format([0, 0], "ns"));
        Assert.Equal(
            "                                       ns : count\n" +
            "                   2 -                  3 : 1           |****                                    |\n" +
            "                   4 -                  7 : 10          |****************************************|\n",
            Log2Histogram.Format([0, 1, 10, 0], "ns"));
    }

    private static T Read<T>(byte[] bytes, Reader<T> reader)
    {
        using var frame = XdpFrame.From(bytes);
        PacketCursor packet = frame.Context.Packet;
        return reader(ref packet);
    }
}
