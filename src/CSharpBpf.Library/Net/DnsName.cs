namespace CSharpBpf.Net;

/// <summary>
/// A domain name as DNS messages carry it (RFC 1035 section 3.1): labels, each behind its length, and an empty one at the end. Compressed
/// names (section 4.1.4) are not followed: questions have none.
/// </summary>
public struct DnsName
{
    /// <summary>The longest name, in bytes on the wire.</summary>
    public const int MaxLength = 255;

    private const uint HashStart = 0x811C9DC5;
    private const uint HashFactor = 0x01000193;

    /// <summary>The name's hash: FNV-1a over the bytes on the wire, lengths included and without the last, with A to Z as a to z.</summary>
    public uint Hash { get; private set; }

    /// <summary>The length on the wire, the empty label included, in bytes: 1 for the root.</summary>
    public int Length { get; private set; }

    /// <summary>How many labels, without the empty one at the end.</summary>
    public int LabelCount { get; private set; }

    /// <summary>Reads a name and moves behind it.</summary>
    /// <param name="packet">Where the name is.</param>
    /// <param name="name">What is to be known of it.</param>
    /// <returns>Whether it is one: not cut off, not compressed, no label above 63 bytes, not longer than <see cref="MaxLength"/>.</returns>
    public static bool TryRead(ref PacketCursor packet, out DnsName name)
    {
        uint hash = HashStart;
        int labels = 0;
        PacketCursor walk = packet;

        // Where the next label starts is kept as the bytes behind it, of which the kernel knows nothing, and so needs not follow every length.
        int labelStart = walk.Remaining;
        name = default;
        for (int i = 0; i < MaxLength; i++)
        {
            int here = walk.Remaining;
            if (!walk.TryRead(out byte value))
            {
                return false;
            }

            if (here != labelStart)
            {
                uint letter = value;
                if (letter - 'A' < 26)
                {
                    letter |= 0x20;
                }

                hash = (hash ^ letter) * HashFactor;
                continue;
            }

            if (value == 0)
            {
                uint length = walk.DistanceFrom(packet) & MaxLength;
                packet.Skip((ushort)length);
                name = new DnsName { Hash = hash, Length = (int)length, LabelCount = labels };
                return true;
            }

            if (value > 63)
            {
                return false;
            }

            labelStart = here - 1 - value;
            labels++;
            hash = (hash ^ value) * HashFactor;
        }

        return false;
    }

    /// <summary>The hash that <see cref="TryRead"/> gives for a name, to fill maps with.</summary>
    /// <param name="name">The name: <c>example.com</c>, with or without a dot at the end; ASCII (an internationalised name in its xn-- form).</param>
    /// <exception cref="System.ArgumentException">A label is empty or longer than 63 bytes, the name is too long, or a letter is not ASCII.</exception>
    public static uint HashOf(string name)
    {
        System.ArgumentNullException.ThrowIfNull(name);
        uint hash = HashStart;
        int length = 1;
        string trimmed = name.EndsWith('.') ? name[..^1] : name;
        foreach (string label in trimmed.Length == 0 ? [] : trimmed.Split('.'))
        {
            length += label.Length + 1;
            if (label.Length is 0 or > 63 || length > MaxLength || !System.Text.Ascii.IsValid(label))
            {
                throw new System.ArgumentException($"'{name}' is not a domain name: labels have 1 to 63 ASCII letters, all of it at most {MaxLength - 2}.", nameof(name));
            }

            hash = (hash ^ (uint)label.Length) * HashFactor;
            foreach (char letter in label)
            {
                hash = (hash ^ (char.IsAsciiLetterUpper(letter) ? letter | 0x20u : letter)) * HashFactor;
            }
        }

        return hash;
    }
}
