using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// Which helper takes which map, where one of the two is choosy. Source: check_map_func_compatibility in kernel/bpf/verifier.c (v6.12).
/// </summary>
/// <remarks>
/// Whether the helper takes a map at all is a matter of its signature. Updating socket maps and deleting from them also depends on the program:
/// socket filters, tc, XDP, flow dissectors, reuseport and lookup programs and tracing iterators may do both, socket operations may delete.
/// </remarks>
public static class MapHelperTable
{
    private static readonly Dictionary<MapType, HelperId[]> HelpersOfMap = new()
    {
        [MapType.ProgArray] = [HelperId.TailCall],
        [MapType.PerfEventArray] = [HelperId.PerfEventRead, HelperId.PerfEventOutput, HelperId.PerfEventReadValue, HelperId.SkbOutput, HelperId.XdpOutput],
        [MapType.StackTrace] = [HelperId.GetStackid],
        [MapType.CgroupArray] = [HelperId.SkbUnderCgroup, HelperId.CurrentTaskUnderCgroup],
        [MapType.ArrayOfMaps] = [HelperId.MapLookupElem],
        [MapType.HashOfMaps] = [HelperId.MapLookupElem],
        [MapType.Devmap] = [HelperId.MapLookupElem, HelperId.RedirectMap],
        [MapType.Sockmap] = [HelperId.MapLookupElem, HelperId.MapUpdateElem, HelperId.MapDeleteElem, HelperId.SkRedirectMap, HelperId.SockMapUpdate, HelperId.MsgRedirectMap, HelperId.SkSelectReuseport],
        [MapType.Cpumap] = [HelperId.RedirectMap],
        [MapType.Xskmap] = [HelperId.MapLookupElem, HelperId.RedirectMap],
        [MapType.Sockhash] = [HelperId.MapLookupElem, HelperId.MapUpdateElem, HelperId.MapDeleteElem, HelperId.SockHashUpdate, HelperId.MsgRedirectHash, HelperId.SkRedirectHash, HelperId.SkSelectReuseport],
        [MapType.CgroupStorage] = [HelperId.GetLocalStorage],
        [MapType.ReuseportSockarray] = [HelperId.SkSelectReuseport],
        [MapType.PerCpuCgroupStorage] = [HelperId.GetLocalStorage],
        [MapType.Queue] = [HelperId.MapPushElem, HelperId.MapPopElem, HelperId.MapPeekElem],
        [MapType.Stack] = [HelperId.MapPushElem, HelperId.MapPopElem, HelperId.MapPeekElem],
        [MapType.SkStorage] = [HelperId.SkStorageGet, HelperId.SkStorageDelete, HelperId.KptrXchg],
        [MapType.DevmapHash] = [HelperId.MapLookupElem, HelperId.RedirectMap],
        [MapType.Ringbuf] = [HelperId.RingbufOutput, HelperId.RingbufReserve, HelperId.RingbufQuery, HelperId.RingbufReserveDynptr, HelperId.RingbufSubmitDynptr, HelperId.RingbufDiscardDynptr],
        [MapType.InodeStorage] = [HelperId.InodeStorageGet, HelperId.InodeStorageDelete, HelperId.KptrXchg],
        [MapType.TaskStorage] = [HelperId.TaskStorageGet, HelperId.TaskStorageDelete, HelperId.KptrXchg],
        [MapType.BloomFilter] = [HelperId.MapPushElem, HelperId.MapPeekElem],
        [MapType.UserRingbuf] = [HelperId.UserRingbufDrain],
        [MapType.CgrpStorage] = [HelperId.KptrXchg, HelperId.CgrpStorageGet, HelperId.CgrpStorageDelete],
    };

    private static readonly Dictionary<HelperId, MapType[]> MapsOfHelper = new()
    {
        [HelperId.TailCall] = [MapType.ProgArray],
        [HelperId.PerfEventRead] = [MapType.PerfEventArray],
        [HelperId.PerfEventOutput] = [MapType.PerfEventArray],
        [HelperId.GetStackid] = [MapType.StackTrace],
        [HelperId.SkbUnderCgroup] = [MapType.CgroupArray],
        [HelperId.CurrentTaskUnderCgroup] = [MapType.CgroupArray],
        [HelperId.RedirectMap] = [MapType.Devmap, MapType.Cpumap, MapType.Xskmap, MapType.DevmapHash],
        [HelperId.SkRedirectMap] = [MapType.Sockmap],
        [HelperId.SockMapUpdate] = [MapType.Sockmap],
        [HelperId.PerfEventReadValue] = [MapType.PerfEventArray],
        [HelperId.MsgRedirectMap] = [MapType.Sockmap],
        [HelperId.SockHashUpdate] = [MapType.Sockhash],
        [HelperId.MsgRedirectHash] = [MapType.Sockhash],
        [HelperId.SkRedirectHash] = [MapType.Sockhash],
        [HelperId.GetLocalStorage] = [MapType.CgroupStorage, MapType.PerCpuCgroupStorage],
        [HelperId.SkSelectReuseport] = [MapType.Sockmap, MapType.Sockhash, MapType.ReuseportSockarray],
        [HelperId.MapPushElem] = [MapType.Queue, MapType.Stack, MapType.BloomFilter],
        [HelperId.MapPopElem] = [MapType.Queue, MapType.Stack],
        [HelperId.MapPeekElem] = [MapType.Queue, MapType.Stack, MapType.BloomFilter],
        [HelperId.SkStorageGet] = [MapType.SkStorage],
        [HelperId.SkStorageDelete] = [MapType.SkStorage],
        [HelperId.SkbOutput] = [MapType.PerfEventArray],
        [HelperId.XdpOutput] = [MapType.PerfEventArray],
        [HelperId.RingbufOutput] = [MapType.Ringbuf],
        [HelperId.RingbufReserve] = [MapType.Ringbuf],
        [HelperId.RingbufQuery] = [MapType.Ringbuf],
        [HelperId.InodeStorageGet] = [MapType.InodeStorage],
        [HelperId.InodeStorageDelete] = [MapType.InodeStorage],
        [HelperId.TaskStorageGet] = [MapType.TaskStorage],
        [HelperId.TaskStorageDelete] = [MapType.TaskStorage],
        [HelperId.MapLookupPerCpuElem] = [MapType.PerCpuHash, MapType.PerCpuArray, MapType.LruPerCpuHash],
        [HelperId.RingbufReserveDynptr] = [MapType.Ringbuf],
        [HelperId.RingbufSubmitDynptr] = [MapType.Ringbuf],
        [HelperId.RingbufDiscardDynptr] = [MapType.Ringbuf],
        [HelperId.UserRingbufDrain] = [MapType.UserRingbuf],
        [HelperId.CgrpStorageGet] = [MapType.CgrpStorage],
        [HelperId.CgrpStorageDelete] = [MapType.CgrpStorage],
    };

    /// <summary>The only helpers that take a map of the type.</summary>
    /// <param name="type">The map type.</param>
    /// <returns>The helpers by ascending id, or null if any helper does that is not choosy itself.</returns>
    public static IReadOnlyList<HelperId>? HelpersFor(MapType type) => HelpersOfMap.TryGetValue(type, out HelperId[]? helpers) ? Array.AsReadOnly(helpers) : null;

    /// <summary>The only map types that the helper takes.</summary>
    /// <param name="helper">The helper.</param>
    /// <returns>The map types by ascending id, or null if it takes any that is not choosy itself.</returns>
    public static IReadOnlyList<MapType>? MapsFor(HelperId helper) => MapsOfHelper.TryGetValue(helper, out MapType[]? types) ? Array.AsReadOnly(types) : null;

    /// <summary>Whether the helper takes a map of the type.</summary>
    /// <param name="type">The map type.</param>
    /// <param name="helper">The helper, one whose signature has a map.</param>
    /// <returns>Whether neither refuses the other.</returns>
    public static bool Accepts(MapType type, HelperId helper) =>
        (!HelpersOfMap.TryGetValue(type, out HelperId[]? helpers) || Array.IndexOf(helpers, helper) >= 0)
        && (!MapsOfHelper.TryGetValue(helper, out MapType[]? types) || Array.IndexOf(types, type) >= 0);
}
