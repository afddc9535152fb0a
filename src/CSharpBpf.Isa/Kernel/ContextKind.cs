namespace CSharpBpf.Isa.Kernel;

/// <summary>What the argument of a program points to (R1 at entry).</summary>
public enum ContextKind
{
    /// <summary>struct __sk_buff, the view of a socket buffer; which fields may be read or written depends on the program type.</summary>
    SkBuff,

    /// <summary>struct xdp_md, the view of a frame before the stack has it.</summary>
    XdpMd,

    /// <summary>bpf_user_pt_regs_t, the registers at a probe.</summary>
    PtRegs,

    /// <summary>The record of a tracepoint, as its format file in tracefs describes it.</summary>
    TracepointRecord,

    /// <summary>struct bpf_raw_tracepoint_args, the arguments of a tracepoint as 64-bit words.</summary>
    RawTracepointArguments,

    /// <summary>struct bpf_perf_event_data: registers, sample period and address.</summary>
    PerfEventData,

    /// <summary>64-bit words whose types BTF tells: the arguments of the kernel function, hook or operation attached to.</summary>
    TypedArguments,

    /// <summary>The context of the program that is replaced.</summary>
    Replaced,

    /// <summary>struct bpf_sock.</summary>
    Sock,

    /// <summary>struct bpf_sock_addr.</summary>
    SockAddr,

    /// <summary>struct bpf_sock_ops.</summary>
    SockOps,

    /// <summary>struct sk_msg_md.</summary>
    SkMsg,

    /// <summary>struct sk_reuseport_md.</summary>
    SkReuseport,

    /// <summary>struct bpf_sk_lookup.</summary>
    SkLookup,

    /// <summary>struct bpf_cgroup_dev_ctx.</summary>
    CgroupDevice,

    /// <summary>struct bpf_sysctl.</summary>
    Sysctl,

    /// <summary>struct bpf_sockopt.</summary>
    Sockopt,

    /// <summary>struct bpf_nf_ctx, kernel pointers that BTF types.</summary>
    Netfilter,

    /// <summary>One 32-bit sample of an infrared receiver.</summary>
    LircSample,

    /// <summary>Memory of the caller of BPF_PROG_TEST_RUN, of any layout.</summary>
    SyscallBuffer,
}
