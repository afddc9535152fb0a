namespace CSharpBpf.Net;

/// <summary>
/// Walks TCP options (RFC 9293 section 3.1): call <see cref="TryRead"/> at most <see cref="MaxCount"/> times in a loop, and read the option's value
/// through <see cref="Value"/>.
/// </summary>
public ref struct TcpOptionReader
{
    /// <summary>The most options that a header holds: it has room for 40 bytes.</summary>
    public const int MaxCount = 40;

    // A mask above 40: with it the kernel's verifier sees the same bounds in each step, the first included, and need not follow every sum of lengths.
    private const uint OffsetMask = 63;

    private PacketCursor options;
    private uint current;
    private uint next;
    private uint end;

    /// <summary>Starts behind a TCP header.</summary>
    /// <param name="packet">The packet, behind the header; is not moved.</param>
    /// <param name="header">The header.</param>
    public TcpOptionReader(PacketCursor packet, TcpHeader header)
    {
        int length = header.OptionsLength;
        options = packet;

        // 0, but behind the end where the header says that it is shorter than it can be.
        next = (uint)(length >> 31) & OffsetMask;
        end = (uint)length & OffsetMask;
    }

    /// <summary>The option.</summary>
    public TcpOptionKind Kind { get; private set; }

    /// <summary>The option's length in bytes, kind and length included: 1 for padding.</summary>
    public byte Length { get; private set; }

    /// <summary>The option's value: what stands behind its kind and length.</summary>
    public readonly PacketCursor Value
    {
        get
        {
            PacketCursor value = options;
            value.Skip((ushort)((current & OffsetMask) + 2));
            return value;
        }
    }

    /// <summary>Moves to the next option.</summary>
    /// <returns>Whether there is one: false at the end of the list, and where an option's length is impossible or the packet ends.</returns>
    public bool TryRead()
    {
        PacketCursor at = options;
        at.Skip((ushort)(next & OffsetMask));
        if (next >= end || !at.TryPeek(out byte kind) || kind == (byte)TcpOptionKind.EndOfList)
        {
            return false;
        }

        byte length = 1;
        if (kind != (byte)TcpOptionKind.NoOperation)
        {
            if (!at.TryPeek(out UInt16BigEndian kindAndLength))
            {
                return false;
            }

            length = (byte)kindAndLength.Value;
            if (length < 2 || length > end - next)
            {
                return false;
            }
        }

        Kind = (TcpOptionKind)kind;
        Length = length;
        current = next;
        next = (next + length) & OffsetMask;
        return true;
    }
}
