using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helpers. In plain C# they ask <see cref="BpfEnvironment.Current"/>.</summary>
public static unsafe class Bpf
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

    /// <summary>The process (tgid) in the upper 32 bits, the thread (pid) in the lower (bpf_get_current_pid_tgid, kernel 4.2).</summary>
    [BpfHelper(HelperId.GetCurrentPidTgid)]
    public static ulong GetCurrentPidTgid() => BpfEnvironment.Current.GetCurrentPidTgid();

    /// <summary>The group in the upper 32 bits, the user in the lower, in the initial user namespace (bpf_get_current_uid_gid, kernel 4.2).</summary>
    [BpfHelper(HelperId.GetCurrentUidGid)]
    public static ulong GetCurrentUidGid() => BpfEnvironment.Current.GetCurrentUidGid();

    /// <summary>The name of the thread that the program runs in (bpf_get_current_comm, kernel 4.2).</summary>
    /// <param name="name">The name, or zeros.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGetCurrentComm(out TaskComm name)
    {
        Unsafe.SkipInit(out name);
        fixed (TaskComm* to = &name)
        {
            return TracingHelpers.GetCurrentComm(to, TaskComm.Length) == 0;
        }
    }

    /// <summary>Copies memory of the kernel, which may go away at any time (bpf_probe_read_kernel, kernel 5.5). GPL-compatible programs only.</summary>
    /// <param name="address">An address in the kernel.</param>
    /// <param name="value">What is there, or zeros.</param>
    /// <returns>Whether there is memory.</returns>
    public static bool TryReadKernel<T>(ulong address, out T value)
        where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        fixed (T* to = &value)
        {
            return TracingHelpers.ReadKernel(to, (uint)sizeof(T), address) == 0;
        }
    }

    /// <summary>Copies memory of the process that the program runs in, as far as it is in memory (bpf_probe_read_user, kernel 5.5). GPL-compatible programs only.</summary>
    /// <param name="address">An address in the process.</param>
    /// <param name="value">What is there, or zeros.</param>
    /// <returns>Whether there is memory.</returns>
    public static bool TryReadUser<T>(ulong address, out T value)
        where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        fixed (T* to = &value)
        {
            return TracingHelpers.ReadUser(to, (uint)sizeof(T), address) == 0;
        }
    }

    /// <summary>Copies text up to its zero byte from the kernel (bpf_probe_read_kernel_str, kernel 5.5). GPL-compatible programs only.</summary>
    /// <param name="address">An address in the kernel.</param>
    /// <param name="text">Gets the text and a zero byte; text that is longer is cut.</param>
    /// <returns>The bytes written, with the zero byte; negative if there is no memory.</returns>
    public static int ReadKernelString(ulong address, Span<byte> text)
    {
        fixed (byte* to = &MemoryMarshal.GetReference(text))
        {
            return TracingHelpers.ReadKernelString(to, (uint)text.Length, address);
        }
    }

    /// <summary>Copies text up to its zero byte from the process that the program runs in (bpf_probe_read_user_str, kernel 5.5). GPL-compatible programs only.</summary>
    /// <param name="address">An address in the process.</param>
    /// <param name="text">Gets the text and a zero byte; text that is longer is cut.</param>
    /// <returns>The bytes written, with the zero byte; negative if there is no memory.</returns>
    public static int ReadUserString(ulong address, Span<byte> text)
    {
        fixed (byte* to = &MemoryMarshal.GetReference(text))
        {
            return TracingHelpers.ReadUserString(to, (uint)text.Length, address);
        }
    }

    /// <summary>
    /// The sum of bytes that came minus that of bytes that went (bpf_csum_diff; in XDP programs kernel 4.16, in classifiers 4.6), for
    /// <see cref="TcContext.TryReplaceL4Checksum"/> and its like with a size of 0: what changes under a checksum when several words change. The bytes may lie
    /// in the packet.
    /// </summary>
    /// <param name="from">The bytes that went, or none.</param>
    /// <param name="to">The bytes that came, or none.</param>
    /// <param name="seed">A sum to begin with: the result of a call before, to go on with it.</param>
    /// <returns>16 bits of a ones' complement sum, as they lie in memory; -22 (-EINVAL) before kernel 6.13 if a length is no multiple of 4 or both together are more than 512.</returns>
    public static int CsumDiff(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, uint seed = 0)
    {
        fixed (byte* fromBytes = &MemoryMarshal.GetReference(from))
        fixed (byte* toBytes = &MemoryMarshal.GetReference(to))
        {
            long sum = ChecksumHelpers.Difference(fromBytes, (uint)from.Length, toBytes, (uint)to.Length, seed);
            if (sum < 0)
            {
                return (int)sum;
            }

            // Kernels before 6.13 give 32 bits.
            sum = (sum & 0xFFFF) + (sum >> 16);
            return (int)((sum & 0xFFFF) + (sum >> 16));
        }
    }

    /// <summary>How many trips <see cref="Loop"/> makes at most (BPF_MAX_LOOPS).</summary>
    public const int MaxLoopCount = 1 << 23;

    /// <summary>
    /// Calls a method with 0, 1, ... up to count - 1 (bpf_loop, kernel 5.17). The kernel verifies the method once, not each trip: for loops that are long, or
    /// whose count is not known when the program is loaded.
    /// </summary>
    /// <typeparam name="TContext">What the method shares with its caller: numbers, no references.</typeparam>
    /// <param name="count">How often, up to <see cref="MaxLoopCount"/>.</param>
    /// <param name="body">A lambda, local function or method that uses no variables of the method around it.</param>
    /// <param name="context">A local, which the method gets a reference to.</param>
    /// <returns>How often it was called, or -7 (-E2BIG) if the count is over <see cref="MaxLoopCount"/>. The kernel gives 32 bits of it.</returns>
    [BpfHelper(HelperId.Loop)]
    public static int Loop<TContext>(uint count, LoopBody<TContext> body, ref TContext context)
        where TContext : unmanaged
    {
        if (count > MaxLoopCount)
        {
            return -7;
        }

        for (uint index = 0; index < count; index++)
        {
            if (body(index, ref context) != LoopAction.Continue)
            {
                return (int)index + 1;
            }
        }

        return (int)count;
    }

    /// <summary>
    /// The numbers from a start up to, not including, an end: <c>foreach (int i in Bpf.Range(0, count))</c>. An open-coded iterator (bpf_iter_num, kernel 6.4): the
    /// kernel verifies the loop once, not each trip, so it may be long, and how long need not be known. GPL-compatible programs only.
    /// </summary>
    /// <param name="start">The first number.</param>
    /// <param name="end">The number behind the last. There are none if it is below the start, or more than <see cref="MaxLoopCount"/> above it.</param>
    public static NumberRange Range(int start, int end) => new(start, end);

    /// <summary>
    /// Prints a line: in the kernel to /sys/kernel/tracing/trace_pipe, elsewhere to <see cref="BpfEnvironment.TraceOutput"/>. Up to three numbers by
    /// bpf_trace_printk (kernel 4.1), up to twelve by bpf_trace_vprintk (kernel 5.16); both for GPL-compatible programs only. For debugging: it is slow.
    /// </summary>
    /// <param name="message">Constant ASCII text and integers.</param>
    public static void Printk(PrintkInterpolatedStringHandler message) => BpfEnvironment.Current.Trace(message.Text.TrimEnd('\n'));
}
