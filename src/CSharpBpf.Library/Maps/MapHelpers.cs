using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's map helpers, under the typed map classes.</summary>
internal static unsafe class MapHelpers
{
    [BpfHelper(HelperId.MapLookupElem)]
    public static void* Lookup(BpfMap map, void* key) => map.Entries.GetValueAddress((byte*)key);

    [BpfHelper(HelperId.MapLookupElem)]
    public static TMap? LookupMap<TMap>(BpfMap map, void* key)
        where TMap : BpfMap => (TMap?)((IMapOfMapsBackend)map.Backend).Find((byte*)key);

    [BpfHelper(HelperId.MapUpdateElem)]
    public static long Update(BpfMap map, void* key, void* value, MapUpdateMode mode) => map.Entries.Update((byte*)key, (byte*)value, mode);

    [BpfHelper(HelperId.MapDeleteElem)]
    public static long Delete(BpfMap map, void* key) => map.Entries.Remove((byte*)key);
}
