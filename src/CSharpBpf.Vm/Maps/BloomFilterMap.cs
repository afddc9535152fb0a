using System;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Threading;
using CSharpBpf.Object;

namespace CSharpBpf.Vm.Maps;

/// <summary>
/// BPF_MAP_TYPE_BLOOM_FILTER (kernel/bpf/bloom_filter.c, v6.12): bits that the hashes of added values have set. The seed of the hash is 0, as the kernel's is
/// with BPF_F_ZERO_SEED, so that runs repeat; which values are wrongly found depends on it. There are no keys: what takes one answers -EINVAL.
/// </summary>
public sealed unsafe class BloomFilterMap : IVmMap
{
    private const int HashFunctions = 5;
    private const ulong MaximalBits = 1UL << 31;
    private const uint JenkinsStart = 0xDEADBEEF;

    private readonly long[] bits;
    private readonly uint mask;

    /// <summary>Makes an empty filter.</summary>
    /// <exception cref="VmLoadException">The definition is not one the kernel would take.</exception>
    public BloomFilterMap(MapSpec definition)
    {
        if (definition.KeySize != 0 || definition.ValueSize <= 0 || definition.MaxEntries == 0)
        {
            throw new VmLoadException(
                $"Map '{definition.Name}' ({definition.Type}) cannot be created: it has no key, a value and at least one entry, not key {definition.KeySize} B, value {definition.ValueSize} B, {definition.MaxEntries} entries.");
        }

        Definition = definition;

        // n * k / ln 2 bits are best for n values and k hashes; the kernel takes 7 / 5 for 1 / ln 2.
        ulong wanted = (ulong)definition.MaxEntries * HashFunctions / 5 * 7;
        ulong count = wanted > MaximalBits ? MaximalBits * 2 : Math.Max(BitOperations.RoundUpToPowerOf2(wanted), 64);
        mask = (uint)(count - 1);
        bits = new long[count / 64];
    }

    /// <inheritdoc/>
    public MapSpec Definition { get; }

    /// <inheritdoc/>
    public int CpuCount => 1;

    /// <inheritdoc/>
    public int ValueStride => (Definition.ValueSize + 7) & ~7;

    /// <summary>A filter does not know.</summary>
    public uint Count => 0;

    /// <inheritdoc/>
    public byte* Storage => null;

    /// <inheritdoc/>
    public ulong StorageLength => 0;

    /// <summary>Adds a value (bpf_map_push_elem).</summary>
    /// <param name="value">The value.</param>
    /// <param name="flags">Any.</param>
    /// <returns>0 or -EINVAL (flags).</returns>
    public int Push(byte* value, MapUpdateFlags flags)
    {
        if (flags != MapUpdateFlags.Any)
        {
            return -Errno.Invalid;
        }

        for (uint i = 0; i < HashFunctions; i++)
        {
            uint bit = Hash(value, i);
            Interlocked.Or(ref bits[bit / 64], 1L << (int)(bit % 64));
        }

        return 0;
    }

    /// <summary>Asks for a value (bpf_map_peek_elem).</summary>
    /// <param name="value">The value.</param>
    /// <returns>0 if it may be there, or -ENOENT.</returns>
    public int Peek(byte* value)
    {
        for (uint i = 0; i < HashFunctions; i++)
        {
            uint bit = Hash(value, i);
            if ((Volatile.Read(ref bits[bit / 64]) & (1L << (int)(bit % 64))) == 0)
            {
                return -Errno.NoEntry;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public byte* Lookup(byte* key, int cpu) => null;

    /// <inheritdoc/>
    public byte* Peek(byte* key, int cpu) => null;

    /// <inheritdoc/>
    public int Update(byte* key, byte* value, MapUpdateFlags flags, int cpu) => -Errno.Invalid;

    /// <inheritdoc/>
    public int UpdateAllCpus(byte* key, byte* values, MapUpdateFlags flags) => -Errno.Invalid;

    /// <inheritdoc/>
    public int Delete(byte* key) => -Errno.Invalid;

    /// <inheritdoc/>
    public bool TryGetNextKey(byte* key, byte* nextKey) => false;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private uint Hash(byte* value, uint seed) => Jenkins(new ReadOnlySpan<byte>(value, Definition.ValueSize), seed) & mask;

    // The kernel's jhash (include/linux/jhash.h): Bob Jenkins' lookup3, public domain.
    private static uint Jenkins(ReadOnlySpan<byte> bytes, uint seed)
    {
        uint a = JenkinsStart + (uint)bytes.Length + seed;
        (uint b, uint c) = (a, a);
        Span<uint> words = stackalloc uint[3];
        while (bytes.Length > 12)
        {
            bytes[..12].CopyTo(MemoryMarshal.AsBytes(words));
            a += words[0];
            b += words[1];
            c += words[2];
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
            bytes = bytes[12..];
        }

        words.Clear();
        bytes.CopyTo(MemoryMarshal.AsBytes(words));
        a += words[0];
        b += words[1];
        c += words[2];
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);
    }
}
