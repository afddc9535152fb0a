using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>A hash map (BPF_MAP_TYPE_HASH, kernel 3.19). Full at MaxEntries: adding then fails.</summary>
/// <typeparam name="TKey">The key: no padding, no references.</typeparam>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.Hash)]
public sealed class HashMap<TKey, TValue>(IMapBackend backend) : KeyedMap<TKey, TValue>(backend)
    where TKey : unmanaged
    where TValue : unmanaged;
