using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>A hash map with a value for each CPU under each key that makes room by dropping entries not used for long (BPF_MAP_TYPE_LRU_PERCPU_HASH, kernel 4.10).</summary>
/// <typeparam name="TKey">The key: no padding, no references.</typeparam>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.LruPerCpuHash)]
public sealed class LruPerCpuHashMap<TKey, TValue>(IMapBackend backend) : PerCpuKeyedMap<TKey, TValue>(backend)
    where TKey : unmanaged
    where TValue : unmanaged;
