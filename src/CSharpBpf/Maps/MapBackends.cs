using CSharpBpf.Isa.Kernel;
using CSharpBpf.Loading;
using CSharpBpf.Object;

namespace CSharpBpf.Maps;

/// <summary>Which backend a map in the kernel has, by its type.</summary>
internal static class MapBackends
{
    /// <summary>The backend of a map that an object declares.</summary>
    public static IMapBackend Create(KernelObject kernel, MapSpec spec) => Create(kernel, kernel.Map(spec.Name), spec);

    public static IMapBackend Create(KernelObject kernel, KernelMap map, MapSpec spec) => spec.Type switch
    {
        MapType.Ringbuf => new KernelRingBackend(map, Define(spec)),
        MapType.ProgArray => new KernelProgramArrayBackend(map, Define(spec)),
        MapType.ArrayOfMaps or MapType.HashOfMaps => new KernelMapOfMapsBackend(kernel, map, spec),
        MapType.Queue or MapType.Stack => new KernelSequenceBackend(map, Define(spec)),
        MapType.BloomFilter => new KernelBloomFilterBackend(map, Define(spec)),
        _ => new KernelMapBackend(map, Define(spec)),
    };

    public static MapDefinition Define(MapSpec map) => new(map.Name, map.Type, map.KeySize, map.ValueSize, map.MaxEntries, (MapFlags)map.Flags);
}
