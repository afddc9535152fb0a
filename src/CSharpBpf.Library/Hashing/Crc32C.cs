namespace CSharpBpf.Hashing;

/// <summary>CRC-32C (Castagnoli; RFC 3720 appendix B.4), as iSCSI, SCTP and ext4 use it. Bit by bit: 8 steps a byte and no table.</summary>
public struct Crc32C
{
    // The polynomial 0x1EDC6F41 with its bits in reverse: the CRC's lowest bit is the first that was sent.
    private const uint Polynomial = 0x82F63B78;

    private uint inverted;

    /// <summary>The CRC of what was added so far.</summary>
    public readonly uint Value => ~inverted;

    /// <summary>The CRC of nothing. The default value is none: it has forgotten the ones that each CRC starts with.</summary>
    public static Crc32C Start() => new() { inverted = uint.MaxValue };

    /// <summary>Adds a byte.</summary>
    public void Add(byte value)
    {
        inverted ^= value;
        for (int bit = 0; bit < 8; bit++)
        {
            Step();
        }
    }

    /// <summary>Adds four bytes, the first in the lowest bits.</summary>
    public void Add(uint word)
    {
        inverted ^= word;
        for (int bit = 0; bit < 32; bit++)
        {
            Step();
        }
    }

    private void Step() => inverted = (inverted >> 1) ^ (Polynomial & (0 - (inverted & 1)));
}
