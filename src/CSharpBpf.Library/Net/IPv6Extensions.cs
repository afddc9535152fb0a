namespace CSharpBpf.Net;

/// <summary>Walks the extension headers of IPv6 (RFC 8200 section 4).</summary>
public static class IPv6Extensions
{
    /// <summary>The most extension headers that <see cref="TrySkip"/> walks.</summary>
    public const int MaxCount = 8;

    /// <summary>Moves from behind the IPv6 header to behind its extension headers. A walk ends at a fragment that is not the first.</summary>
    /// <param name="packet">Where the headers are.</param>
    /// <param name="next">The IPv6 header's next header; becomes what follows the last extension header.</param>
    /// <param name="fragmentOffset">The offset of a fragment's data in bytes: where it is not 0, what follows is the middle of a packet and no header.</param>
    /// <returns>
    /// Whether the packet holds all of the extension headers, at most <see cref="MaxCount"/> of them in at most <see cref="PacketCursor.MaxSkip"/> bytes; if not,
    /// cursor and next header stay as they are.
    /// </returns>
    public static bool TrySkip(ref PacketCursor packet, ref IPProtocol next, out int fragmentOffset)
    {
        fragmentOffset = 0;
        IPProtocol kind = next;
        int offset = 0;
        PacketCursor walk = packet;
        for (int i = 0; offset == 0 && kind.IsExtensionHeader(); i++)
        {
            // Each kind has 8 bytes at least.
            if (i == MaxCount || !walk.TryPeek(out IPv6FragmentHeader fragment) || !walk.TryPeek(out IPv6ExtensionHeader extension))
            {
                return false;
            }

            offset = kind == IPProtocol.Fragment ? fragment.Offset : 0;
            walk.Skip(extension.LengthAs(kind));
            kind = extension.NextHeader;
        }

        if (!packet.TrySkip((int)walk.DistanceFrom(packet)))
        {
            return false;
        }

        next = kind;
        fragmentOffset = offset;
        return true;
    }
}
