using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Maps;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>bpf_map_lookup_elem, update, delete, and lookup on another CPU.</summary>
internal static unsafe class MapHelpers
{
    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.MapLookupElem, Lookup);
        registry.Register(HelperId.MapUpdateElem, Update);
        registry.Register(HelperId.MapDeleteElem, Delete);
        registry.Register(HelperId.MapLookupPerCpuElem, LookupPerCpu);
    }

    private static ulong Lookup(VmHelperCall call)
    {
        if (!TryGetMapAndKey(call, AccessRights.Read, out VmMapBinding map, out byte* key))
        {
            return 0;
        }

        // What is found in a map of maps is the map itself.
        byte* value = map.Map.Lookup(key, call.Cpu);
        return !MapTypeTable.Get(map.Map.Definition.Type).HoldsMaps ? map.AddressOf(value) : value == null ? 0 : *(uint*)value;
    }

    private static ulong LookupPerCpu(VmHelperCall call)
    {
        if (!TryGetMapAndKey(call, AccessRights.Read, out VmMapBinding map, out byte* key))
        {
            return 0;
        }

        uint cpu = (uint)call.Argument(3);
        return cpu < (uint)map.Map.CpuCount ? map.AddressOf(map.Map.Lookup(key, (int)cpu)) : 0;
    }

    private static ulong Update(VmHelperCall call)
    {
        if (!TryGetMapAndKey(call, AccessRights.Read, out VmMapBinding map, out byte* key)
            || !call.TryGetMemory(3, (uint)map.Map.Definition.ValueSize, AccessRights.Read, out byte* value))
        {
            return 0;
        }

        return (ulong)(long)map.Map.Update(key, value, (MapUpdateFlags)call.Argument(4), call.Cpu);
    }

    private static ulong Delete(VmHelperCall call) =>
        TryGetMapAndKey(call, AccessRights.Read, out VmMapBinding map, out byte* key) ? (ulong)(long)map.Map.Delete(key) : 0;

    private static bool TryGetMapAndKey(VmHelperCall call, AccessRights rights, out VmMapBinding map, out byte* key)
    {
        key = null;
        return call.TryGetMap(1, out map) && call.TryGetMemory(2, (uint)map.Map.Definition.KeySize, rights, out key);
    }
}
