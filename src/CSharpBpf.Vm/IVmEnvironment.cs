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

    /// <summary>bpf_get_prandom_u32: the next pseudo-random number.</summary>
    uint NextRandom();

    /// <summary>bpf_trace_printk: one formatted message.</summary>
    void TracePrint(string message);
}
