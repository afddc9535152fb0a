using CSharpBpf.Loading;

namespace CSharpBpf.Maps;

/// <summary>A Bloom filter in the kernel.</summary>
internal sealed unsafe class KernelBloomFilterBackend(KernelMap map, MapDefinition definition) : IBloomFilterBackend, IKernelBackend
{
    public MapDefinition Definition { get; } = definition;

    public KernelMap Map => map;

    public void Add(byte* value)
    {
        int result = map.Update(null, value, 0);
        if (result < 0)
        {
            throw KernelErrors.Create($"Adding to map '{Definition.Name}'", result);
        }
    }

    /// <summary>The lookup reads the value that it is given.</summary>
    public bool MayContain(byte* value) => map.Lookup(null, value) switch
    {
        >= 0 => true,
        -KernelErrors.NoSuchEntry => false,
        int result => throw KernelErrors.Create($"Asking map '{Definition.Name}'", result),
    };
}
