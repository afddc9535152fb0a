using System.Numerics;

namespace CSharpBpf.Hashing;

/// <summary>
/// SipHash-2-4 (Aumasson and Bernstein) of little-endian 64-bit words: a hash with a 128-bit key. Who does not know the key cannot choose
/// packets that collide.
/// </summary>
public struct SipHash24
{
    private ulong v0;
    private ulong v1;
    private ulong v2;
    private ulong v3;

    /// <summary>Starts a hash.</summary>
    /// <param name="key0">The key's first eight bytes, little-endian.</param>
    /// <param name="key1">The key's last eight bytes, little-endian.</param>
    public SipHash24(ulong key0, ulong key1)
    {
        v0 = key0 ^ 0x736F6D6570736575;
        v1 = key1 ^ 0x646F72616E646F6D;
        v2 = key0 ^ 0x6C7967656E657261;
        v3 = key1 ^ 0x7465646279746573;
    }

    /// <summary>Adds eight bytes, the first in the lowest bits.</summary>
    public void Add(ulong word)
    {
        v3 ^= word;
        Round();
        Round();
        v0 ^= word;
    }

    /// <summary>Adds the bytes behind the last word and gives the hash. Nothing can be added after it.</summary>
    /// <param name="length">The length of all that was added, in bytes; its lowest byte counts.</param>
    /// <param name="tail">The up to seven bytes that fill no word, the first in the lowest bits; 0 if there are none.</param>
    public ulong Finish(uint length, ulong tail = 0)
    {
        Add(((ulong)length << 56) | tail);
        v2 ^= 0xFF;
        Round();
        Round();
        Round();
        Round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void Round()
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
