using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helpers. In plain C# they ask <see cref="BpfEnvironment.Current"/>.</summary>
public static class Bpf
{
    /// <summary>Nanoseconds since boot, not counting suspend (bpf_ktime_get_ns, kernel 4.1).</summary>
    [BpfHelper(HelperId.KtimeGetNs)]
    public static ulong KtimeGetNs() => BpfEnvironment.Current.KtimeGetNs();

    /// <summary>A pseudo-random number (bpf_get_prandom_u32, kernel 4.1).</summary>
    [BpfHelper(HelperId.GetPrandomU32)]
    public static uint GetPrandomU32() => BpfEnvironment.Current.GetPrandomU32();

    /// <summary>The number of the CPU the program runs on (bpf_get_smp_processor_id, kernel 4.1).</summary>
    [BpfHelper(HelperId.GetSmpProcessorId)]
    public static uint GetSmpProcessorId() => BpfEnvironment.Current.ProcessorId;

    /// <summary>
    /// Prints a line: in the kernel to /sys/kernel/tracing/trace_pipe, elsewhere to <see cref="BpfEnvironment.TraceOutput"/>. Up to three numbers by
    /// bpf_trace_printk (kernel 4.1), up to twelve by bpf_trace_vprintk (kernel 5.16); both for GPL-compatible programs only. For debugging: it is slow.
    /// </summary>
    /// <param name="message">Constant ASCII text and integers.</param>
    public static void Printk(PrintkInterpolatedStringHandler message) => BpfEnvironment.Current.Trace(message.Text.TrimEnd('\n'));
}
