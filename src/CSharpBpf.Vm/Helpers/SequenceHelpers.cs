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
        registry.Register(HelperId.MapPopElem, Pop);
        registry.Register(HelperId.MapPeekElem, Peek);
    }

    private static ulong Push(VmHelperCall call) => Run(call, AccessRights.Read, static (map, value, call) => map switch
    {
        SequenceMap sequence => sequence.Push((byte*)value, (MapUpdateFlags)call.Argument(3)),
        BloomFilterMap filter => filter.Push((byte*)value, (MapUpdateFlags)call.Argument(3)),
        _ => null,
    });

    private static ulong Pop(VmHelperCall call) => Run(call, AccessRights.Write, static (map, value, _) => (map as SequenceMap)?.Take((byte*)value, isRemoved: true));

    /// <summary>A queue and a stack write the value; a Bloom filter is asked for it.</summary>
    private static ulong Peek(VmHelperCall call) => call.TryGetMap(1, out VmMapBinding binding) && binding.Map is BloomFilterMap
        ? Run(call, AccessRights.Read, static (map, value, _) => ((BloomFilterMap)map).Peek((byte*)value))
        : Run(call, AccessRights.Write, static (map, value, _) => (map as SequenceMap)?.Take((byte*)value, isRemoved: false));

    private static ulong Run(VmHelperCall call, AccessRights rights, Operation operation)
    {
        if (!call.TryGetMap(1, out VmMapBinding binding) || !call.TryGetMemory(2, (uint)binding.Map.Definition.ValueSize, rights, out byte* value))
        {
            return 0;
        }

        return operation(binding.Map, (nint)value, call) is { } result
            ? (ulong)(long)result
            : call.Fault($"argument 1 of {call.Machine.CurrentHelperName} is the map '{binding.Map.Definition.Name}' of type {binding.Map.Definition.Type}, which has no such operation");
    }

    /// <summary>Works on a map and a value; null if the map is of another type.</summary>
    private delegate int? Operation(IVmMap map, nint value, VmHelperCall call);
}
