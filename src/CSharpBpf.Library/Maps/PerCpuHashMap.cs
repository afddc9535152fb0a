using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>A hash map with a value for each CPU under each key (BPF_MAP_TYPE_PERCPU_HASH, kernel 4.6). Full at MaxEntries: adding then fails.</summary>
/// <typeparam name="TKey">The key: no padding, no references.</typeparam>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.PerCpuHash)]
public sealed class PerCpuHashMap<TKey, TValue>(IMapBackend backend) : PerCpuKeyedMap<TKey, TValue>(backend)
    where TKey : unmanaged
    where TValue : unmanaged;
