namespace CSharpBpf.Net;

/// <summary>Walks the extension headers of IPv6 (RFC 8200 section 4).</summary>
public static class IPv6Extensions
{
    /// <summary>The most extension headers that <see cref="TrySkip"/> walks.</summary>
    public const int MaxCount = 8;

    /// <summary>Moves from behind the IPv6 header to behind its extension headers.</summary>
    /// <param name="packet">Where the headers are.</param>
    /// <param name="next">The IPv6 header's next header; becomes what follows the last extension header.</param>
    /// <param name="fragmentOffset">The offset of a fragment's data in bytes: where it is not 0, what follows is the middle of a packet and no header.</param>
    /// <returns>Whether the packet holds the headers, at most <see cref="MaxCount"/> of them; a walk ends at a fragment that is not the first.</returns>
    public static bool TrySkip(ref PacketCursor packet, ref IPProtocol next, out int fragmentOffset)
    {
        fragmentOffset = 0;
        for (int i = 0; i < MaxCount; i++)
        {
            if (!next.IsExtensionHeader())
            {
                return true;
            }

            if (next == IPProtocol.Fragment)
            {
                if (!packet.TryRead(out IPv6FragmentHeader fragment))
                {
                    return false;
                }

                next = fragment.NextHeader;
                if (fragment.Offset != 0)
                {
                    fragmentOffset = fragment.Offset;
                    return true;
                }
            }
            else
            {
                if (!packet.TryPeek(out IPv6ExtensionHeader extension))
                {
                    return false;
                }

                packet.Skip(extension.LengthAs(next));
                next = extension.NextHeader;
            }
        }

        return !next.IsExtensionHeader();
    }
}
