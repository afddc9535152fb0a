namespace CSharpBpf.Net;

/// <summary>
/// The ones' complement sum of 16-bit words of IPv4, ICMP, TCP and UDP (RFC 1071), over bytes as they lie in memory: no swapping is needed,
/// as the sum is the same in either byte order. The default value is the sum of nothing.
/// </summary>
public struct InternetChecksum
{
    /// <summary>The longest run that <see cref="TryAdd(ref PacketCursor, int)"/> adds in one call, in bytes.</summary>
    public const int MaxLength = 9216;

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

    /// <summary>What a checksum becomes when a word that it covers changes (RFC 1624 equation 3).</summary>
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

    /// <summary>What a checksum becomes when an address that it covers changes.</summary>
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

        for (int i = 0; i < length >> 2; i++)
        {
            if (!packet.TryRead(out uint word))
            {
                return false;
            }

            sum += word;
        }

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
}
