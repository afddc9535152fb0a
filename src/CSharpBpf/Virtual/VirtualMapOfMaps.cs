using System;
using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Loading;
using CSharpBpf.Maps;
using CSharpBpf.Object;
using CSharpBpf.Vm;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Virtual;

/// <summary>
/// A map of maps in the virtual machine, and before Load. What stands in the virtual machine's map is the number by which programs know the inner map; it
/// has one only once it is loaded, so a placeholder stands there until then.
/// </summary>
internal sealed unsafe class VirtualMapOfMaps(VirtualObject memory, IVmMap map, MapSpec spec) : IMapOfMapsBackend, IVirtualBackend
{
    private const int InvalidArgument = -22;
    private const uint Placeholder = 1;

    private delegate int KeyAction(byte* key);

    private readonly Dictionary<string, (byte[] Key, BpfMap Map)> entries = new(StringComparer.Ordinal);

    public MapDefinition Definition { get; } = MapBackends.Define(spec);

    public IVmMap Map => map;

    public BpfMap? Find(byte* key)
    {
        lock (entries)
        {
            return entries.TryGetValue(Name(key), out (byte[] Key, BpfMap Map) entry) ? entry.Map : null;
        }
    }

    public int Set(byte* key, BpfMap inner)
    {
        if (inner.Backend is not IVirtualBackend { Map: { } added })
        {
            throw new InvalidOperationException($"Map of maps '{Definition.Name}' is not in the kernel, and the map '{inner.Definition.Name}' is: load this object first.");
        }

        if (!IsOfInnerDefinition(added.Definition))
        {
            return InvalidArgument;
        }

        uint value = memory.Vm?.AddMap(added) ?? Placeholder;
        lock (entries)
        {
            int result = map.Update(key, (byte*)&value, MapUpdateFlags.Any, 0);
            if (result == 0)
            {
                entries[Name(key)] = (new ReadOnlySpan<byte>(key, spec.KeySize).ToArray(), inner);
            }

            return result;
        }
    }

    public bool Remove(byte* key)
    {
        lock (entries)
        {
            entries.Remove(Name(key));
            return map.Delete(key) == 0;
        }
    }

    public IMapBackend CreateInner() => memory.CreateInner(spec.InnerMap!);

    /// <summary>Writes the numbers of the maps, which they have now.</summary>
    public void WriteTo(BpfVm vm)
    {
        ForRemovedKeys(key => map.Delete(key));
        foreach ((byte[] bytes, BpfMap inner) in entries.Values)
        {
            uint value = vm.AddMap(((IVirtualBackend)inner.Backend).Map);
            fixed (byte* key = bytes)
            {
                _ = map.Update(key, (byte*)&value, MapUpdateFlags.Any, 0);
            }
        }
    }

    /// <summary>Puts the maps into the kernel's map of maps: those of the object are there already, others are made, with what they hold.</summary>
    public void WriteTo(KernelObject kernel)
    {
        KernelMap target = kernel.Map(Definition.Name);
        ForRemovedKeys(key => target.Delete(key));
        foreach ((byte[] bytes, BpfMap inner) in entries.Values)
        {
            var source = (IVirtualBackend)inner.Backend;
            KernelMap added;
            if (memory.NameOf(source.Map) is { } declared)
            {
                added = kernel.Map(declared);
            }
            else
            {
                added = kernel.CreateInner(spec);
                IMapBackend backend = MapBackends.Create(kernel, added, spec.InnerMap!);
                if (backend is KernelMapBackend keyed)
                {
                    EntryCopy.Copy(source.Map, keyed);
                }

                inner.Backend = backend;
            }

            fixed (byte* key = bytes)
            {
                int result = target.SetMap(key, added);
                if (result < 0)
                {
                    throw KernelErrors.Create($"Putting the map '{inner.Definition.Name}' into '{Definition.Name}'", result);
                }
            }
        }
    }

    /// <summary>For the keys that the object says and that were taken out before Load.</summary>
    private void ForRemovedKeys(KeyAction remove)
    {
        foreach (MapElementSpec element in spec.InitialElements)
        {
            int key = element.Key;
            if (!entries.ContainsKey(Name((byte*)&key)))
            {
                _ = remove((byte*)&key);
            }
        }
    }

    // Hash maps may be of another capacity: bpf_map_meta_equal of kernel/bpf/map_in_map.c and array_map_meta_equal.
    private bool IsOfInnerDefinition(MapSpec added)
    {
        MapSpec inner = spec.InnerMap!;
        return added.Type == inner.Type && added.KeySize == inner.KeySize && added.ValueSize == inner.ValueSize && added.Flags == inner.Flags
            && (added.MaxEntries == inner.MaxEntries || added.Type is not (MapType.Array or MapType.PerCpuArray));
    }

    private string Name(byte* key) => Convert.ToHexString(new ReadOnlySpan<byte>(key, spec.KeySize));
}
