using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// The names that libbpf gives to sections of programs, with what each implies. Sources: section_defs in tools/lib/bpf/libbpf.c (v6.12), and
/// of v6.13 the two rows for uprobe sessions.
/// </summary>
/// <remarks>A name without a target matches exactly; one that takes a target also matches with a slash and anything behind it.</remarks>
public static class SectionTable
{
    private static readonly SectionInfo[] Rows =
    [
        new("socket", ProgramType.SocketFilter, null, SectionTraits.None),
        new("sk_reuseport/migrate", ProgramType.SkReuseport, AttachType.SkReuseportSelectOrMigrate, SectionTraits.None),
        new("sk_reuseport", ProgramType.SkReuseport, AttachType.SkReuseportSelect, SectionTraits.None),
        new("kprobe", ProgramType.Kprobe, null, SectionTraits.TakesTarget),
        new("uprobe", ProgramType.Kprobe, null, SectionTraits.TakesTarget),
        new("uprobe.s", ProgramType.Kprobe, null, SectionTraits.TakesTarget | SectionTraits.Sleepable),
        new("kretprobe", ProgramType.Kprobe, null, SectionTraits.TakesTarget),
        new("uretprobe", ProgramType.Kprobe, null, SectionTraits.TakesTarget),
        new("uretprobe.s", ProgramType.Kprobe, null, SectionTraits.TakesTarget | SectionTraits.Sleepable),
        new("kprobe.multi", ProgramType.Kprobe, AttachType.TraceKprobeMulti, SectionTraits.TakesTarget),
        new("kretprobe.multi", ProgramType.Kprobe, AttachType.TraceKprobeMulti, SectionTraits.TakesTarget),
        new("kprobe.session", ProgramType.Kprobe, AttachType.TraceKprobeSession, SectionTraits.TakesTarget),
        new("uprobe.multi", ProgramType.Kprobe, AttachType.TraceUprobeMulti, SectionTraits.TakesTarget),
        new("uretprobe.multi", ProgramType.Kprobe, AttachType.TraceUprobeMulti, SectionTraits.TakesTarget),
        new("uprobe.multi.s", ProgramType.Kprobe, AttachType.TraceUprobeMulti, SectionTraits.TakesTarget | SectionTraits.Sleepable),
        new("uretprobe.multi.s", ProgramType.Kprobe, AttachType.TraceUprobeMulti, SectionTraits.TakesTarget | SectionTraits.Sleepable),
        new("uprobe.session", ProgramType.Kprobe, AttachType.TraceUprobeSession, SectionTraits.TakesTarget),
        new("uprobe.session.s", ProgramType.Kprobe, AttachType.TraceUprobeSession, SectionTraits.TakesTarget | SectionTraits.Sleepable),
        new("ksyscall", ProgramType.Kprobe, null, SectionTraits.TakesTarget),
        new("kretsyscall", ProgramType.Kprobe, null, SectionTraits.TakesTarget),
        new("usdt", ProgramType.Kprobe, null, SectionTraits.TakesTarget),
        new("usdt.s", ProgramType.Kprobe, null, SectionTraits.TakesTarget | SectionTraits.Sleepable),
        new("tc/ingress", ProgramType.SchedCls, AttachType.TcxIngress, SectionTraits.None),
        new("tc/egress", ProgramType.SchedCls, AttachType.TcxEgress, SectionTraits.None),
        new("tcx/ingress", ProgramType.SchedCls, AttachType.TcxIngress, SectionTraits.None),
        new("tcx/egress", ProgramType.SchedCls, AttachType.TcxEgress, SectionTraits.None),
        new("tc", ProgramType.SchedCls, null, SectionTraits.None),
        new("classifier", ProgramType.SchedCls, null, SectionTraits.None),
        new("action", ProgramType.SchedAct, null, SectionTraits.None),
        new("netkit/primary", ProgramType.SchedCls, AttachType.NetkitPrimary, SectionTraits.None),
        new("netkit/peer", ProgramType.SchedCls, AttachType.NetkitPeer, SectionTraits.None),
        new("tracepoint", ProgramType.Tracepoint, null, SectionTraits.TakesTarget),
        new("tp", ProgramType.Tracepoint, null, SectionTraits.TakesTarget),
        new("raw_tracepoint", ProgramType.RawTracepoint, null, SectionTraits.TakesTarget),
        new("raw_tp", ProgramType.RawTracepoint, null, SectionTraits.TakesTarget),
        new("raw_tracepoint.w", ProgramType.RawTracepointWritable, null, SectionTraits.TakesTarget),
        new("raw_tp.w", ProgramType.RawTracepointWritable, null, SectionTraits.TakesTarget),
        new("tp_btf", ProgramType.Tracing, AttachType.TraceRawTp, SectionTraits.TakesTarget | SectionTraits.BtfTarget),
        new("fentry", ProgramType.Tracing, AttachType.TraceFentry, SectionTraits.TakesTarget | SectionTraits.BtfTarget),
        new("fmod_ret", ProgramType.Tracing, AttachType.ModifyReturn, SectionTraits.TakesTarget | SectionTraits.BtfTarget),
        new("fexit", ProgramType.Tracing, AttachType.TraceFexit, SectionTraits.TakesTarget | SectionTraits.BtfTarget),
        new("fentry.s", ProgramType.Tracing, AttachType.TraceFentry, SectionTraits.TakesTarget | SectionTraits.Sleepable | SectionTraits.BtfTarget),
        new("fmod_ret.s", ProgramType.Tracing, AttachType.ModifyReturn, SectionTraits.TakesTarget | SectionTraits.Sleepable | SectionTraits.BtfTarget),
        new("fexit.s", ProgramType.Tracing, AttachType.TraceFexit, SectionTraits.TakesTarget | SectionTraits.Sleepable | SectionTraits.BtfTarget),
        new("freplace", ProgramType.Ext, null, SectionTraits.TakesTarget | SectionTraits.BtfTarget),
        new("lsm", ProgramType.Lsm, AttachType.LsmMac, SectionTraits.TakesTarget | SectionTraits.BtfTarget),
        new("lsm.s", ProgramType.Lsm, AttachType.LsmMac, SectionTraits.TakesTarget | SectionTraits.Sleepable | SectionTraits.BtfTarget),
        new("lsm_cgroup", ProgramType.Lsm, AttachType.LsmCgroup, SectionTraits.TakesTarget | SectionTraits.BtfTarget),
        new("iter", ProgramType.Tracing, AttachType.TraceIter, SectionTraits.TakesTarget | SectionTraits.BtfTarget),
        new("iter.s", ProgramType.Tracing, AttachType.TraceIter, SectionTraits.TakesTarget | SectionTraits.Sleepable | SectionTraits.BtfTarget),
        new("syscall", ProgramType.Syscall, null, SectionTraits.Sleepable),
        new("xdp.frags/devmap", ProgramType.Xdp, AttachType.XdpDevmap, SectionTraits.XdpFrags),
        new("xdp/devmap", ProgramType.Xdp, AttachType.XdpDevmap, SectionTraits.None),
        new("xdp.frags/cpumap", ProgramType.Xdp, AttachType.XdpCpumap, SectionTraits.XdpFrags),
        new("xdp/cpumap", ProgramType.Xdp, AttachType.XdpCpumap, SectionTraits.None),
        new("xdp.frags", ProgramType.Xdp, AttachType.Xdp, SectionTraits.XdpFrags),
        new("xdp", ProgramType.Xdp, AttachType.Xdp, SectionTraits.AttachTypeOptional),
        new("perf_event", ProgramType.PerfEvent, null, SectionTraits.None),
        new("lwt_in", ProgramType.LwtIn, null, SectionTraits.None),
        new("lwt_out", ProgramType.LwtOut, null, SectionTraits.None),
        new("lwt_xmit", ProgramType.LwtXmit, null, SectionTraits.None),
        new("lwt_seg6local", ProgramType.LwtSeg6local, null, SectionTraits.None),
        new("sockops", ProgramType.SockOps, AttachType.CgroupSockOps, SectionTraits.AttachTypeOptional),
        new("sk_skb/stream_parser", ProgramType.SkSkb, AttachType.SkSkbStreamParser, SectionTraits.AttachTypeOptional),
        new("sk_skb/stream_verdict", ProgramType.SkSkb, AttachType.SkSkbStreamVerdict, SectionTraits.AttachTypeOptional),
        new("sk_skb/verdict", ProgramType.SkSkb, AttachType.SkSkbVerdict, SectionTraits.AttachTypeOptional),
        new("sk_skb", ProgramType.SkSkb, null, SectionTraits.None),
        new("sk_msg", ProgramType.SkMsg, AttachType.SkMsgVerdict, SectionTraits.AttachTypeOptional),
        new("lirc_mode2", ProgramType.LircMode2, AttachType.LircMode2, SectionTraits.AttachTypeOptional),
        new("flow_dissector", ProgramType.FlowDissector, AttachType.FlowDissector, SectionTraits.AttachTypeOptional),
        new("cgroup_skb/ingress", ProgramType.CgroupSkb, AttachType.CgroupInetIngress, SectionTraits.AttachTypeOptional),
        new("cgroup_skb/egress", ProgramType.CgroupSkb, AttachType.CgroupInetEgress, SectionTraits.AttachTypeOptional),
        new("cgroup/skb", ProgramType.CgroupSkb, null, SectionTraits.None),
        new("cgroup/sock_create", ProgramType.CgroupSock, AttachType.CgroupInetSockCreate, SectionTraits.None),
        new("cgroup/sock_release", ProgramType.CgroupSock, AttachType.CgroupInetSockRelease, SectionTraits.None),
        new("cgroup/sock", ProgramType.CgroupSock, AttachType.CgroupInetSockCreate, SectionTraits.AttachTypeOptional),
        new("cgroup/post_bind4", ProgramType.CgroupSock, AttachType.CgroupInet4PostBind, SectionTraits.None),
        new("cgroup/post_bind6", ProgramType.CgroupSock, AttachType.CgroupInet6PostBind, SectionTraits.None),
        new("cgroup/bind4", ProgramType.CgroupSockAddr, AttachType.CgroupInet4Bind, SectionTraits.None),
        new("cgroup/bind6", ProgramType.CgroupSockAddr, AttachType.CgroupInet6Bind, SectionTraits.None),
        new("cgroup/connect4", ProgramType.CgroupSockAddr, AttachType.CgroupInet4Connect, SectionTraits.None),
        new("cgroup/connect6", ProgramType.CgroupSockAddr, AttachType.CgroupInet6Connect, SectionTraits.None),
        new("cgroup/connect_unix", ProgramType.CgroupSockAddr, AttachType.CgroupUnixConnect, SectionTraits.None),
        new("cgroup/sendmsg4", ProgramType.CgroupSockAddr, AttachType.CgroupUdp4Sendmsg, SectionTraits.None),
        new("cgroup/sendmsg6", ProgramType.CgroupSockAddr, AttachType.CgroupUdp6Sendmsg, SectionTraits.None),
        new("cgroup/sendmsg_unix", ProgramType.CgroupSockAddr, AttachType.CgroupUnixSendmsg, SectionTraits.None),
        new("cgroup/recvmsg4", ProgramType.CgroupSockAddr, AttachType.CgroupUdp4Recvmsg, SectionTraits.None),
        new("cgroup/recvmsg6", ProgramType.CgroupSockAddr, AttachType.CgroupUdp6Recvmsg, SectionTraits.None),
        new("cgroup/recvmsg_unix", ProgramType.CgroupSockAddr, AttachType.CgroupUnixRecvmsg, SectionTraits.None),
        new("cgroup/getpeername4", ProgramType.CgroupSockAddr, AttachType.CgroupInet4Getpeername, SectionTraits.None),
        new("cgroup/getpeername6", ProgramType.CgroupSockAddr, AttachType.CgroupInet6Getpeername, SectionTraits.None),
        new("cgroup/getpeername_unix", ProgramType.CgroupSockAddr, AttachType.CgroupUnixGetpeername, SectionTraits.None),
        new("cgroup/getsockname4", ProgramType.CgroupSockAddr, AttachType.CgroupInet4Getsockname, SectionTraits.None),
        new("cgroup/getsockname6", ProgramType.CgroupSockAddr, AttachType.CgroupInet6Getsockname, SectionTraits.None),
        new("cgroup/getsockname_unix", ProgramType.CgroupSockAddr, AttachType.CgroupUnixGetsockname, SectionTraits.None),
        new("cgroup/sysctl", ProgramType.CgroupSysctl, AttachType.CgroupSysctl, SectionTraits.None),
        new("cgroup/getsockopt", ProgramType.CgroupSockopt, AttachType.CgroupGetsockopt, SectionTraits.None),
        new("cgroup/setsockopt", ProgramType.CgroupSockopt, AttachType.CgroupSetsockopt, SectionTraits.None),
        new("cgroup/dev", ProgramType.CgroupDevice, AttachType.CgroupDevice, SectionTraits.AttachTypeOptional),
        new("struct_ops", ProgramType.StructOps, null, SectionTraits.TakesTarget),
        new("struct_ops.s", ProgramType.StructOps, null, SectionTraits.TakesTarget | SectionTraits.Sleepable),
        new("sk_lookup", ProgramType.SkLookup, AttachType.SkLookup, SectionTraits.None),
        new("netfilter", ProgramType.Netfilter, AttachType.Netfilter, SectionTraits.None),
    ];

    private static readonly Dictionary<string, SectionInfo> ByName = IndexByName();

    /// <summary>All rows.</summary>
    public static IReadOnlyList<SectionInfo> All { get; } = Array.AsReadOnly(Rows);

    /// <summary>The row that a section's name falls under.</summary>
    /// <param name="section">The ELF section's name, such as <c>xdp</c> or <c>tracepoint/sched/sched_switch</c>.</param>
    /// <param name="target">What follows the row's name after the slash, or null if nothing does.</param>
    /// <returns>The row, or null if the name is none of libbpf's.</returns>
    public static SectionInfo? Find(string section, out string? target)
    {
        target = null;
        if (ByName.TryGetValue(section, out SectionInfo? exact))
        {
            return exact;
        }

        int slash = section.IndexOf('/');
        if (slash < 0 || !ByName.TryGetValue(section.Substring(0, slash), out SectionInfo? row) || !row.TakesTarget)
        {
            return null;
        }

        target = section.Substring(slash + 1);
        return row;
    }

    private static Dictionary<string, SectionInfo> IndexByName()
    {
        Dictionary<string, SectionInfo> index = new(Rows.Length, StringComparer.Ordinal);
        foreach (SectionInfo row in Rows)
        {
            index.Add(row.Name, row);
        }

        return index;
    }
}
