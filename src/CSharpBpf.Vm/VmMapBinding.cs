using CSharpBpf.Vm.Maps;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm;

/// <summary>A map as the programs of one virtual machine see it: the map, the address that stands for it, and its values' memory.</summary>
public sealed unsafe class VmMapBinding
{
    internal VmMapBinding(IVmMap map, MemoryRegion handle, MemoryRegion values)
    {
        Map = map;
        Handle = handle;
        Values = values;
    }

    /// <summary>The map.</summary>
    public IVmMap Map { get; }

    /// <summary>The region whose address is the map's handle.</summary>
    public MemoryRegion Handle { get; }

    /// <summary>The region of the map's values.</summary>
    public MemoryRegion Values { get; }

    /// <summary>The guest address of a value, or 0 for null.</summary>
    public ulong AddressOf(byte* value) => value == null ? 0 : Values.AddressOf(value);
}
