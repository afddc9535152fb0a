using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// A Bloom filter (BPF_MAP_TYPE_BLOOM_FILTER, kernel 5.16): a set that says "no" for certain and "yes" with a small chance of being wrong, in little memory.
/// Values compare by their bytes; none can be taken out. It works in programs and in user space alike. MaxEntries is the number of values for which the
/// chance is about one in thirty; with more of them it grows.
/// </summary>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the filter lives.</param>
[BpfMapType(MapType.BloomFilter)]
public sealed unsafe class BloomFilter<TValue>(IMapBackend backend) : BpfMap(backend)
    where TValue : unmanaged
{
    /// <summary>Adds a value.</summary>
    public void Add(TValue value) => BloomFilterHelpers.Push(this, &value, MapUpdateMode.Any);

    /// <summary>Whether a value may have been added.</summary>
    /// <returns>False if it was not; true if it was, and sometimes if it was not.</returns>
    public bool MayContain(TValue value) => BloomFilterHelpers.Peek(this, &value) == 0;
}

/// <summary>The kernel's helpers of Bloom filters.</summary>
internal static unsafe class BloomFilterHelpers
{
    [BpfHelper(HelperId.MapPushElem)]
    public static long Push(BpfMap map, void* value, MapUpdateMode mode)
    {
        ((IBloomFilterBackend)map.Backend).Add((byte*)value);
        return 0;
    }

    [BpfHelper(HelperId.MapPeekElem)]
    public static long Peek(BpfMap map, void* value) => ((IBloomFilterBackend)map.Backend).MayContain((byte*)value) ? 0 : -2;
}
