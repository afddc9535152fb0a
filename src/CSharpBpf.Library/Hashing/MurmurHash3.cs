using System.Numerics;

namespace CSharpBpf.Hashing;

/// <summary>MurmurHash3_x86_32 (Austin Appleby, public domain) of little-endian 32-bit words, with up to three bytes behind them.</summary>
/// <param name="seed">Any number: another seed gives another hash.</param>
public struct MurmurHash3(uint seed)
{
    private uint state = seed;

    /// <summary>Adds four bytes, the first in the lowest bits.</summary>
    public void Add(uint word) => state = (BitOperations.RotateLeft(state ^ Scramble(word), 13) * 5) + 0xE6546B64;

    /// <summary>Adds the bytes behind the last word and gives the hash.</summary>
    /// <param name="length">The length of all that was added, in bytes.</param>
    /// <param name="tail">The one to three bytes that fill no word, the first in the lowest bits; 0 if there are none.</param>
    public readonly uint Finish(uint length, uint tail = 0)
    {
        uint hash = state ^ Scramble(tail) ^ length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    private static uint Scramble(uint word) => BitOperations.RotateLeft(word * 0xCC9E2D51, 15) * 0x1B873593;
}
