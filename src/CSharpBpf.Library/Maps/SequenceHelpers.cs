using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helpers of maps without keys, under the typed classes.</summary>
internal static unsafe class SequenceHelpers
{
    [BpfHelper(HelperId.MapPushElem)]
    public static long Push(BpfMap map, void* value, MapUpdateMode mode) => Of(map).Push((byte*)value, mode);

    [BpfHelper(HelperId.MapPopElem)]
    public static long Pop(BpfMap map, void* value) => Of(map).Pop((byte*)value);

    [BpfHelper(HelperId.MapPeekElem)]
    public static long Peek(BpfMap map, void* value) => Of(map).Peek((byte*)value);

    private static ISequenceBackend Of(BpfMap map) => (ISequenceBackend)map.Backend;
}
