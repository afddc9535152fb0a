using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// The helpers, one row each. Sources: __BPF_FUNC_MAPPER of include/uapi/linux/bpf.h, the bpf_func_proto structs (licence, packet access,
/// signature) in kernel/bpf, kernel/trace, net and drivers/media/rc, and bpf_helper_changes_pkt_data in net/core/filter.c (v6.12); ids as in
/// the BTF of v6.18.
/// </summary>
/// <remarks>
/// Licence and packet access are the same in v6.1 and v6.12; kernels before may be stricter (bpf_ktime_get_ns was GPL-only before 5.8).
/// A signature is null where it depends on the program type. bpf_get_stackid and bpf_get_func_ip count as GPL-only although perf event and
/// multi-probe programs take them under any licence. Which program types have a helper stands in <see cref="HelperAvailabilityTable"/>.
/// </remarks>
public static class HelperTable
{
    private static readonly HelperInfo[] Rows =
    [
        new(HelperId.MapLookupElem, "bpf_map_lookup_elem", new(3, 19), HelperTraits.PacketAccess, new(Ret.MapValueOrNull, [Arg.ConstMapPtr, Arg.MapKey])),
        new(HelperId.MapUpdateElem, "bpf_map_update_elem", new(3, 19), HelperTraits.PacketAccess, new(Ret.Integer, [Arg.ConstMapPtr, Arg.MapKey, Arg.MapValue, Arg.Anything])),
        new(HelperId.MapDeleteElem, "bpf_map_delete_elem", new(3, 19), HelperTraits.PacketAccess, new(Ret.Integer, [Arg.ConstMapPtr, Arg.MapKey])),
        new(HelperId.ProbeRead, "bpf_probe_read", new(4, 1), HelperTraits.GplOnly, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.KtimeGetNs, "bpf_ktime_get_ns", new(4, 1), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.TracePrintk, "bpf_trace_printk", new(4, 1), HelperTraits.GplOnly, new(Ret.Integer, [Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.GetPrandomU32, "bpf_get_prandom_u32", new(4, 1), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.GetSmpProcessorId, "bpf_get_smp_processor_id", new(4, 1), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.SkbStoreBytes, "bpf_skb_store_bytes", new(4, 1), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemRdonly, Arg.ConstSize, Arg.Anything])),
        new(HelperId.L3CsumReplace, "bpf_l3_csum_replace", new(4, 1), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything, Arg.Anything, Arg.Anything])),
        new(HelperId.L4CsumReplace, "bpf_l4_csum_replace", new(4, 1), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything, Arg.Anything, Arg.Anything])),
        new(HelperId.TailCall, "bpf_tail_call", new(4, 2), HelperTraits.ChangesPacketData, new(Ret.Void, [Arg.Ctx, Arg.ConstMapPtr, Arg.Anything])),
        new(HelperId.CloneRedirect, "bpf_clone_redirect", new(4, 2), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything])),
        new(HelperId.GetCurrentPidTgid, "bpf_get_current_pid_tgid", new(4, 2), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.GetCurrentUidGid, "bpf_get_current_uid_gid", new(4, 2), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.GetCurrentComm, "bpf_get_current_comm", new(4, 2), HelperTraits.None, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.GetCgroupClassid, "bpf_get_cgroup_classid", new(4, 3), HelperTraits.None, null),
        new(HelperId.SkbVlanPush, "bpf_skb_vlan_push", new(4, 3), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything])),
        new(HelperId.SkbVlanPop, "bpf_skb_vlan_pop", new(4, 3), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.SkbGetTunnelKey, "bpf_skb_get_tunnel_key", new(4, 3), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.MemUninitWrite, Arg.ConstSize, Arg.Anything])),
        new(HelperId.SkbSetTunnelKey, "bpf_skb_set_tunnel_key", new(4, 3), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.MemRdonly, Arg.ConstSize, Arg.Anything])),
        new(HelperId.PerfEventRead, "bpf_perf_event_read", new(4, 3), HelperTraits.GplOnly, new(Ret.Integer, [Arg.ConstMapPtr, Arg.Anything])),
        new(HelperId.Redirect, "bpf_redirect", new(4, 4), HelperTraits.None, new(Ret.Integer, [Arg.Anything, Arg.Anything])),
        new(HelperId.GetRouteRealm, "bpf_get_route_realm", new(4, 4), HelperTraits.None, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.PerfEventOutput, "bpf_perf_event_output", new(4, 4), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx, Arg.ConstMapPtr, Arg.Anything, Arg.MemRdonly, Arg.ConstSizeOrZero])),
        new(HelperId.SkbLoadBytes, "bpf_skb_load_bytes", new(4, 5), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.GetStackid, "bpf_get_stackid", new(4, 6), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx, Arg.ConstMapPtr, Arg.Anything])),
        new(HelperId.CsumDiff, "bpf_csum_diff", new(4, 6), HelperTraits.PacketAccess, new(Ret.Integer, [Arg.MemOrNullRdonly, Arg.ConstSizeOrZero, Arg.MemOrNullRdonly, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.SkbGetTunnelOpt, "bpf_skb_get_tunnel_opt", new(4, 6), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.SkbSetTunnelOpt, "bpf_skb_set_tunnel_opt", new(4, 6), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.SkbChangeProto, "bpf_skb_change_proto", new(4, 8), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything])),
        new(HelperId.SkbChangeType, "bpf_skb_change_type", new(4, 8), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.SkbUnderCgroup, "bpf_skb_under_cgroup", new(4, 8), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.ConstMapPtr, Arg.Anything])),
        new(HelperId.GetHashRecalc, "bpf_get_hash_recalc", new(4, 8), HelperTraits.None, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.GetCurrentTask, "bpf_get_current_task", new(4, 8), HelperTraits.GplOnly, new(Ret.Integer, [])),
        new(HelperId.ProbeWriteUser, "bpf_probe_write_user", new(4, 8), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Anything, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.CurrentTaskUnderCgroup, "bpf_current_task_under_cgroup", new(4, 9), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.Anything])),
        new(HelperId.SkbChangeTail, "bpf_skb_change_tail", new(4, 9), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything])),
        new(HelperId.SkbPullData, "bpf_skb_pull_data", new(4, 9), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.CsumUpdate, "bpf_csum_update", new(4, 9), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.SetHashInvalid, "bpf_set_hash_invalid", new(4, 9), HelperTraits.None, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.GetNumaNodeId, "bpf_get_numa_node_id", new(4, 10), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.SkbChangeHead, "bpf_skb_change_head", new(4, 10), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything])),
        new(HelperId.XdpAdjustHead, "bpf_xdp_adjust_head", new(4, 10), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.ProbeReadStr, "bpf_probe_read_str", new(4, 11), HelperTraits.GplOnly, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.GetSocketCookie, "bpf_get_socket_cookie", new(4, 12), HelperTraits.None, null),
        new(HelperId.GetSocketUid, "bpf_get_socket_uid", new(4, 12), HelperTraits.None, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.SetHash, "bpf_set_hash", new(4, 13), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.Setsockopt, "bpf_setsockopt", new(4, 13), HelperTraits.None, null),
        new(HelperId.SkbAdjustRoom, "bpf_skb_adjust_room", new(4, 13), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything, Arg.Anything])),
        new(HelperId.RedirectMap, "bpf_redirect_map", new(4, 14), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.Anything, Arg.Anything])),
        new(HelperId.SkRedirectMap, "bpf_sk_redirect_map", new(4, 14), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.ConstMapPtr, Arg.Anything, Arg.Anything])),
        new(HelperId.SockMapUpdate, "bpf_sock_map_update", new(4, 14), HelperTraits.PacketAccess, new(Ret.Integer, [Arg.Ctx, Arg.ConstMapPtr, Arg.MapKey, Arg.Anything])),
        new(HelperId.XdpAdjustMeta, "bpf_xdp_adjust_meta", new(4, 15), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.PerfEventReadValue, "bpf_perf_event_read_value", new(4, 15), HelperTraits.GplOnly, new(Ret.Integer, [Arg.ConstMapPtr, Arg.Anything, Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.PerfProgReadValue, "bpf_perf_prog_read_value", new(4, 15), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx, Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.Getsockopt, "bpf_getsockopt", new(4, 15), HelperTraits.None, null),
        new(HelperId.OverrideReturn, "bpf_override_return", new(4, 16), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.SockOpsCbFlagsSet, "bpf_sock_ops_cb_flags_set", new(4, 16), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.MsgRedirectMap, "bpf_msg_redirect_map", new(4, 17), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.ConstMapPtr, Arg.Anything, Arg.Anything])),
        new(HelperId.MsgApplyBytes, "bpf_msg_apply_bytes", new(4, 17), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.MsgCorkBytes, "bpf_msg_cork_bytes", new(4, 17), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.MsgPullData, "bpf_msg_pull_data", new(4, 17), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything, Arg.Anything])),
        new(HelperId.Bind, "bpf_bind", new(4, 17), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.XdpAdjustTail, "bpf_xdp_adjust_tail", new(4, 18), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.SkbGetXfrmState, "bpf_skb_get_xfrm_state", new(4, 18), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemUninitWrite, Arg.ConstSize, Arg.Anything])),
        new(HelperId.GetStack, "bpf_get_stack", new(4, 18), HelperTraits.GplOnly, null),
        new(HelperId.SkbLoadBytesRelative, "bpf_skb_load_bytes_relative", new(4, 18), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemUninitWrite, Arg.ConstSize, Arg.Anything])),
        new(HelperId.FibLookup, "bpf_fib_lookup", new(4, 18), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx, Arg.Mem, Arg.ConstSize, Arg.Anything])),
        new(HelperId.SockHashUpdate, "bpf_sock_hash_update", new(4, 18), HelperTraits.PacketAccess, new(Ret.Integer, [Arg.Ctx, Arg.ConstMapPtr, Arg.MapKey, Arg.Anything])),
        new(HelperId.MsgRedirectHash, "bpf_msg_redirect_hash", new(4, 18), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.ConstMapPtr, Arg.MapKey, Arg.Anything])),
        new(HelperId.SkRedirectHash, "bpf_sk_redirect_hash", new(4, 18), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.ConstMapPtr, Arg.MapKey, Arg.Anything])),
        new(HelperId.LwtPushEncap, "bpf_lwt_push_encap", new(4, 18), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.LwtSeg6StoreBytes, "bpf_lwt_seg6_store_bytes", new(4, 18), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.LwtSeg6AdjustSrh, "bpf_lwt_seg6_adjust_srh", new(4, 18), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything])),
        new(HelperId.LwtSeg6Action, "bpf_lwt_seg6_action", new(4, 18), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.RcRepeat, "bpf_rc_repeat", new(4, 18), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.RcKeydown, "bpf_rc_keydown", new(4, 18), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything, Arg.Anything])),
        new(HelperId.SkbCgroupId, "bpf_skb_cgroup_id", new(4, 18), HelperTraits.None, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.GetCurrentCgroupId, "bpf_get_current_cgroup_id", new(4, 18), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.GetLocalStorage, "bpf_get_local_storage", new(4, 19), HelperTraits.None, new(Ret.MapValue, [Arg.ConstMapPtr, Arg.Anything])),
        new(HelperId.SkSelectReuseport, "bpf_sk_select_reuseport", new(4, 19), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.ConstMapPtr, Arg.MapKey, Arg.Anything])),
        new(HelperId.SkbAncestorCgroupId, "bpf_skb_ancestor_cgroup_id", new(4, 19), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.SkLookupTcp, "bpf_sk_lookup_tcp", new(4, 20), HelperTraits.PacketAccess, new(Ret.SocketOrNull, [Arg.Ctx, Arg.MemRdonly, Arg.ConstSizeOrZero, Arg.Anything, Arg.Anything])),
        new(HelperId.SkLookupUdp, "bpf_sk_lookup_udp", new(4, 20), HelperTraits.PacketAccess, new(Ret.SocketOrNull, [Arg.Ctx, Arg.MemRdonly, Arg.ConstSizeOrZero, Arg.Anything, Arg.Anything])),
        new(HelperId.SkRelease, "bpf_sk_release", new(4, 20), HelperTraits.None, new(Ret.Integer, [Arg.BtfIdSockCommonRelease])),
        new(HelperId.MapPushElem, "bpf_map_push_elem", new(4, 20), HelperTraits.PacketAccess, new(Ret.Integer, [Arg.ConstMapPtr, Arg.MapValue, Arg.Anything])),
        new(HelperId.MapPopElem, "bpf_map_pop_elem", new(4, 20), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.MapValueUninitWrite])),
        new(HelperId.MapPeekElem, "bpf_map_peek_elem", new(4, 20), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.MapValueUninitWrite])),
        new(HelperId.MsgPushData, "bpf_msg_push_data", new(4, 20), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything, Arg.Anything])),
        new(HelperId.MsgPopData, "bpf_msg_pop_data", new(5, 0), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything, Arg.Anything])),
        new(HelperId.RcPointerRel, "bpf_rc_pointer_rel", new(5, 0), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything])),
        new(HelperId.SpinLock, "bpf_spin_lock", new(5, 1), HelperTraits.None, new(Ret.Void, [Arg.SpinLock])),
        new(HelperId.SpinUnlock, "bpf_spin_unlock", new(5, 1), HelperTraits.None, new(Ret.Void, [Arg.SpinLock])),
        new(HelperId.SkFullsock, "bpf_sk_fullsock", new(5, 1), HelperTraits.None, new(Ret.SocketOrNull, [Arg.SockCommon])),
        new(HelperId.TcpSock, "bpf_tcp_sock", new(5, 1), HelperTraits.None, new(Ret.TcpSockOrNull, [Arg.SockCommon])),
        new(HelperId.SkbEcnSetCe, "bpf_skb_ecn_set_ce", new(5, 1), HelperTraits.None, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.GetListenerSock, "bpf_get_listener_sock", new(5, 1), HelperTraits.None, new(Ret.SocketOrNull, [Arg.SockCommon])),
        new(HelperId.SkcLookupTcp, "bpf_skc_lookup_tcp", new(5, 2), HelperTraits.PacketAccess, new(Ret.SockCommonOrNull, [Arg.Ctx, Arg.MemRdonly, Arg.ConstSizeOrZero, Arg.Anything, Arg.Anything])),
        new(HelperId.TcpCheckSyncookie, "bpf_tcp_check_syncookie", new(5, 2), HelperTraits.GplOnly | HelperTraits.PacketAccess, new(Ret.Integer, [Arg.BtfIdSockCommon, Arg.MemRdonly, Arg.ConstSize, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.SysctlGetName, "bpf_sysctl_get_name", new(5, 2), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Mem, Arg.ConstSize, Arg.Anything])),
        new(HelperId.SysctlGetCurrentValue, "bpf_sysctl_get_current_value", new(5, 2), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.SysctlGetNewValue, "bpf_sysctl_get_new_value", new(5, 2), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.SysctlSetNewValue, "bpf_sysctl_set_new_value", new(5, 2), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.Strtol, "bpf_strtol", new(5, 2), HelperTraits.None, new(Ret.Integer, [Arg.MemRdonly, Arg.ConstSize, Arg.Anything, Arg.MemUninitWriteOfSizeAligned8])),
        new(HelperId.Strtoul, "bpf_strtoul", new(5, 2), HelperTraits.None, new(Ret.Integer, [Arg.MemRdonly, Arg.ConstSize, Arg.Anything, Arg.MemUninitWriteOfSizeAligned8])),
        new(HelperId.SkStorageGet, "bpf_sk_storage_get", new(5, 2), HelperTraits.None, null),
        new(HelperId.SkStorageDelete, "bpf_sk_storage_delete", new(5, 2), HelperTraits.None, null),
        new(HelperId.SendSignal, "bpf_send_signal", new(5, 3), HelperTraits.None, new(Ret.Integer, [Arg.Anything])),
        new(HelperId.TcpGenSyncookie, "bpf_tcp_gen_syncookie", new(5, 4), HelperTraits.GplOnly | HelperTraits.PacketAccess, new(Ret.Integer, [Arg.BtfIdSockCommon, Arg.MemRdonly, Arg.ConstSize, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.SkbOutput, "bpf_skb_output", new(5, 5), HelperTraits.GplOnly, new(Ret.Integer, [Arg.BtfId, Arg.ConstMapPtr, Arg.Anything, Arg.MemRdonly, Arg.ConstSizeOrZero])),
        new(HelperId.ProbeReadUser, "bpf_probe_read_user", new(5, 5), HelperTraits.GplOnly, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.ProbeReadKernel, "bpf_probe_read_kernel", new(5, 5), HelperTraits.GplOnly, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.ProbeReadUserStr, "bpf_probe_read_user_str", new(5, 5), HelperTraits.GplOnly, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.ProbeReadKernelStr, "bpf_probe_read_kernel_str", new(5, 5), HelperTraits.GplOnly, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.TcpSendAck, "bpf_tcp_send_ack", new(5, 6), HelperTraits.None, new(Ret.Integer, [Arg.BtfId, Arg.Anything])),
        new(HelperId.SendSignalThread, "bpf_send_signal_thread", new(5, 6), HelperTraits.None, new(Ret.Integer, [Arg.Anything])),
        new(HelperId.Jiffies64, "bpf_jiffies64", new(5, 6), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.ReadBranchRecords, "bpf_read_branch_records", new(5, 7), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx, Arg.MemOrNull, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.GetNsCurrentPidTgid, "bpf_get_ns_current_pid_tgid", new(5, 7), HelperTraits.None, new(Ret.Integer, [Arg.Anything, Arg.Anything, Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.XdpOutput, "bpf_xdp_output", new(5, 7), HelperTraits.GplOnly, new(Ret.Integer, [Arg.BtfId, Arg.ConstMapPtr, Arg.Anything, Arg.MemRdonly, Arg.ConstSizeOrZero])),
        new(HelperId.GetNetnsCookie, "bpf_get_netns_cookie", new(5, 7), HelperTraits.None, new(Ret.Integer, [Arg.CtxOrNull])),
        new(HelperId.GetCurrentAncestorCgroupId, "bpf_get_current_ancestor_cgroup_id", new(5, 7), HelperTraits.None, new(Ret.Integer, [Arg.Anything])),
        new(HelperId.SkAssign, "bpf_sk_assign", new(5, 7), HelperTraits.None, null),
        new(HelperId.KtimeGetBootNs, "bpf_ktime_get_boot_ns", new(5, 8), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.SeqPrintf, "bpf_seq_printf", new(5, 8), HelperTraits.GplOnly, new(Ret.Integer, [Arg.BtfId, Arg.MemRdonly, Arg.ConstSize, Arg.MemOrNullRdonly, Arg.ConstSizeOrZero])),
        new(HelperId.SeqWrite, "bpf_seq_write", new(5, 8), HelperTraits.GplOnly, new(Ret.Integer, [Arg.BtfId, Arg.MemRdonly, Arg.ConstSizeOrZero])),
        new(HelperId.SkCgroupId, "bpf_sk_cgroup_id", new(5, 8), HelperTraits.None, new(Ret.Integer, [Arg.BtfIdSockCommon])),
        new(HelperId.SkAncestorCgroupId, "bpf_sk_ancestor_cgroup_id", new(5, 8), HelperTraits.None, new(Ret.Integer, [Arg.BtfIdSockCommon, Arg.Anything])),
        new(HelperId.RingbufOutput, "bpf_ringbuf_output", new(5, 8), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.MemRdonly, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.RingbufReserve, "bpf_ringbuf_reserve", new(5, 8), HelperTraits.None, new(Ret.MemOrNullRingbuf, [Arg.ConstMapPtr, Arg.ConstAllocSizeOrZero, Arg.Anything])),
        new(HelperId.RingbufSubmit, "bpf_ringbuf_submit", new(5, 8), HelperTraits.None, new(Ret.Void, [Arg.RingbufMemRelease, Arg.Anything])),
        new(HelperId.RingbufDiscard, "bpf_ringbuf_discard", new(5, 8), HelperTraits.None, new(Ret.Void, [Arg.RingbufMemRelease, Arg.Anything])),
        new(HelperId.RingbufQuery, "bpf_ringbuf_query", new(5, 8), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.Anything])),
        new(HelperId.CsumLevel, "bpf_csum_level", new(5, 8), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything])),
        new(HelperId.SkcToTcp6Sock, "bpf_skc_to_tcp6_sock", new(5, 9), HelperTraits.None, new(Ret.BtfIdOrNull, [Arg.BtfIdSockCommon])),
        new(HelperId.SkcToTcpSock, "bpf_skc_to_tcp_sock", new(5, 9), HelperTraits.None, new(Ret.BtfIdOrNull, [Arg.BtfIdSockCommon])),
        new(HelperId.SkcToTcpTimewaitSock, "bpf_skc_to_tcp_timewait_sock", new(5, 9), HelperTraits.None, new(Ret.BtfIdOrNull, [Arg.BtfIdSockCommon])),
        new(HelperId.SkcToTcpRequestSock, "bpf_skc_to_tcp_request_sock", new(5, 9), HelperTraits.None, new(Ret.BtfIdOrNull, [Arg.BtfIdSockCommon])),
        new(HelperId.SkcToUdp6Sock, "bpf_skc_to_udp6_sock", new(5, 9), HelperTraits.None, new(Ret.BtfIdOrNull, [Arg.BtfIdSockCommon])),
        new(HelperId.GetTaskStack, "bpf_get_task_stack", new(5, 9), HelperTraits.None, new(Ret.Integer, [Arg.BtfId, Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.LoadHdrOpt, "bpf_load_hdr_opt", new(5, 10), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.MemWrite, Arg.ConstSize, Arg.Anything])),
        new(HelperId.StoreHdrOpt, "bpf_store_hdr_opt", new(5, 10), HelperTraits.ChangesPacketData, new(Ret.Integer, [Arg.Ctx, Arg.MemRdonly, Arg.ConstSize, Arg.Anything])),
        new(HelperId.ReserveHdrOpt, "bpf_reserve_hdr_opt", new(5, 10), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything])),
        new(HelperId.InodeStorageGet, "bpf_inode_storage_get", new(5, 10), HelperTraits.None, new(Ret.MapValueOrNull, [Arg.ConstMapPtr, Arg.BtfIdOrNull, Arg.MapValueOrNull, Arg.Anything])),
        new(HelperId.InodeStorageDelete, "bpf_inode_storage_delete", new(5, 10), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.BtfIdOrNull])),
        new(HelperId.DPath, "bpf_d_path", new(5, 10), HelperTraits.None, new(Ret.Integer, [Arg.BtfId, Arg.Mem, Arg.ConstSizeOrZero])),
        new(HelperId.CopyFromUser, "bpf_copy_from_user", new(5, 10), HelperTraits.MightSleep, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.SnprintfBtf, "bpf_snprintf_btf", new(5, 10), HelperTraits.None, new(Ret.Integer, [Arg.Mem, Arg.ConstSize, Arg.MemRdonly, Arg.ConstSize, Arg.Anything])),
        new(HelperId.SeqPrintfBtf, "bpf_seq_printf_btf", new(5, 10), HelperTraits.GplOnly, new(Ret.Integer, [Arg.BtfId, Arg.MemRdonly, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.SkbCgroupClassid, "bpf_skb_cgroup_classid", new(5, 10), HelperTraits.None, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.RedirectNeigh, "bpf_redirect_neigh", new(5, 10), HelperTraits.None, new(Ret.Integer, [Arg.Anything, Arg.MemOrNullRdonly, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.PerCpuPtr, "bpf_per_cpu_ptr", new(5, 10), HelperTraits.None, new(Ret.MemOrBtfIdOrNullRdonly, [Arg.PerCpuBtfId, Arg.Anything])),
        new(HelperId.ThisCpuPtr, "bpf_this_cpu_ptr", new(5, 10), HelperTraits.None, new(Ret.MemOrBtfIdRdonly, [Arg.PerCpuBtfId])),
        new(HelperId.RedirectPeer, "bpf_redirect_peer", new(5, 10), HelperTraits.None, new(Ret.Integer, [Arg.Anything, Arg.Anything])),
        new(HelperId.TaskStorageGet, "bpf_task_storage_get", new(5, 11), HelperTraits.None, new(Ret.MapValueOrNull, [Arg.ConstMapPtr, Arg.BtfIdOrNull, Arg.MapValueOrNull, Arg.Anything])),
        new(HelperId.TaskStorageDelete, "bpf_task_storage_delete", new(5, 11), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.BtfIdOrNull])),
        new(HelperId.GetCurrentTaskBtf, "bpf_get_current_task_btf", new(5, 11), HelperTraits.GplOnly, new(Ret.BtfIdTrusted, [])),
        new(HelperId.BprmOptsSet, "bpf_bprm_opts_set", new(5, 11), HelperTraits.None, new(Ret.Integer, [Arg.BtfId, Arg.Anything])),
        new(HelperId.KtimeGetCoarseNs, "bpf_ktime_get_coarse_ns", new(5, 11), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.ImaInodeHash, "bpf_ima_inode_hash", new(5, 11), HelperTraits.MightSleep, new(Ret.Integer, [Arg.BtfId, Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.SockFromFile, "bpf_sock_from_file", new(5, 11), HelperTraits.None, new(Ret.BtfIdOrNull, [Arg.BtfId])),
        new(HelperId.CheckMtu, "bpf_check_mtu", new(5, 12), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemWriteOfSizeAligned4, Arg.Anything, Arg.Anything])),
        new(HelperId.ForEachMapElem, "bpf_for_each_map_elem", new(5, 13), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.Func, Arg.StackOrNull, Arg.Anything])),
        new(HelperId.Snprintf, "bpf_snprintf", new(5, 13), HelperTraits.GplOnly, new(Ret.Integer, [Arg.MemOrNull, Arg.ConstSizeOrZero, Arg.ConstStr, Arg.MemOrNullRdonly, Arg.ConstSizeOrZero])),
        new(HelperId.SysBpf, "bpf_sys_bpf", new(5, 14), HelperTraits.MightSleep, new(Ret.Integer, [Arg.Anything, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.BtfFindByNameKind, "bpf_btf_find_by_name_kind", new(5, 14), HelperTraits.MightSleep, new(Ret.Integer, [Arg.MemRdonly, Arg.ConstSize, Arg.Anything, Arg.Anything])),
        new(HelperId.SysClose, "bpf_sys_close", new(5, 14), HelperTraits.MightSleep, new(Ret.Integer, [Arg.Anything])),
        new(HelperId.TimerInit, "bpf_timer_init", new(5, 15), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Timer, Arg.ConstMapPtr, Arg.Anything])),
        new(HelperId.TimerSetCallback, "bpf_timer_set_callback", new(5, 15), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Timer, Arg.Func])),
        new(HelperId.TimerStart, "bpf_timer_start", new(5, 15), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Timer, Arg.Anything, Arg.Anything])),
        new(HelperId.TimerCancel, "bpf_timer_cancel", new(5, 15), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Timer])),
        new(HelperId.GetFuncIp, "bpf_get_func_ip", new(5, 15), HelperTraits.GplOnly, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.GetAttachCookie, "bpf_get_attach_cookie", new(5, 15), HelperTraits.None, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.TaskPtRegs, "bpf_task_pt_regs", new(5, 15), HelperTraits.GplOnly, new(Ret.BtfId, [Arg.BtfId])),
        new(HelperId.GetBranchSnapshot, "bpf_get_branch_snapshot", new(5, 16), HelperTraits.GplOnly, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero])),
        new(HelperId.TraceVprintk, "bpf_trace_vprintk", new(5, 16), HelperTraits.GplOnly, new(Ret.Integer, [Arg.MemRdonly, Arg.ConstSize, Arg.MemOrNullRdonly, Arg.ConstSizeOrZero])),
        new(HelperId.SkcToUnixSock, "bpf_skc_to_unix_sock", new(5, 16), HelperTraits.None, new(Ret.BtfIdOrNull, [Arg.BtfIdSockCommon])),
        new(HelperId.KallsymsLookupName, "bpf_kallsyms_lookup_name", new(5, 16), HelperTraits.None, new(Ret.Integer, [Arg.Mem, Arg.ConstSizeOrZero, Arg.Anything, Arg.MemUninitWriteOfSizeAligned8])),
        new(HelperId.FindVma, "bpf_find_vma", new(5, 17), HelperTraits.None, new(Ret.Integer, [Arg.BtfId, Arg.Anything, Arg.Func, Arg.StackOrNull, Arg.Anything])),
        new(HelperId.Loop, "bpf_loop", new(5, 17), HelperTraits.None, new(Ret.Integer, [Arg.Scalar, Arg.Func, Arg.StackOrNull, Arg.Anything])),
        new(HelperId.Strncmp, "bpf_strncmp", new(5, 17), HelperTraits.None, new(Ret.Integer, [Arg.MemRdonly, Arg.ConstSize, Arg.ConstStr])),
        new(HelperId.GetFuncArg, "bpf_get_func_arg", new(5, 17), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemUninitWriteOfSizeAligned8])),
        new(HelperId.GetFuncRet, "bpf_get_func_ret", new(5, 17), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.MemUninitWriteOfSizeAligned8])),
        new(HelperId.GetFuncArgCnt, "bpf_get_func_arg_cnt", new(5, 17), HelperTraits.None, new(Ret.Integer, [Arg.Ctx])),
        new(HelperId.GetRetval, "bpf_get_retval", new(5, 18), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.SetRetval, "bpf_set_retval", new(5, 18), HelperTraits.None, new(Ret.Integer, [Arg.Anything])),
        new(HelperId.XdpGetBuffLen, "bpf_xdp_get_buff_len", new(5, 18), HelperTraits.None, null),
        new(HelperId.XdpLoadBytes, "bpf_xdp_load_bytes", new(5, 18), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.XdpStoreBytes, "bpf_xdp_store_bytes", new(5, 18), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.MemRdonly, Arg.ConstSize])),
        new(HelperId.CopyFromUserTask, "bpf_copy_from_user_task", new(5, 18), HelperTraits.GplOnly | HelperTraits.MightSleep, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.Anything, Arg.BtfId, Arg.Anything])),
        new(HelperId.SkbSetTstamp, "bpf_skb_set_tstamp", new(5, 18), HelperTraits.None, new(Ret.Integer, [Arg.Ctx, Arg.Anything, Arg.Anything])),
        new(HelperId.ImaFileHash, "bpf_ima_file_hash", new(5, 18), HelperTraits.MightSleep, new(Ret.Integer, [Arg.BtfId, Arg.MemUninitWrite, Arg.ConstSize])),
        new(HelperId.KptrXchg, "bpf_kptr_xchg", new(5, 19), HelperTraits.None, new(Ret.BtfIdOrNull, [Arg.KptrXchgDest, Arg.BtfIdOrNullRelease])),
        new(HelperId.MapLookupPerCpuElem, "bpf_map_lookup_percpu_elem", new(5, 19), HelperTraits.PacketAccess, new(Ret.MapValueOrNull, [Arg.ConstMapPtr, Arg.MapKey, Arg.Anything])),
        new(HelperId.SkcToMptcpSock, "bpf_skc_to_mptcp_sock", new(5, 19), HelperTraits.None, new(Ret.BtfIdOrNull, [Arg.SockCommon])),
        new(HelperId.DynptrFromMem, "bpf_dynptr_from_mem", new(5, 19), HelperTraits.None, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.Anything, Arg.DynptrUninitWriteLocal])),
        new(HelperId.RingbufReserveDynptr, "bpf_ringbuf_reserve_dynptr", new(5, 19), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.Anything, Arg.Anything, Arg.DynptrUninitWriteRingbuf])),
        new(HelperId.RingbufSubmitDynptr, "bpf_ringbuf_submit_dynptr", new(5, 19), HelperTraits.None, new(Ret.Void, [Arg.DynptrReleaseRingbuf, Arg.Anything])),
        new(HelperId.RingbufDiscardDynptr, "bpf_ringbuf_discard_dynptr", new(5, 19), HelperTraits.None, new(Ret.Void, [Arg.DynptrReleaseRingbuf, Arg.Anything])),
        new(HelperId.DynptrRead, "bpf_dynptr_read", new(5, 19), HelperTraits.None, new(Ret.Integer, [Arg.MemUninitWrite, Arg.ConstSizeOrZero, Arg.DynptrRdonly, Arg.Anything, Arg.Anything])),
        new(HelperId.DynptrWrite, "bpf_dynptr_write", new(5, 19), HelperTraits.None, new(Ret.Integer, [Arg.DynptrRdonly, Arg.Anything, Arg.MemRdonly, Arg.ConstSizeOrZero, Arg.Anything])),
        new(HelperId.DynptrData, "bpf_dynptr_data", new(5, 19), HelperTraits.None, new(Ret.MemOrNull, [Arg.DynptrRdonly, Arg.Anything, Arg.ConstAllocSizeOrZero])),
        new(HelperId.TcpRawGenSyncookieIpv4, "bpf_tcp_raw_gen_syncookie_ipv4", new(6, 0), HelperTraits.GplOnly | HelperTraits.PacketAccess, new(Ret.Integer, [Arg.MemOfSize20, Arg.Mem, Arg.ConstSizeOrZero])),
        new(HelperId.TcpRawGenSyncookieIpv6, "bpf_tcp_raw_gen_syncookie_ipv6", new(6, 0), HelperTraits.GplOnly | HelperTraits.PacketAccess, new(Ret.Integer, [Arg.MemOfSize40, Arg.Mem, Arg.ConstSizeOrZero])),
        new(HelperId.TcpRawCheckSyncookieIpv4, "bpf_tcp_raw_check_syncookie_ipv4", new(6, 0), HelperTraits.GplOnly | HelperTraits.PacketAccess, new(Ret.Integer, [Arg.MemOfSize20, Arg.MemOfSize20])),
        new(HelperId.TcpRawCheckSyncookieIpv6, "bpf_tcp_raw_check_syncookie_ipv6", new(6, 0), HelperTraits.GplOnly | HelperTraits.PacketAccess, new(Ret.Integer, [Arg.MemOfSize40, Arg.MemOfSize20])),
        new(HelperId.KtimeGetTaiNs, "bpf_ktime_get_tai_ns", new(6, 1), HelperTraits.None, new(Ret.Integer, [])),
        new(HelperId.UserRingbufDrain, "bpf_user_ringbuf_drain", new(6, 1), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.Func, Arg.StackOrNull, Arg.Anything])),
        new(HelperId.CgrpStorageGet, "bpf_cgrp_storage_get", new(6, 2), HelperTraits.None, new(Ret.MapValueOrNull, [Arg.ConstMapPtr, Arg.BtfIdOrNull, Arg.MapValueOrNull, Arg.Anything])),
        new(HelperId.CgrpStorageDelete, "bpf_cgrp_storage_delete", new(6, 2), HelperTraits.None, new(Ret.Integer, [Arg.ConstMapPtr, Arg.BtfIdOrNull])),
    ];

    private static readonly KernelTable<HelperInfo> Table = new(Rows, static row => (int)row.Id, static row => row.KernelName);

    /// <summary>All rows, by ascending id.</summary>
    public static IReadOnlyList<HelperInfo> All => Table.Rows;

    /// <summary>The row of a helper.</summary>
    /// <param name="helper">The helper.</param>
    /// <returns>The row, or null if the tables know no such helper (it is newer than they are, or none at all).</returns>
    public static HelperInfo? Find(HelperId helper) => Table.Find((int)helper) ?? KernelFunctionTable.Find(helper)?.Call;

    /// <summary>The row of a helper by the kernel's name.</summary>
    /// <param name="kernelName">The kernel's name, such as bpf_map_lookup_elem.</param>
    /// <returns>The row, or null if no row has the name.</returns>
    public static HelperInfo? Find(string kernelName) => Table.Find(kernelName);

    /// <summary>The row of a helper that is a constant of the caller's, so that a missing row is a mistake in the program.</summary>
    /// <param name="helper">A member of the enum.</param>
    /// <returns>The row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is no member of the enum.</exception>
    public static HelperInfo Get(HelperId helper) =>
        Find(helper) ?? throw new ArgumentOutOfRangeException(nameof(helper), helper, "no such helper in the kernel facts");

    /// <summary>The arguments that occur, so that a row fits in a line.</summary>
    private static class Arg
    {
        public static readonly HelperArgument Anything = new(ArgumentKind.Anything);
        public static readonly HelperArgument BtfId = new(ArgumentKind.PtrToBtfId);
        public static readonly HelperArgument BtfIdOrNull = new(ArgumentKind.PtrToBtfId, TypeModifiers.PtrMaybeNull);
        public static readonly HelperArgument BtfIdOrNullRelease = new(ArgumentKind.PtrToBtfId, TypeModifiers.PtrMaybeNull | TypeModifiers.ObjRelease);
        public static readonly HelperArgument BtfIdSockCommon = new(ArgumentKind.PtrToBtfIdSockCommon);
        public static readonly HelperArgument BtfIdSockCommonRelease = new(ArgumentKind.PtrToBtfIdSockCommon, TypeModifiers.ObjRelease);
        public static readonly HelperArgument ConstAllocSizeOrZero = new(ArgumentKind.ConstAllocSizeOrZero);
        public static readonly HelperArgument ConstMapPtr = new(ArgumentKind.ConstMapPtr);
        public static readonly HelperArgument ConstSize = new(ArgumentKind.ConstSize);
        public static readonly HelperArgument ConstSizeOrZero = new(ArgumentKind.ConstSizeOrZero);
        public static readonly HelperArgument ConstStr = new(ArgumentKind.PtrToConstStr);
        public static readonly HelperArgument Ctx = new(ArgumentKind.PtrToCtx);
        public static readonly HelperArgument CtxOrNull = new(ArgumentKind.PtrToCtx, TypeModifiers.PtrMaybeNull);
        public static readonly HelperArgument DynptrRdonly = new(ArgumentKind.PtrToDynptr, TypeModifiers.MemRdonly);
        public static readonly HelperArgument DynptrReleaseRingbuf = new(ArgumentKind.PtrToDynptr, TypeModifiers.ObjRelease | TypeModifiers.DynptrTypeRingbuf);
        public static readonly HelperArgument DynptrUninitWriteLocal = new(ArgumentKind.PtrToDynptr, TypeModifiers.MemUninit | TypeModifiers.MemWrite | TypeModifiers.DynptrTypeLocal);
        public static readonly HelperArgument DynptrUninitWriteRingbuf = new(ArgumentKind.PtrToDynptr, TypeModifiers.MemUninit | TypeModifiers.MemWrite | TypeModifiers.DynptrTypeRingbuf);
        public static readonly HelperArgument Func = new(ArgumentKind.PtrToFunc);
        public static readonly HelperArgument KptrXchgDest = new(ArgumentKind.KptrXchgDest);
        public static readonly HelperArgument MapKey = new(ArgumentKind.PtrToMapKey);
        public static readonly HelperArgument MapValue = new(ArgumentKind.PtrToMapValue);
        public static readonly HelperArgument MapValueOrNull = new(ArgumentKind.PtrToMapValue, TypeModifiers.PtrMaybeNull);
        public static readonly HelperArgument MapValueUninitWrite = new(ArgumentKind.PtrToMapValue, TypeModifiers.MemUninit | TypeModifiers.MemWrite);
        public static readonly HelperArgument Mem = new(ArgumentKind.PtrToMem);
        public static readonly HelperArgument MemOfSize20 = new(ArgumentKind.PtrToMem, TypeModifiers.MemFixedSize, 20);
        public static readonly HelperArgument MemOfSize40 = new(ArgumentKind.PtrToMem, TypeModifiers.MemFixedSize, 40);
        public static readonly HelperArgument MemOrNull = new(ArgumentKind.PtrToMem, TypeModifiers.PtrMaybeNull);
        public static readonly HelperArgument MemOrNullRdonly = new(ArgumentKind.PtrToMem, TypeModifiers.PtrMaybeNull | TypeModifiers.MemRdonly);
        public static readonly HelperArgument MemRdonly = new(ArgumentKind.PtrToMem, TypeModifiers.MemRdonly);
        public static readonly HelperArgument MemUninitWrite = new(ArgumentKind.PtrToMem, TypeModifiers.MemUninit | TypeModifiers.MemWrite);
        public static readonly HelperArgument MemUninitWriteOfSizeAligned8 = new(ArgumentKind.PtrToMem, TypeModifiers.MemUninit | TypeModifiers.MemWrite | TypeModifiers.MemFixedSize | TypeModifiers.MemAligned, 8);
        public static readonly HelperArgument MemWrite = new(ArgumentKind.PtrToMem, TypeModifiers.MemWrite);
        public static readonly HelperArgument MemWriteOfSizeAligned4 = new(ArgumentKind.PtrToMem, TypeModifiers.MemWrite | TypeModifiers.MemFixedSize | TypeModifiers.MemAligned, 4);
        public static readonly HelperArgument PerCpuBtfId = new(ArgumentKind.PtrToPerCpuBtfId);
        public static readonly HelperArgument RingbufMemRelease = new(ArgumentKind.PtrToRingbufMem, TypeModifiers.ObjRelease);
        public static readonly HelperArgument Scalar = new(ArgumentKind.Scalar);
        public static readonly HelperArgument SockCommon = new(ArgumentKind.PtrToSockCommon);
        public static readonly HelperArgument SpinLock = new(ArgumentKind.PtrToSpinLock);
        public static readonly HelperArgument StackOrNull = new(ArgumentKind.PtrToStack, TypeModifiers.PtrMaybeNull);
        public static readonly HelperArgument Timer = new(ArgumentKind.PtrToTimer);
    }

    /// <summary>The return values that occur.</summary>
    private static class Ret
    {
        public static readonly HelperReturn BtfId = new(ReturnKind.PtrToBtfId);
        public static readonly HelperReturn BtfIdOrNull = new(ReturnKind.PtrToBtfId, TypeModifiers.PtrMaybeNull);
        public static readonly HelperReturn BtfIdTrusted = new(ReturnKind.PtrToBtfId, TypeModifiers.PtrTrusted);
        public static readonly HelperReturn Integer = new(ReturnKind.Integer);
        public static readonly HelperReturn MapValue = new(ReturnKind.PtrToMapValue);
        public static readonly HelperReturn MapValueOrNull = new(ReturnKind.PtrToMapValue, TypeModifiers.PtrMaybeNull);
        public static readonly HelperReturn MemOrBtfIdOrNullRdonly = new(ReturnKind.PtrToMemOrBtfId, TypeModifiers.PtrMaybeNull | TypeModifiers.MemRdonly);
        public static readonly HelperReturn MemOrBtfIdRdonly = new(ReturnKind.PtrToMemOrBtfId, TypeModifiers.MemRdonly);
        public static readonly HelperReturn MemOrNull = new(ReturnKind.PtrToMem, TypeModifiers.PtrMaybeNull);
        public static readonly HelperReturn MemOrNullRingbuf = new(ReturnKind.PtrToMem, TypeModifiers.PtrMaybeNull | TypeModifiers.MemRingbuf);
        public static readonly HelperReturn SockCommonOrNull = new(ReturnKind.PtrToSockCommon, TypeModifiers.PtrMaybeNull);
        public static readonly HelperReturn SocketOrNull = new(ReturnKind.PtrToSocket, TypeModifiers.PtrMaybeNull);
        public static readonly HelperReturn TcpSockOrNull = new(ReturnKind.PtrToTcpSock, TypeModifiers.PtrMaybeNull);
        public static readonly HelperReturn Void = new(ReturnKind.Void);
    }
}
