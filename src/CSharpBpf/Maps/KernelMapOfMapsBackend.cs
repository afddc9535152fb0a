using System;
using CSharpBpf.Loading;
using CSharpBpf.Object;

namespace CSharpBpf.Maps;

/// <summary>A map of maps in the kernel.</summary>
internal sealed unsafe class KernelMapOfMapsBackend(KernelObject kernel, KernelMap map, MapSpec spec) : IMapOfMapsBackend
{
    public MapDefinition Definition { get; } = MapBackends.Define(spec);

    public BpfMap Find(byte* key) => throw new InvalidOperationException(
        $"Map of maps '{Definition.Name}' is in the kernel: only programs find maps in it. Keep what Create gave, or load the object with BpfTarget.Virtual to run program code here.");

    public int Set(byte* key, BpfMap inner)
    {
        if (inner.Backend is not IKernelBackend added)
        {
            throw new InvalidOperationException($"Map of maps '{Definition.Name}' is in the kernel, and the map '{inner.Definition.Name}' is not: load its object first.");
        }

        return map.SetMap(key, added.Map);
    }

    public bool Remove(byte* key) => map.Delete(key) switch
    {
        >= 0 => true,
        -KernelErrors.NoSuchEntry => false,
        var result => throw KernelErrors.Create($"Taking a map out of '{Definition.Name}'", result),
    };

    public IMapBackend CreateInner() => MapBackends.Create(kernel, kernel.CreateInner(spec), spec.InnerMap!);
}
