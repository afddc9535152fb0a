using System;

namespace CSharpBpf.Vm;

/// <summary>What a program can learn about the world outside: everything that differs from run to run comes from here.</summary>
public interface IVmEnvironment
{
    /// <summary>bpf_ktime_get_ns: nanoseconds since boot, not counting suspension.</summary>
    ulong MonotonicNanoseconds { get; }

    /// <summary>bpf_ktime_get_boot_ns: nanoseconds since boot, counting suspension.</summary>
    ulong BootNanoseconds { get; }

    /// <summary>bpf_jiffies64: timer ticks.</summary>
    ulong Jiffies { get; }

    /// <summary>bpf_get_smp_processor_id: the CPU that runs the program, below <see cref="VmOptions.CpuCount"/>. Also chooses the value in per-CPU maps.</summary>
    int Cpu { get; }

    /// <summary>bpf_get_numa_node_id.</summary>
    int NumaNode { get; }

    /// <summary>bpf_get_current_pid_tgid: the process in the upper 32 bits, the thread in the lower.</summary>
    ulong CurrentPidTgid { get; }

    /// <summary>bpf_get_current_uid_gid: the group in the upper 32 bits, the user in the lower.</summary>
    ulong CurrentUidGid { get; }

    /// <summary>bpf_get_current_comm: the task's name; 15 bytes of it count.</summary>
    string CurrentComm { get; }

    /// <summary>bpf_probe_read_kernel: copies memory of the kernel, at addresses that are not the guest's.</summary>
    /// <returns>Whether all of it is there.</returns>
    bool TryReadKernel(ulong address, Span<byte> to);

    /// <summary>bpf_probe_read_user: copies memory of the process that the program runs in.</summary>
    /// <returns>Whether all of it is there.</returns>
    bool TryReadUser(ulong address, Span<byte> to);

    /// <summary>bpf_timer_start: has something happen when the clock has moved on by a time, not earlier and not while a program runs.</summary>
    /// <param name="nanoseconds">How long from now.</param>
    /// <param name="expired">Runs the timer's callback; its faults are exceptions (<see cref="VmFaultException"/>).</param>
    void StartTimer(ulong nanoseconds, Action expired);

    /// <summary>bpf_get_prandom_u32: the next pseudo-random number.</summary>
    uint NextRandom();

    /// <summary>bpf_clone_redirect: a copy of the packet goes out of an interface, or into it.</summary>
    /// <returns>0 or a negated error number: -EINVAL (22) if there is no such interface.</returns>
    int SendCopy(uint interfaceIndex, bool isIngress, ReadOnlySpan<byte> packet);

    /// <summary>bpf_fib_lookup: where a packet goes.</summary>
    /// <param name="parameters">struct bpf_fib_lookup: 64 bytes, the question; gets the answer.</param>
    /// <param name="flags">BPF_FIB_LOOKUP_*.</param>
    /// <param name="packetLength">The length of the socket buffer; null in XDP programs.</param>
    /// <returns>BPF_FIB_LKUP_RET_* or a negated error number.</returns>
    int LookUpRoute(Span<byte> parameters, uint flags, uint? packetLength);

    /// <summary>bpf_trace_printk: one formatted message.</summary>
    void TracePrint(string message);
}
