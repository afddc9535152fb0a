namespace CSharpBpf.Net;

/// <summary>
/// The ones' complement sum of 16-bit words of IPv4, ICMP, TCP and UDP (RFC 1071), over bytes as they lie in memory: no swapping is needed,
/// as the sum is the same in either byte order. The default value is the sum of nothing.
/// </summary>
public struct InternetChecksum
{
    /// <summary>The longest run that <see cref="TryAdd(ref PacketCursor, int)"/> adds in one call, in bytes.</summary>
    public const int MaxLength = 9216;

    // Of a distance of whole words, at most MaxLength.
    private const uint WordsMask = 0x3FFC;

    // Carries are kept in the upper half and folded at the end: 2^32 additions of 32-bit words fit.
    private ulong sum;

    /// <summary>The checksum as it stands in a header: the complement of the folded sum.</summary>
    public readonly UInt16BigEndian Value => UInt16BigEndian.FromRaw((ushort)~Folded);

    /// <summary>Whether what was added, its checksum field included, is as it was sent.</summary>
    public readonly bool IsValid => Folded == 0xFFFF;

    private readonly ushort Folded
    {
        get
        {
            ulong folded = (uint)sum + (sum >> 32);
            folded = (uint)folded + (folded >> 32);
            folded = (ushort)folded + (folded >> 16);
            folded = (ushort)folded + (folded >> 16);
            return (ushort)folded;
        }
    }

    /// <summary>
    /// A checksum, full or updated, as UDP sends it: 0xFFFF where it is 0 (RFC 768), as 0 in a header says that the sender made none. Whether that is so must
    /// be asked before an update: a UDP checksum of 0 over IPv4 stays 0, over IPv6 it is an error (RFC 8200 section 8.1).
    /// </summary>
    /// <param name="checksum">The checksum.</param>
    public static UInt16BigEndian ForUdp(UInt16BigEndian checksum) => checksum.Raw == 0 ? UInt16BigEndian.FromRaw(0xFFFF) : checksum;

    /// <summary>What a checksum becomes when a word that it covers changes (RFC 1624 equation 3). It may be 0: see <see cref="ForUdp"/>.</summary>
    /// <param name="checksum">The checksum of the packet before.</param>
    /// <param name="before">The word that was there.</param>
    /// <param name="after">The word that is there now.</param>
    public static UInt16BigEndian Update(UInt16BigEndian checksum, ushort before, ushort after)
    {
        uint changed = (uint)(ushort)~checksum.Value + (ushort)~before + after;
        changed = (ushort)changed + (changed >> 16);
        changed = (ushort)changed + (changed >> 16);
        return new UInt16BigEndian((ushort)~changed);
    }

    /// <summary>What a checksum becomes when an address that it covers changes. It may be 0: see <see cref="ForUdp"/>.</summary>
    /// <param name="checksum">The checksum of the packet before.</param>
    /// <param name="before">The address that was there.</param>
    /// <param name="after">The address that is there now.</param>
    public static UInt16BigEndian Update(UInt16BigEndian checksum, IPv4Address before, IPv4Address after)
    {
        uint old = ~before.Value;
        uint changed = (uint)(ushort)~checksum.Value + (ushort)old + (old >> 16) + (ushort)after.Value + (after.Value >> 16);
        changed = (ushort)changed + (changed >> 16);
        changed = (ushort)changed + (changed >> 16);
        return new UInt16BigEndian((ushort)~changed);
    }

    /// <inheritdoc cref="Update(UInt16BigEndian, IPv4Address, IPv4Address)"/>
    public static UInt16BigEndian Update(UInt16BigEndian checksum, IPv6Address before, IPv6Address after)
    {
        InternetChecksum changed = default;
        changed.sum = (ushort)~checksum.Raw;
        changed.AddWords(~before.RawHigh);
        changed.AddWords(~before.RawLow);
        changed.AddWords(after.RawHigh);
        changed.AddWords(after.RawLow);
        return changed.Value;
    }

    /// <summary>Adds two bytes as they lie in memory (see <see cref="UInt16BigEndian.Raw"/>).</summary>
    public void Add(ushort raw) => sum += raw;

    /// <summary>Adds four bytes as they lie in memory, from an even offset on.</summary>
    public void Add(uint raw) => sum += raw;

    /// <summary>Adds a number in network byte order.</summary>
    public void Add(UInt16BigEndian value) => sum += value.Raw;

    /// <summary>Adds the pseudo header of TCP and UDP over IPv4 (RFC 9293 section 3.1).</summary>
    /// <param name="source">Where from.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="length">The length of the protocol's header and data, in bytes.</param>
    public void AddPseudoHeader(IPv4Address source, IPv4Address destination, IPProtocol protocol, ushort length)
    {
        sum += new UInt32BigEndian(source.Value).Raw;
        sum += new UInt32BigEndian(destination.Value).Raw;
        sum += new UInt16BigEndian((ushort)protocol).Raw;
        sum += new UInt16BigEndian(length).Raw;
    }

    /// <summary>Adds the pseudo header of TCP, UDP and ICMPv6 over IPv6 (RFC 8200 section 8.1).</summary>
    /// <param name="source">Where from.</param>
    /// <param name="destination">Where to: with a routing header the final destination.</param>
    /// <param name="protocol">What follows the last extension header, which need not be the IPv6 header's next header.</param>
    /// <param name="length">The length of the protocol's header and data, in bytes, without extension headers.</param>
    public void AddPseudoHeader(IPv6Address source, IPv6Address destination, IPProtocol protocol, uint length)
    {
        AddWords(source.RawHigh);
        AddWords(source.RawLow);
        AddWords(destination.RawHigh);
        AddWords(destination.RawLow);
        sum += new UInt16BigEndian((ushort)protocol).Raw;
        sum += new UInt32BigEndian(length).Raw;
    }

    /// <summary>Adds bytes of a packet and moves behind them. Only the last call of a sum may have an odd length.</summary>
    /// <param name="packet">Where the bytes are.</param>
    /// <param name="length">How many, from 0 to <see cref="MaxLength"/>.</param>
    /// <returns>Whether the length is in its range and the packet long enough; if not, the sum means nothing.</returns>
    public bool TryAdd(ref PacketCursor packet, int length)
    {
        if ((uint)length > MaxLength)
        {
            return false;
        }

        PacketCursor walk = packet;
        for (int i = 0; i < length >> 2; i++)
        {
            if (!walk.TryRead(out uint word))
            {
                return false;
            }

            sum += word;
        }

        packet.Skip((ushort)(walk.DistanceFrom(packet) & WordsMask));
        if ((length & 2) != 0)
        {
            if (!packet.TryRead(out ushort half))
            {
                return false;
            }

            sum += half;
        }

        if ((length & 1) != 0)
        {
            if (!packet.TryRead(out byte last))
            {
                return false;
            }

            sum += new UInt16BigEndian((ushort)(last << 8)).Raw;
        }

        return true;
    }

    private void AddWords(ulong raw) => sum += (uint)raw + (raw >> 32);
}
