using System;
using System.Collections.Generic;
using System.Linq;

namespace CSharpBpf.Isa.Kernel;

/// <summary>A helper that programs of a type may call.</summary>
/// <param name="Helper">The helper.</param>
/// <param name="Since">The first kernel where they may.</param>
public sealed record HelperAvailability(HelperId Helper, KernelVersion Since);

/// <summary>
/// Which helpers a program type may call, one block for each type that is described: of XDP here, of the others by <see cref="HelperSets"/>. Sources: the get_func_proto functions
/// (xdp_func_proto, bpf_sk_base_func_proto and bpf_base_func_proto) of v6.1 and v6.12, and what v6.18 answers to a call.
/// </summary>
/// <remarks>
/// Exact for 6.1 and 6.12. A version before 6.1 is a lower bound: the later of the helper's and the program type's, except where the
/// helper is known to have come to the type later. 6.18 stands for "absent in 6.12, present in 6.18". Helpers that only programs that may
/// sleep can call are left out of types that cannot.
/// </remarks>
public static class HelperAvailabilityTable
{
    private static readonly HelperAvailability[] Xdp =
    [
        new(HelperId.MapLookupElem, new(4, 8)),
        new(HelperId.MapUpdateElem, new(4, 8)),
        new(HelperId.MapDeleteElem, new(4, 8)),
        new(HelperId.KtimeGetNs, new(4, 8)),
        new(HelperId.TracePrintk, new(4, 8)),
        new(HelperId.GetPrandomU32, new(4, 8)),
        new(HelperId.GetSmpProcessorId, new(4, 8)),
        new(HelperId.TailCall, new(4, 8)),
        new(HelperId.GetCurrentPidTgid, new(6, 10)),
        new(HelperId.GetCurrentUidGid, new(6, 18)),
        new(HelperId.GetCurrentComm, new(6, 18)),
        new(HelperId.GetCgroupClassid, new(6, 18)),
        new(HelperId.PerfEventRead, new(6, 18)),
        new(HelperId.Redirect, new(4, 14)),
        new(HelperId.PerfEventOutput, new(4, 8)),
        new(HelperId.CsumDiff, new(4, 16)),
        new(HelperId.GetCurrentTask, new(4, 8)),
        new(HelperId.CurrentTaskUnderCgroup, new(6, 18)),
        new(HelperId.GetNumaNodeId, new(4, 10)),
        new(HelperId.XdpAdjustHead, new(4, 10)),
        new(HelperId.RedirectMap, new(4, 14)),
        new(HelperId.XdpAdjustMeta, new(4, 15)),
        new(HelperId.PerfEventReadValue, new(6, 18)),
        new(HelperId.XdpAdjustTail, new(4, 18)),
        new(HelperId.FibLookup, new(4, 18)),
        new(HelperId.GetCurrentCgroupId, new(6, 4)),
        new(HelperId.SkLookupTcp, new(4, 20)),
        new(HelperId.SkLookupUdp, new(4, 20)),
        new(HelperId.SkRelease, new(4, 20)),
        new(HelperId.MapPushElem, new(4, 20)),
        new(HelperId.MapPopElem, new(4, 20)),
        new(HelperId.MapPeekElem, new(4, 20)),
        new(HelperId.SpinLock, new(5, 1)),
        new(HelperId.SpinUnlock, new(5, 1)),
        new(HelperId.SkcLookupTcp, new(5, 2)),
        new(HelperId.TcpCheckSyncookie, new(5, 2)),
        new(HelperId.Strtol, new(5, 2)),
        new(HelperId.Strtoul, new(5, 2)),
        new(HelperId.SendSignal, new(6, 18)),
        new(HelperId.TcpGenSyncookie, new(5, 4)),
        new(HelperId.ProbeReadUser, new(5, 5)),
        new(HelperId.ProbeReadKernel, new(5, 5)),
        new(HelperId.ProbeReadUserStr, new(5, 5)),
        new(HelperId.ProbeReadKernelStr, new(5, 5)),
        new(HelperId.SendSignalThread, new(6, 18)),
        new(HelperId.Jiffies64, new(5, 6)),
        new(HelperId.GetNsCurrentPidTgid, new(6, 10)),
        new(HelperId.GetCurrentAncestorCgroupId, new(6, 4)),
        new(HelperId.KtimeGetBootNs, new(5, 8)),
        new(HelperId.RingbufOutput, new(5, 8)),
        new(HelperId.RingbufReserve, new(5, 8)),
        new(HelperId.RingbufSubmit, new(5, 8)),
        new(HelperId.RingbufDiscard, new(5, 8)),
        new(HelperId.RingbufQuery, new(5, 8)),
        new(HelperId.SkcToTcp6Sock, new(5, 9)),
        new(HelperId.SkcToTcpSock, new(5, 9)),
        new(HelperId.SkcToTcpTimewaitSock, new(5, 9)),
        new(HelperId.SkcToTcpRequestSock, new(5, 9)),
        new(HelperId.SkcToUdp6Sock, new(5, 9)),
        new(HelperId.GetTaskStack, new(6, 18)),
        new(HelperId.SnprintfBtf, new(5, 10)),
        new(HelperId.PerCpuPtr, new(5, 10)),
        new(HelperId.ThisCpuPtr, new(5, 10)),
        new(HelperId.TaskStorageGet, new(6, 18)),
        new(HelperId.TaskStorageDelete, new(6, 18)),
        new(HelperId.GetCurrentTaskBtf, new(5, 11)),
        new(HelperId.KtimeGetCoarseNs, new(5, 11)),
        new(HelperId.CheckMtu, new(5, 12)),
        new(HelperId.ForEachMapElem, new(5, 13)),
        new(HelperId.Snprintf, new(5, 13)),
        new(HelperId.TimerInit, new(5, 15)),
        new(HelperId.TimerSetCallback, new(5, 15)),
        new(HelperId.TimerStart, new(5, 15)),
        new(HelperId.TimerCancel, new(5, 15)),
        new(HelperId.TaskPtRegs, new(5, 15)),
        new(HelperId.GetBranchSnapshot, new(6, 18)),
        new(HelperId.TraceVprintk, new(5, 16)),
        new(HelperId.SkcToUnixSock, new(5, 16)),
        new(HelperId.FindVma, new(6, 18)),
        new(HelperId.Loop, new(5, 17)),
        new(HelperId.Strncmp, new(5, 17)),
        new(HelperId.XdpGetBuffLen, new(5, 18)),
        new(HelperId.XdpLoadBytes, new(5, 18)),
        new(HelperId.XdpStoreBytes, new(5, 18)),
        new(HelperId.KptrXchg, new(5, 19)),
        new(HelperId.MapLookupPerCpuElem, new(5, 19)),
        new(HelperId.SkcToMptcpSock, new(5, 19)),
        new(HelperId.DynptrFromMem, new(5, 19)),
        new(HelperId.RingbufReserveDynptr, new(5, 19)),
        new(HelperId.RingbufSubmitDynptr, new(5, 19)),
        new(HelperId.RingbufDiscardDynptr, new(5, 19)),
        new(HelperId.DynptrRead, new(5, 19)),
        new(HelperId.DynptrWrite, new(5, 19)),
        new(HelperId.DynptrData, new(5, 19)),
        new(HelperId.TcpRawGenSyncookieIpv4, new(6, 0)),
        new(HelperId.TcpRawGenSyncookieIpv6, new(6, 0)),
        new(HelperId.TcpRawCheckSyncookieIpv4, new(6, 0)),
        new(HelperId.TcpRawCheckSyncookieIpv6, new(6, 0)),
        new(HelperId.KtimeGetTaiNs, new(6, 1)),
        new(HelperId.UserRingbufDrain, new(6, 1)),
        new(HelperId.CgrpStorageGet, new(6, 2)),
        new(HelperId.CgrpStorageDelete, new(6, 2)),
    ];

    private static readonly Dictionary<ProgramType, IReadOnlyList<HelperAvailability>> Blocks = MakeBlocks();

    private static readonly Dictionary<(ProgramType Type, HelperId Helper), KernelVersion> Index = IndexBlocks();

    /// <summary>The helpers that a program type may call.</summary>
    /// <param name="type">The program type.</param>
    /// <returns>The helpers by ascending id, or null if they are not described yet.</returns>
    public static IReadOnlyList<HelperAvailability>? Find(ProgramType type) =>
        Blocks.TryGetValue(type, out IReadOnlyList<HelperAvailability>? block) ? block : null;

    /// <summary>Whether the helpers of a program type are described, so that <see cref="Since"/> can tell anything of it.</summary>
    /// <param name="type">The program type.</param>
    /// <returns>Whether there is a block for it.</returns>
    public static bool IsDescribed(ProgramType type) => Blocks.ContainsKey(type);

    /// <summary>The first kernel where a program type may call a helper.</summary>
    /// <param name="type">The program type, one that <see cref="IsDescribed"/>.</param>
    /// <param name="helper">The helper.</param>
    /// <returns>The version, or null if no kernel up to <see cref="KernelVersion.NewestDescribed"/> lets it, or the type is not described.</returns>
    public static KernelVersion? Since(ProgramType type, HelperId helper) =>
        Index.TryGetValue((type, helper), out KernelVersion since) ? since : KernelFunctionTable.Find(helper)?.Call.Since;

    private static Dictionary<ProgramType, IReadOnlyList<HelperAvailability>> MakeBlocks()
    {
        Dictionary<ProgramType, IReadOnlyList<HelperAvailability>> blocks = new() { [ProgramType.Xdp] = Array.AsReadOnly(Xdp) };
        foreach (HelperSet set in HelperSets.All)
        {
            KernelVersion type = ProgramTypeTable.Get(set.Type).Since;
            blocks.Add(set.Type, [.. set.In61.Select(helper => new HelperAvailability(helper, Later(type, HelperTable.Get(helper).Since)))
                .Concat(set.In612.Select(static helper => new HelperAvailability(helper, new(6, 12))))
                .Concat(set.In618.Select(static helper => new HelperAvailability(helper, new(6, 18))))
                .OrderBy(static row => row.Helper)]);
        }

        return blocks;
    }

    private static KernelVersion Later(KernelVersion left, KernelVersion right) => left > right ? left : right;

    private static Dictionary<(ProgramType Type, HelperId Helper), KernelVersion> IndexBlocks()
    {
        Dictionary<(ProgramType Type, HelperId Helper), KernelVersion> index = [];
        foreach (KeyValuePair<ProgramType, IReadOnlyList<HelperAvailability>> block in Blocks)
        {
            foreach (HelperAvailability row in block.Value)
            {
                index.Add((block.Key, row.Helper), row.Since);
            }
        }

        return index;
    }
}
