using CSharpBpf.Isa.Kernel;
using CSharpBpf.Loading;

namespace CSharpBpf.Maps;

/// <summary>Which backend a map in the kernel has, by its type.</summary>
internal static class MapBackends
{
    public static IMapBackend Create(KernelMap map, MapDefinition definition) => definition.Type switch
    {
        MapType.Ringbuf => new KernelRingBackend(map, definition),
        MapType.ProgArray => new KernelProgramArrayBackend(map, definition),
        _ => new KernelMapBackend(map, definition),
    };
}
