using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;

namespace CSharpBpf.Vm.Maps;

/// <summary>Which map types the virtual machine has, and what makes them.</summary>
public sealed class MapRegistry
{
    private readonly Dictionary<MapType, Func<MapSpec, int, IVmMap>> factories = new()
    {
        [MapType.Array] = static (definition, _) => new ArrayMap(definition),
        [MapType.PerCpuArray] = static (definition, cpuCount) => new PerCpuArrayMap(definition, cpuCount),
        [MapType.Hash] = static (definition, _) => new HashMap(definition),
        [MapType.PerCpuHash] = static (definition, cpuCount) => new PerCpuHashMap(definition, cpuCount),
        [MapType.LruHash] = static (definition, _) => new LruHashMap(definition),
        [MapType.LruPerCpuHash] = static (definition, cpuCount) => new LruHashMap(definition, cpuCount),
        [MapType.LpmTrie] = static (definition, _) => new LpmTrieMap(definition),
        [MapType.Ringbuf] = static (definition, _) => new RingBufferMap(definition),
        [MapType.ProgArray] = static (definition, _) => new FdArrayMap(definition),
        [MapType.Queue] = static (definition, _) => new SequenceMap(definition),
        [MapType.Stack] = static (definition, _) => new SequenceMap(definition),
        [MapType.BloomFilter] = static (definition, _) => new BloomFilterMap(definition),
        [MapType.ArrayOfMaps] = static (definition, _) => new FdArrayMap(definition),
        [MapType.HashOfMaps] = static (definition, _) => new HashMap(definition),
        [MapType.Devmap] = static (definition, _) => new FdArrayMap(definition),
        [MapType.DevmapHash] = static (definition, _) => new HashMap(definition),
        [MapType.Cpumap] = static (definition, _) => new FdArrayMap(definition),
        [MapType.Xskmap] = static (definition, _) => new FdArrayMap(definition),
    };

    /// <summary>The map types that can be created.</summary>
    public IReadOnlyCollection<MapType> Types => factories.Keys;

    /// <summary>Adds or replaces a map type.</summary>
    /// <param name="type">The map type.</param>
    /// <param name="factory">Makes a map from its blueprint and the number of CPUs.</param>
    public void Register(MapType type, Func<MapSpec, int, IVmMap> factory) => factories[type] = factory;

    /// <summary>Makes an empty map.</summary>
    /// <exception cref="VmLoadException">The virtual machine does not have the map type, or the kernel would refuse the definition.</exception>
    public IVmMap Create(MapSpec definition, int cpuCount)
    {
        if (!factories.TryGetValue(definition.Type, out Func<MapSpec, int, IVmMap>? factory))
        {
            throw new VmLoadException(
                $"Map '{definition.Name}': the virtual machine has no maps of type {definition.Type}. It has {string.Join(", ", factories.Keys.Order())}.");
        }

        try
        {
            return factory(definition, cpuCount);
        }
        catch (OutOfMemoryException exception)
        {
            throw new VmLoadException($"Map '{definition.Name}': there is no memory for {definition.MaxEntries} entries; make max_entries smaller.", exception);
        }
    }
}
