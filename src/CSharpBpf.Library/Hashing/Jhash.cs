using System.Numerics;

namespace CSharpBpf.Hashing;

/// <summary>
/// Bob Jenkins' lookup3 hash, as the kernel's jhash, jhash2 and jhash_1word to jhash_3words compute it: fast, well mixed, and no
/// defence against those who choose the words (see <see cref="SipHash24"/> for one). Public domain, lookup3.c.
/// </summary>
public struct Jhash
{
    private const uint Start = 0xDEADBEEF;

    private uint a;
    private uint b;
    private uint c;

    /// <summary>Starts the hash of a known number of bytes.</summary>
    /// <param name="length">How many bytes will be added, those of the last step included.</param>
    /// <param name="seed">Any number: another seed gives another hash.</param>
    public Jhash(uint length, uint seed)
    {
        a = b = c = Start + length + seed;
    }

    /// <summary>The hash of one word (jhash_1word).</summary>
    public static uint Hash(uint first, uint seed) => new Jhash(4, seed).Finish(first, 0, 0);

    /// <summary>The hash of two words (jhash_2words).</summary>
    public static uint Hash(uint first, uint second, uint seed) => new Jhash(8, seed).Finish(first, second, 0);

    /// <summary>The hash of three words (jhash_3words).</summary>
    public static uint Hash(uint first, uint second, uint third, uint seed) => new Jhash(12, seed).Finish(first, second, third);

    /// <summary>Adds twelve bytes that more will follow.</summary>
    public void Add(uint first, uint second, uint third)
    {
        a += first;
        b += second;
        c += third;
        a = (a - c) ^ BitOperations.RotateLeft(c, 4);
        c += b;
        b = (b - a) ^ BitOperations.RotateLeft(a, 6);
        a += c;
        c = (c - b) ^ BitOperations.RotateLeft(b, 8);
        b += a;
        a = (a - c) ^ BitOperations.RotateLeft(c, 16);
        c += b;
        b = (b - a) ^ BitOperations.RotateLeft(a, 19);
        a += c;
        c = (c - b) ^ BitOperations.RotateLeft(b, 4);
        b += a;
    }

    /// <summary>Adds the last one to twelve bytes, with zeros behind them, and gives the hash.</summary>
    /// <param name="first">The first four of them, little-endian.</param>
    /// <param name="second">The next four.</param>
    /// <param name="third">The last four.</param>
    public readonly uint Finish(uint first, uint second, uint third)
    {
        uint x = a + first;
        uint y = b + second;
        uint z = c + third;
        z = (z ^ y) - BitOperations.RotateLeft(y, 14);
        x = (x ^ z) - BitOperations.RotateLeft(z, 11);
        y = (y ^ x) - BitOperations.RotateLeft(x, 25);
        z = (z ^ y) - BitOperations.RotateLeft(y, 16);
        x = (x ^ z) - BitOperations.RotateLeft(z, 4);
        y = (y ^ x) - BitOperations.RotateLeft(x, 14);
        return (z ^ y) - BitOperations.RotateLeft(y, 24);
    }
}
