using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>A hash map that makes room by dropping entries not used for long (BPF_MAP_TYPE_LRU_HASH, kernel 4.10).</summary>
/// <typeparam name="TKey">The key: no padding, no references.</typeparam>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.LruHash)]
public sealed class LruHashMap<TKey, TValue>(IMapBackend backend) : KeyedMap<TKey, TValue>(backend)
    where TKey : unmanaged
    where TValue : unmanaged;
