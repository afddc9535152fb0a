namespace CSharpBpf.Isa.Kernel;

/// <summary>The helpers that a program type may call in 6.1; those that were added to it up to 6.12; and those up to 6.18.</summary>
internal sealed record HelperSet(ProgramType Type, HelperId[] In61, HelperId[] In612, HelperId[] In618);

/// <summary>
/// What the kernels 6.1, 6.12 and 6.18 answer to a call of each helper in a program of each type, under the GPL and with all capabilities. bpf_probe_write_user,
/// which depends on the lockdown of the machine, and helpers of programs that sleep are left out.
/// </summary>
internal static class HelperSets
{
    private static readonly HelperId[] Base =
    [
        HelperId.MapLookupElem, HelperId.MapUpdateElem, HelperId.MapDeleteElem, HelperId.KtimeGetNs, HelperId.TracePrintk, HelperId.GetPrandomU32,
        HelperId.GetSmpProcessorId, HelperId.TailCall, HelperId.PerfEventOutput, HelperId.GetCurrentTask, HelperId.GetNumaNodeId,
        HelperId.MapPushElem, HelperId.MapPopElem, HelperId.MapPeekElem, HelperId.SpinLock, HelperId.SpinUnlock, HelperId.Strtol, HelperId.Strtoul,
        HelperId.ProbeReadUser, HelperId.ProbeReadKernel, HelperId.ProbeReadUserStr, HelperId.ProbeReadKernelStr, HelperId.Jiffies64,
        HelperId.KtimeGetBootNs, HelperId.RingbufOutput, HelperId.RingbufReserve, HelperId.RingbufSubmit, HelperId.RingbufDiscard,
        HelperId.RingbufQuery, HelperId.SnprintfBtf, HelperId.PerCpuPtr, HelperId.ThisCpuPtr, HelperId.GetCurrentTaskBtf, HelperId.ForEachMapElem,
        HelperId.Snprintf, HelperId.TimerInit, HelperId.TimerSetCallback, HelperId.TimerStart, HelperId.TimerCancel, HelperId.TaskPtRegs,
        HelperId.TraceVprintk, HelperId.Loop, HelperId.Strncmp, HelperId.KptrXchg, HelperId.MapLookupPerCpuElem, HelperId.DynptrFromMem,
        HelperId.RingbufReserveDynptr, HelperId.RingbufSubmitDynptr, HelperId.RingbufDiscardDynptr, HelperId.DynptrRead, HelperId.DynptrWrite,
        HelperId.DynptrData, HelperId.KtimeGetTaiNs, HelperId.UserRingbufDrain,
    ];

    private static readonly HelperId[] Tracing =
    [
        HelperId.ProbeRead, HelperId.GetCurrentPidTgid, HelperId.GetCurrentUidGid, HelperId.GetCurrentComm, HelperId.PerfEventRead,
        HelperId.GetStackid, HelperId.CurrentTaskUnderCgroup, HelperId.ProbeReadStr, HelperId.PerfEventReadValue, HelperId.GetStack,
        HelperId.GetCurrentCgroupId, HelperId.SendSignal, HelperId.SendSignalThread, HelperId.GetNsCurrentPidTgid,
        HelperId.GetCurrentAncestorCgroupId, HelperId.GetTaskStack, HelperId.TaskStorageGet, HelperId.TaskStorageDelete, HelperId.GetFuncIp,
        HelperId.GetBranchSnapshot, HelperId.FindVma,
    ];

    private static readonly HelperId[] SocketBuffer =
    [
        HelperId.SkbLoadBytes, HelperId.GetSocketCookie, HelperId.GetSocketUid, HelperId.SkbLoadBytesRelative, HelperId.SkcToTcp6Sock,
        HelperId.SkcToTcpSock, HelperId.SkcToTcpTimewaitSock, HelperId.SkcToTcpRequestSock, HelperId.SkcToUdp6Sock, HelperId.KtimeGetCoarseNs,
        HelperId.SkcToUnixSock, HelperId.SkcToMptcpSock,
    ];

    private static readonly HelperId[] Base612 =
    [
        HelperId.CgrpStorageGet, HelperId.CgrpStorageDelete,
    ];

    private static readonly HelperId[] Packet618 =
    [
        HelperId.GetCurrentUidGid, HelperId.GetCurrentComm, HelperId.PerfEventRead, HelperId.CurrentTaskUnderCgroup, HelperId.PerfEventReadValue,
        HelperId.SendSignal, HelperId.SendSignalThread, HelperId.GetNetnsCookie, HelperId.GetTaskStack, HelperId.TaskStorageGet,
        HelperId.TaskStorageDelete, HelperId.GetBranchSnapshot, HelperId.FindVma,
    ];

    public static HelperSet[] All { get; } =
    [
        new(
            ProgramType.SocketFilter,
            [
                .. Base, .. SocketBuffer,
            ],
            [.. Base612, HelperId.GetCurrentPidTgid, HelperId.GetCurrentCgroupId, HelperId.GetNsCurrentPidTgid, HelperId.GetCurrentAncestorCgroupId],
            [.. Packet618, HelperId.GetCgroupClassid]),
        new(
            ProgramType.Kprobe,
            [
                .. Base, .. Tracing,
                HelperId.GetAttachCookie,
            ],
            [.. Base612],
            [HelperId.GetCgroupClassid]),
        new(
            ProgramType.SchedCls,
            [
                .. Base, .. SocketBuffer,
                HelperId.SkbStoreBytes, HelperId.L3CsumReplace, HelperId.L4CsumReplace, HelperId.CloneRedirect, HelperId.GetCgroupClassid,
                HelperId.SkbVlanPush, HelperId.SkbVlanPop, HelperId.SkbGetTunnelKey, HelperId.SkbSetTunnelKey, HelperId.Redirect,
                HelperId.GetRouteRealm, HelperId.CsumDiff, HelperId.SkbGetTunnelOpt, HelperId.SkbSetTunnelOpt, HelperId.SkbChangeProto,
                HelperId.SkbChangeType, HelperId.SkbUnderCgroup, HelperId.GetHashRecalc, HelperId.SkbChangeTail, HelperId.SkbPullData,
                HelperId.CsumUpdate, HelperId.SetHashInvalid, HelperId.SkbChangeHead, HelperId.SetHash, HelperId.SkbAdjustRoom,
                HelperId.SkbGetXfrmState, HelperId.FibLookup, HelperId.SkbCgroupId, HelperId.SkbAncestorCgroupId, HelperId.SkLookupTcp,
                HelperId.SkLookupUdp, HelperId.SkRelease, HelperId.SkFullsock, HelperId.TcpSock, HelperId.SkbEcnSetCe, HelperId.GetListenerSock,
                HelperId.SkcLookupTcp, HelperId.TcpCheckSyncookie, HelperId.SkStorageGet, HelperId.SkStorageDelete, HelperId.TcpGenSyncookie,
                HelperId.SkAssign, HelperId.CsumLevel, HelperId.SkbCgroupClassid, HelperId.RedirectNeigh, HelperId.RedirectPeer, HelperId.CheckMtu,
                HelperId.SkbSetTstamp, HelperId.TcpRawGenSyncookieIpv4, HelperId.TcpRawGenSyncookieIpv6, HelperId.TcpRawCheckSyncookieIpv4,
                HelperId.TcpRawCheckSyncookieIpv6,
            ],
            [.. Base612, HelperId.GetCurrentPidTgid, HelperId.GetCurrentCgroupId, HelperId.GetNsCurrentPidTgid, HelperId.GetCurrentAncestorCgroupId],
            [.. Packet618]),
        new(
            ProgramType.Tracepoint,
            [
                .. Base, .. Tracing,
                HelperId.GetAttachCookie,
            ],
            [.. Base612],
            [HelperId.GetCgroupClassid]),
        new(
            ProgramType.PerfEvent,
            [
                .. Base, .. Tracing,
                HelperId.PerfProgReadValue, HelperId.ReadBranchRecords, HelperId.GetAttachCookie,
            ],
            [.. Base612],
            [HelperId.GetCgroupClassid]),
        new(
            ProgramType.CgroupSkb,
            [
                .. Base, .. SocketBuffer,
                HelperId.SkbCgroupId, HelperId.GetLocalStorage, HelperId.SkbAncestorCgroupId, HelperId.SkLookupTcp, HelperId.SkLookupUdp,
                HelperId.SkRelease, HelperId.SkFullsock, HelperId.TcpSock, HelperId.SkbEcnSetCe, HelperId.GetListenerSock, HelperId.SkcLookupTcp,
                HelperId.SkStorageGet, HelperId.SkStorageDelete, HelperId.SkCgroupId, HelperId.SkAncestorCgroupId,
            ],
            [.. Base612, HelperId.GetCurrentPidTgid, HelperId.GetCurrentCgroupId, HelperId.GetNsCurrentPidTgid, HelperId.GetCurrentAncestorCgroupId],
            [.. Packet618, HelperId.GetCgroupClassid]),
        new(
            ProgramType.RawTracepoint,
            [
                .. Base, .. Tracing,
            ],
            [.. Base612, HelperId.GetAttachCookie],
            [HelperId.GetCgroupClassid]),
    ];
}
