using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Maps;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>bpf_map_push_elem, pop and peek.</summary>
internal static unsafe class SequenceHelpers
{
    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.MapPushElem, Push);
        registry.Register(HelperId.MapPopElem, static call => Take(call, isRemoved: true));
        registry.Register(HelperId.MapPeekElem, static call => Take(call, isRemoved: false));
    }

    private static ulong Push(VmHelperCall call) =>
        TryGetMapAndValue(call, AccessRights.Read, out SequenceMap map, out byte* value) ? (ulong)(long)map.Push(value, (MapUpdateFlags)call.Argument(3)) : 0;

    private static ulong Take(VmHelperCall call, bool isRemoved) =>
        TryGetMapAndValue(call, AccessRights.Write, out SequenceMap map, out byte* value) ? (ulong)(long)map.Take(value, isRemoved) : 0;

    private static bool TryGetMapAndValue(VmHelperCall call, AccessRights rights, out SequenceMap map, out byte* value)
    {
        map = null!;
        value = null;
        if (!call.TryGetMap(1, out VmMapBinding binding))
        {
            return false;
        }

        if (binding.Map is not SequenceMap found)
        {
            call.Fault($"argument 1 of {call.Machine.CurrentHelperName} is the map '{binding.Map.Definition.Name}', which is no queue and no stack");
            return false;
        }

        map = found;
        return call.TryGetMemory(2, (uint)map.Definition.ValueSize, rights, out value);
    }
}
