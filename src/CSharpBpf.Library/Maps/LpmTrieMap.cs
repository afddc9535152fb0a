using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// A table of prefixes (BPF_MAP_TYPE_LPM_TRIE, kernel 4.11), such as routes. Reading finds the entry with the longest prefix that the key begins
/// with; adding, replacing and removing mean the entry of exactly this prefix. Full at MaxEntries: adding then fails.
/// </summary>
/// <typeparam name="TKey">
/// The key: <see cref="LpmKey{TData}"/>, or a struct of its shape: the prefix length in bits as a 32-bit number, then 1 to 256 bytes, the most
/// significant first. A key to look up has the full length.
/// </typeparam>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.LpmTrie)]
public sealed class LpmTrieMap<TKey, TValue>(IMapBackend backend) : KeyedMap<TKey, TValue>(backend)
    where TKey : unmanaged
    where TValue : unmanaged;

/// <summary>A prefix, as <see cref="LpmTrieMap{TKey, TValue}"/> takes it.</summary>
/// <typeparam name="TData">What prefixes are of: an address, or any other bytes with the most significant first.</typeparam>
/// <param name="prefixLength">How many bits count, from the most significant one; the others mean nothing.</param>
/// <param name="data">The bytes.</param>
public struct LpmKey<TData>(uint prefixLength, TData data)
    where TData : unmanaged
{
    /// <summary>How many bits of <see cref="Data"/> count.</summary>
    public uint PrefixLength = prefixLength;

    /// <summary>The bytes.</summary>
    public TData Data = data;

    /// <summary>The data and the length, as in 10.0.0.0/8.</summary>
    public override readonly string ToString() => $"{Data}/{PrefixLength}";
}
