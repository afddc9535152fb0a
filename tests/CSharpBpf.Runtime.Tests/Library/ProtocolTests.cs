using System;
using System.Net;
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

    /// <summary>Echo messages from ::1 to ::1, as a kernel sent and answered them.</summary>
    [Theory]
    [InlineData("8000721c1234000177616c6b657273213f")]
    [InlineData("8100711c1234000177616c6b657273213f")]
    public void ChecksumsOverIPv6AreThoseOfTheKernel(string hex)
    {
        byte[] message = Convert.FromHexString(hex);
        InternetChecksum sum = default;
        sum.AddPseudoHeader(new IPv6Address(0, 1), new IPv6Address(0, 1), IPProtocol.IcmpV6, (uint)message.Length);
        Assert.True(Read(message, (ref PacketCursor packet) => sum.TryAdd(ref packet, message.Length) && sum.IsValid));

        sum = default;
        sum.AddPseudoHeader(new IPv6Address(0, 1), new IPv6Address(0, 1), IPProtocol.IcmpV6, (uint)message.Length);
        message.AsSpan(2, 2).Clear();
        Assert.True(Read(message, (ref PacketCursor packet) => sum.TryAdd(ref packet, message.Length)));
        Assert.Equal(UInt16BigEndian.FromRaw(BitConverter.ToUInt16(Convert.FromHexString(hex), 2)), sum.Value);
    }

    [Theory]
    [InlineData("2001:db8::1", "fd00::1:2")]
    [InlineData("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fe80::1234:5678:9abc:def0", "::1")]
    public void AnUpdateOfAnIPv6AddressIsWhatAFullSumGives(string before, string after)
    {
        IPv6Address old = IPv6Address.From(IPAddress.Parse(before));
        IPv6Address changed = IPv6Address.From(IPAddress.Parse(after));
        Assert.Equal(Sum(changed), InternetChecksum.Update(Sum(old), old, changed));

        static UInt16BigEndian Sum(IPv6Address source)
        {
            InternetChecksum sum = default;
            sum.AddPseudoHeader(source, new IPv6Address(0xFD00_0000_0000_0000, 7), IPProtocol.Udp, 70_000);
            return sum.Value;
        }
    }

    [Fact]
    public void UdpSendsAllOnesForZero()
    {
        IPv4Address old = new(10, 0, 0, 1);
        var checksum = new UInt16BigEndian(0x0001);
        UInt16BigEndian updated = InternetChecksum.Update(checksum, old, new IPv4Address(10, 0, 0, 2));
        Assert.Equal((0, 0xFFFF), (updated.Value, InternetChecksum.ForUdp(updated).Value));
        Assert.Equal(checksum, InternetChecksum.ForUdp(checksum));
    }

    [Theory]
    [InlineData("", IPProtocol.Udp, IPProtocol.Udp, 0)]
    [InlineData("1100000000000000", IPProtocol.HopByHop, IPProtocol.Udp, 0)]
    [InlineData("11ff00000000000005", IPProtocol.Fragment, IPProtocol.Udp, 1)]
    [InlineData("2b00000000000000 3c00000000000000 3300000000000000 1101000000000000 00000000", IPProtocol.HopByHop, IPProtocol.Udp, 0)]
    public void ExtensionHeadersAreSkipped(string hex, IPProtocol first, IPProtocol then, int remaining)
    {
        Assert.Equal((true, then, remaining, 0), Skip(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), first));
    }

    [Theory]
    [InlineData("1100", IPProtocol.HopByHop)]
    [InlineData("11000000000000", IPProtocol.HopByHop)]
    [InlineData("1101000000000000 00000000000000", IPProtocol.DestinationOptions)]
    [InlineData("1101000000000000 000000", IPProtocol.AuthenticationHeader)]
    [InlineData("11000000000000", IPProtocol.Fragment)]
    [InlineData("2b00000000000000", IPProtocol.HopByHop)]
    public void ExtensionHeadersThatAreCutOffAreNotSkipped(string hex, IPProtocol first)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal((false, first, bytes.Length, 0), Skip(bytes, first));
    }

    [Fact]
    public void AFragmentThatIsNotTheFirstEndsTheWalk() =>
        Assert.Equal((true, IPProtocol.HopByHop, 0, 16), Skip(Convert.FromHexString("0000001100000007"), IPProtocol.Fragment));

    [Theory]
    [InlineData(8, 8, true)]
    [InlineData(9, 8, false)]
    [InlineData(7, 2048, true)]
    [InlineData(8, 2048, false)]
    public void ExtensionHeadersAreSkippedUpToALimit(int count, int length, bool skipped)
    {
        byte[] headers = new byte[count * length];
        for (int i = 0; i < count; i++)
        {
            headers[i * length] = (byte)(i == count - 1 ? IPProtocol.Udp : IPProtocol.DestinationOptions);
            headers[(i * length) + 1] = (byte)((length / 8) - 1);
        }

        Assert.Equal((skipped, skipped ? IPProtocol.Udp : IPProtocol.DestinationOptions, skipped ? 0 : headers.Length, 0), Skip(headers, IPProtocol.DestinationOptions));
    }

    [Theory]
    [InlineData("", EtherType.IPv4, true, 0)]
    [InlineData("00640800", EtherType.Vlan, true, 1)]
    [InlineData("0064810000c886dd", EtherType.ServiceVlan, true, 2)]
    [InlineData("0064810000c88100", EtherType.ServiceVlan, true, 2)]
    [InlineData("006408", EtherType.Vlan, false, 0)]
    [InlineData("0064810000c886", EtherType.Vlan, false, 1)]
    public void TagsAreReadOrTheCursorStays(string hex, EtherType type, bool read, int count)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.Equal((read, count, read ? 0 : bytes.Length), Read(bytes, (ref PacketCursor packet) => (VlanTags.TryRead(ref packet, ref type, out VlanTags tags), tags.Count, packet.Remaining)));
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

    [Theory]
    [InlineData(3, 1_000, 750, 1_000_000)]
    [InlineData(1, 1_000_000, 999_999, 1_000)]
    [InlineData(1, 1_000_000, 1_000_001, 1_000)]
    [InlineData(100, 1_000_000, 700_001, 1_000)]
    [InlineData(5, 7, 3, 142_857_142)]
    public void ABucketGivesItsWholeRateWhateverTheTimeBetween(ulong burst, ulong nanosecondsPerToken, ulong step, ulong aSecond)
    {
        TokenBucket bucket = TokenBucket.StartWithOneTaken(0, burst);
        ulong taken = 1;
        ulong end = nanosecondsPerToken == 7 ? 10_000_000ul : 1_000_000_000;
        for (ulong now = step; now <= end; now += step)
        {
            taken += bucket.TryTake(now, burst, nanosecondsPerToken) ? 1ul : 0;
        }

        ulong expected = Math.Min(aSecond / (1_000_000_000 / end), end / step);
        Assert.InRange(taken, expected - 1, expected + burst + 1);
    }

    [Fact]
    public void ABucketGivesNothingForAClockThatWasReadEarlier()
    {
        TokenBucket bucket = TokenBucket.StartWithOneTaken(1_000_000, 3);
        Assert.True(bucket.TryTake(999_995, 3, 1_000));
        Assert.True(bucket.TryTake(999_990, 3, 1_000));
        Assert.False(bucket.TryTake(1, 3, 1_000));
        Assert.False(bucket.TryTake(0, 3, 1_000));
        Assert.Equal((1_000_000ul, 0ul), (bucket.LastNs, bucket.Tokens));
        Assert.False(bucket.TryTake(1_000_999, 3, 1_000));
        Assert.True(bucket.TryTake(1_001_000, 3, 1_000));
    }

    [Fact]
    public void ABucketThatRunsOverForgetsTheRest()
    {
        TokenBucket bucket = TokenBucket.StartWithOneTaken(0, 2);
        Assert.True(bucket.TryTake(5_999, 2, 1_000));
        Assert.Equal((5_999ul, 1ul), (bucket.LastNs, bucket.Tokens));
        Assert.True(bucket.TryTake(6_000, 2, 1_000));
        Assert.False(bucket.TryTake(6_998, 2, 1_000));
        Assert.True(bucket.TryTake(6_999, 2, 1_000));

        // A pause is credited up to a second; what has passed since the last whole token counts on.
        bucket = TokenBucket.StartWithOneTaken(0, 1_000_000_000);
        Assert.True(bucket.TryTake(3_000_000_000, ulong.MaxValue, 300_000_000));
        Assert.Equal(2_900_000_000ul, bucket.LastNs);
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

    private static (bool Skipped, IPProtocol Next, int Remaining, int FragmentOffset) Skip(byte[] bytes, IPProtocol next) => Read(bytes, (ref PacketCursor packet) =>
    {
        bool skipped = IPv6Extensions.TrySkip(ref packet, ref next, out int fragmentOffset);
        return (skipped, next, packet.Remaining, fragmentOffset);
    });

    private static T Read<T>(byte[] bytes, Reader<T> reader)
    {
        using var frame = XdpFrame.From(bytes);
        PacketCursor packet = frame.Context.Packet;
        return reader(ref packet);
    }
}
