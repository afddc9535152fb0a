using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// The program types, one row each. Sources: enum bpf_prog_type of include/uapi/linux/bpf.h and include/linux/bpf_types.h (v6.12); ids as in
/// the BTF of v6.18. The sections that libbpf knows for a type stand in <see cref="SectionTable"/>.
/// </summary>
public static class ProgramTypeTable
{
    private static readonly ProgramTypeInfo[] Rows =
    [
        new(ProgramType.SocketFilter, "BPF_PROG_TYPE_SOCKET_FILTER", new(3, 19), ContextKind.SkBuff, "__sk_buff"),
        new(ProgramType.Kprobe, "BPF_PROG_TYPE_KPROBE", new(4, 1), ContextKind.PtRegs, "bpf_user_pt_regs_t"),
        new(ProgramType.SchedCls, "BPF_PROG_TYPE_SCHED_CLS", new(4, 1), ContextKind.SkBuff, "__sk_buff"),
        new(ProgramType.SchedAct, "BPF_PROG_TYPE_SCHED_ACT", new(4, 1), ContextKind.SkBuff, "__sk_buff"),
        new(ProgramType.Tracepoint, "BPF_PROG_TYPE_TRACEPOINT", new(4, 7), ContextKind.TracepointRecord, null),
        new(ProgramType.Xdp, "BPF_PROG_TYPE_XDP", new(4, 8), ContextKind.XdpMd, "xdp_md"),
        new(ProgramType.PerfEvent, "BPF_PROG_TYPE_PERF_EVENT", new(4, 9), ContextKind.PerfEventData, "bpf_perf_event_data"),
        new(ProgramType.CgroupSkb, "BPF_PROG_TYPE_CGROUP_SKB", new(4, 10), ContextKind.SkBuff, "__sk_buff"),
        new(ProgramType.CgroupSock, "BPF_PROG_TYPE_CGROUP_SOCK", new(4, 10), ContextKind.Sock, "bpf_sock"),
        new(ProgramType.LwtIn, "BPF_PROG_TYPE_LWT_IN", new(4, 10), ContextKind.SkBuff, "__sk_buff"),
        new(ProgramType.LwtOut, "BPF_PROG_TYPE_LWT_OUT", new(4, 10), ContextKind.SkBuff, "__sk_buff"),
        new(ProgramType.LwtXmit, "BPF_PROG_TYPE_LWT_XMIT", new(4, 10), ContextKind.SkBuff, "__sk_buff"),
        new(ProgramType.SockOps, "BPF_PROG_TYPE_SOCK_OPS", new(4, 13), ContextKind.SockOps, "bpf_sock_ops"),
        new(ProgramType.SkSkb, "BPF_PROG_TYPE_SK_SKB", new(4, 14), ContextKind.SkBuff, "__sk_buff"),
        new(ProgramType.CgroupDevice, "BPF_PROG_TYPE_CGROUP_DEVICE", new(4, 15), ContextKind.CgroupDevice, "bpf_cgroup_dev_ctx"),
        new(ProgramType.SkMsg, "BPF_PROG_TYPE_SK_MSG", new(4, 17), ContextKind.SkMsg, "sk_msg_md"),
        new(ProgramType.RawTracepoint, "BPF_PROG_TYPE_RAW_TRACEPOINT", new(4, 17), ContextKind.RawTracepointArguments, "bpf_raw_tracepoint_args"),
        new(ProgramType.CgroupSockAddr, "BPF_PROG_TYPE_CGROUP_SOCK_ADDR", new(4, 17), ContextKind.SockAddr, "bpf_sock_addr"),
        new(ProgramType.LwtSeg6local, "BPF_PROG_TYPE_LWT_SEG6LOCAL", new(4, 18), ContextKind.SkBuff, "__sk_buff"),
        new(ProgramType.LircMode2, "BPF_PROG_TYPE_LIRC_MODE2", new(4, 18), ContextKind.LircSample, "__u32"),
        new(ProgramType.SkReuseport, "BPF_PROG_TYPE_SK_REUSEPORT", new(4, 19), ContextKind.SkReuseport, "sk_reuseport_md"),
        new(ProgramType.FlowDissector, "BPF_PROG_TYPE_FLOW_DISSECTOR", new(4, 20), ContextKind.SkBuff, "__sk_buff"),
        new(ProgramType.CgroupSysctl, "BPF_PROG_TYPE_CGROUP_SYSCTL", new(5, 2), ContextKind.Sysctl, "bpf_sysctl"),
        new(ProgramType.RawTracepointWritable, "BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE", new(5, 2), ContextKind.RawTracepointArguments, "bpf_raw_tracepoint_args"),
        new(ProgramType.CgroupSockopt, "BPF_PROG_TYPE_CGROUP_SOCKOPT", new(5, 3), ContextKind.Sockopt, "bpf_sockopt"),
        new(ProgramType.Tracing, "BPF_PROG_TYPE_TRACING", new(5, 5), ContextKind.TypedArguments, null),
        new(ProgramType.StructOps, "BPF_PROG_TYPE_STRUCT_OPS", new(5, 6), ContextKind.TypedArguments, null),
        new(ProgramType.Ext, "BPF_PROG_TYPE_EXT", new(5, 6), ContextKind.Replaced, null),
        new(ProgramType.Lsm, "BPF_PROG_TYPE_LSM", new(5, 7), ContextKind.TypedArguments, null),
        new(ProgramType.SkLookup, "BPF_PROG_TYPE_SK_LOOKUP", new(5, 9), ContextKind.SkLookup, "bpf_sk_lookup"),
        new(ProgramType.Syscall, "BPF_PROG_TYPE_SYSCALL", new(5, 14), ContextKind.SyscallBuffer, null),
        new(ProgramType.Netfilter, "BPF_PROG_TYPE_NETFILTER", new(6, 4), ContextKind.Netfilter, "bpf_nf_ctx"),
    ];

    private static readonly KernelTable<ProgramTypeInfo> Table = new(Rows, static row => (int)row.Id, static row => row.KernelName);

    /// <summary>All rows, by ascending id.</summary>
    public static IReadOnlyList<ProgramTypeInfo> All => Table.Rows;

    /// <summary>The row of a program type.</summary>
    /// <param name="type">The program type.</param>
    /// <returns>The row, or null if the tables know no such program type (it is newer than they are, or none at all).</returns>
    public static ProgramTypeInfo? Find(ProgramType type) => Table.Find((int)type);

    /// <summary>The row of a program type by the kernel's name.</summary>
    /// <param name="kernelName">The kernel's name, such as BPF_PROG_TYPE_XDP.</param>
    /// <returns>The row, or null if no row has the name.</returns>
    public static ProgramTypeInfo? Find(string kernelName) => Table.Find(kernelName);

    /// <summary>The row of a program type that is a constant of the caller's, so that a missing row is a mistake in the program.</summary>
    /// <param name="type">A member of the enum.</param>
    /// <returns>The row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is no member of the enum.</exception>
    public static ProgramTypeInfo Get(ProgramType type) =>
        Find(type) ?? throw new ArgumentOutOfRangeException(nameof(type), type, "no such program type in the kernel facts");
}
