using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// The attach types, one row each. Sources: enum bpf_attach_type of include/uapi/linux/bpf.h (v6.12); ids as in the BTF of v6.18.
/// </summary>
public static class AttachTypeTable
{
    private static readonly AttachTypeInfo[] Rows =
    [
        new(AttachType.CgroupInetIngress, "BPF_CGROUP_INET_INGRESS", new(4, 10)),
        new(AttachType.CgroupInetEgress, "BPF_CGROUP_INET_EGRESS", new(4, 10)),
        new(AttachType.CgroupInetSockCreate, "BPF_CGROUP_INET_SOCK_CREATE", new(4, 10)),
        new(AttachType.CgroupSockOps, "BPF_CGROUP_SOCK_OPS", new(4, 13)),
        new(AttachType.SkSkbStreamParser, "BPF_SK_SKB_STREAM_PARSER", new(4, 14)),
        new(AttachType.SkSkbStreamVerdict, "BPF_SK_SKB_STREAM_VERDICT", new(4, 14)),
        new(AttachType.CgroupDevice, "BPF_CGROUP_DEVICE", new(4, 15)),
        new(AttachType.SkMsgVerdict, "BPF_SK_MSG_VERDICT", new(4, 17)),
        new(AttachType.CgroupInet4Bind, "BPF_CGROUP_INET4_BIND", new(4, 17)),
        new(AttachType.CgroupInet6Bind, "BPF_CGROUP_INET6_BIND", new(4, 17)),
        new(AttachType.CgroupInet4Connect, "BPF_CGROUP_INET4_CONNECT", new(4, 17)),
        new(AttachType.CgroupInet6Connect, "BPF_CGROUP_INET6_CONNECT", new(4, 17)),
        new(AttachType.CgroupInet4PostBind, "BPF_CGROUP_INET4_POST_BIND", new(4, 17)),
        new(AttachType.CgroupInet6PostBind, "BPF_CGROUP_INET6_POST_BIND", new(4, 17)),
        new(AttachType.CgroupUdp4Sendmsg, "BPF_CGROUP_UDP4_SENDMSG", new(4, 18)),
        new(AttachType.CgroupUdp6Sendmsg, "BPF_CGROUP_UDP6_SENDMSG", new(4, 18)),
        new(AttachType.LircMode2, "BPF_LIRC_MODE2", new(4, 18)),
        new(AttachType.FlowDissector, "BPF_FLOW_DISSECTOR", new(4, 20)),
        new(AttachType.CgroupSysctl, "BPF_CGROUP_SYSCTL", new(5, 2)),
        new(AttachType.CgroupUdp4Recvmsg, "BPF_CGROUP_UDP4_RECVMSG", new(5, 2)),
        new(AttachType.CgroupUdp6Recvmsg, "BPF_CGROUP_UDP6_RECVMSG", new(5, 2)),
        new(AttachType.CgroupGetsockopt, "BPF_CGROUP_GETSOCKOPT", new(5, 3)),
        new(AttachType.CgroupSetsockopt, "BPF_CGROUP_SETSOCKOPT", new(5, 3)),
        new(AttachType.TraceRawTp, "BPF_TRACE_RAW_TP", new(5, 5)),
        new(AttachType.TraceFentry, "BPF_TRACE_FENTRY", new(5, 5)),
        new(AttachType.TraceFexit, "BPF_TRACE_FEXIT", new(5, 5)),
        new(AttachType.ModifyReturn, "BPF_MODIFY_RETURN", new(5, 7)),
        new(AttachType.LsmMac, "BPF_LSM_MAC", new(5, 7)),
        new(AttachType.TraceIter, "BPF_TRACE_ITER", new(5, 8)),
        new(AttachType.CgroupInet4Getpeername, "BPF_CGROUP_INET4_GETPEERNAME", new(5, 8)),
        new(AttachType.CgroupInet6Getpeername, "BPF_CGROUP_INET6_GETPEERNAME", new(5, 8)),
        new(AttachType.CgroupInet4Getsockname, "BPF_CGROUP_INET4_GETSOCKNAME", new(5, 8)),
        new(AttachType.CgroupInet6Getsockname, "BPF_CGROUP_INET6_GETSOCKNAME", new(5, 8)),
        new(AttachType.XdpDevmap, "BPF_XDP_DEVMAP", new(5, 8)),
        new(AttachType.CgroupInetSockRelease, "BPF_CGROUP_INET_SOCK_RELEASE", new(5, 9)),
        new(AttachType.XdpCpumap, "BPF_XDP_CPUMAP", new(5, 9)),
        new(AttachType.SkLookup, "BPF_SK_LOOKUP", new(5, 9)),
        new(AttachType.Xdp, "BPF_XDP", new(5, 9)),
        new(AttachType.SkSkbVerdict, "BPF_SK_SKB_VERDICT", new(5, 13)),
        new(AttachType.SkReuseportSelect, "BPF_SK_REUSEPORT_SELECT", new(5, 14)),
        new(AttachType.SkReuseportSelectOrMigrate, "BPF_SK_REUSEPORT_SELECT_OR_MIGRATE", new(5, 14)),
        new(AttachType.PerfEvent, "BPF_PERF_EVENT", new(5, 15)),
        new(AttachType.TraceKprobeMulti, "BPF_TRACE_KPROBE_MULTI", new(5, 18)),
        new(AttachType.LsmCgroup, "BPF_LSM_CGROUP", new(6, 0)),
        new(AttachType.StructOps, "BPF_STRUCT_OPS", new(6, 4)),
        new(AttachType.Netfilter, "BPF_NETFILTER", new(6, 4)),
        new(AttachType.TcxIngress, "BPF_TCX_INGRESS", new(6, 6)),
        new(AttachType.TcxEgress, "BPF_TCX_EGRESS", new(6, 6)),
        new(AttachType.TraceUprobeMulti, "BPF_TRACE_UPROBE_MULTI", new(6, 6)),
        new(AttachType.CgroupUnixConnect, "BPF_CGROUP_UNIX_CONNECT", new(6, 7)),
        new(AttachType.CgroupUnixSendmsg, "BPF_CGROUP_UNIX_SENDMSG", new(6, 7)),
        new(AttachType.CgroupUnixRecvmsg, "BPF_CGROUP_UNIX_RECVMSG", new(6, 7)),
        new(AttachType.CgroupUnixGetpeername, "BPF_CGROUP_UNIX_GETPEERNAME", new(6, 7)),
        new(AttachType.CgroupUnixGetsockname, "BPF_CGROUP_UNIX_GETSOCKNAME", new(6, 7)),
        new(AttachType.NetkitPrimary, "BPF_NETKIT_PRIMARY", new(6, 7)),
        new(AttachType.NetkitPeer, "BPF_NETKIT_PEER", new(6, 7)),
        new(AttachType.TraceKprobeSession, "BPF_TRACE_KPROBE_SESSION", new(6, 10)),
        new(AttachType.TraceUprobeSession, "BPF_TRACE_UPROBE_SESSION", new(6, 13)),
    ];

    private static readonly KernelTable<AttachTypeInfo> Table = new(Rows, static row => (int)row.Id, static row => row.KernelName);

    /// <summary>All rows, by ascending id.</summary>
    public static IReadOnlyList<AttachTypeInfo> All => Table.Rows;

    /// <summary>The row of an attach type.</summary>
    /// <param name="type">The attach type.</param>
    /// <returns>The row, or null if the tables know no such attach type (it is newer than they are, or none at all).</returns>
    public static AttachTypeInfo? Find(AttachType type) => Table.Find((int)type);

    /// <summary>The row of an attach type by the kernel's name.</summary>
    /// <param name="kernelName">The kernel's name, such as BPF_XDP.</param>
    /// <returns>The row, or null if no row has the name.</returns>
    public static AttachTypeInfo? Find(string kernelName) => Table.Find(kernelName);

    /// <summary>The row of an attach type that is a constant of the caller's, so that a missing row is a mistake in the program.</summary>
    /// <param name="type">A member of the enum.</param>
    /// <returns>The row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is no member of the enum.</exception>
    public static AttachTypeInfo Get(AttachType type) =>
        Find(type) ?? throw new ArgumentOutOfRangeException(nameof(type), type, "no such attach type in the kernel facts");
}
