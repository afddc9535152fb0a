using System.Globalization;
using System.Text;
using CSharpBpf.Loading;
using CSharpBpf.Sys;

namespace CSharpBpf;

/// <summary>A program attached to a perf event: to a tracepoint, a probe or a clock.</summary>
public sealed unsafe class PerfEventLink : BpfLink
{
    private const int AllProcesses = -1;
    private const int AllCpus = -1;

    // As libbpf does: the program runs on all CPUs, whatever the event's is.
    private const int AnyCpu = 0;

    private PerfEventLink(BpfProgram program, SafeBpfHandle handle, string target)
        : base(program, handle)
    {
        Target = target;
    }

    /// <summary>What it is attached to, such as <c>sched/sched_process_exec</c>.</summary>
    public string Target { get; }

    internal static PerfEventLink CreateForTracepoint(BpfProgram program, KernelObject kernel, string category, string tracepoint)
    {
        string target = category + "/" + tracepoint;
        string what = $"Attaching program '{program.Name}' to the tracepoint '{target}'";
        var parameters = new PerfEventParameters { Type = PerfEventParameters.Tracepoint, Config = TraceFileSystem.EventId(category, tracepoint, what) };
        string hint = $"the program reads behind the end of the record of '{target}'; /sys/kernel/tracing/events/{target}/format says what there is.";
        return Create(program, kernel, parameters, AllProcesses, AnyCpu, target, what, KernelErrors.AccessDenied, hint);
    }

    internal static PerfEventLink CreateForKprobe(BpfProgram program, KernelObject kernel, string function, bool isReturn)
    {
        string what = $"Attaching program '{program.Name}' to the kernel's function '{function}'";
        fixed (byte* name = Encoding.UTF8.GetBytes(function + "\0"))
        {
            var parameters = new PerfEventParameters { Type = ProbeSources.EventType("kprobe", what), Config = isReturn ? 1u : 0, Config1 = (ulong)name };
            string hint = $"the kernel has no function '{function}' that can be probed. /proc/kallsyms lists the functions; what is inlined is not there.";
            return Create(program, kernel, parameters, AllProcesses, AnyCpu, function, what, KernelErrors.NoSuchEntry, hint);
        }
    }

    internal static PerfEventLink CreateForUprobe(BpfProgram program, KernelObject kernel, string path, string function, int? processId, bool isReturn)
    {
        string target = path + ":" + function;
        string what = $"Attaching program '{program.Name}' to '{target}'";
        fixed (byte* file = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var parameters = new PerfEventParameters
            {
                Type = ProbeSources.EventType("uprobe", what),
                Config = isReturn ? 1u : 0,
                Config1 = (ulong)file,
                Config2 = ProbeSources.FunctionOffset(path, function, what),
            };
            return Create(program, kernel, parameters, processId ?? AllProcesses, processId is null ? AnyCpu : AllCpus, target, what, KernelErrors.InvalidArgument, $"'{path}' is not a file that can be probed.");
        }
    }

    internal static PerfEventLink CreateForClock(BpfProgram program, KernelObject kernel, int cpu, ulong hertz)
    {
        const ulong IsFrequency = 1 << 10;
        string target = string.Create(CultureInfo.InvariantCulture, $"the clock of CPU {cpu}");
        var parameters = new PerfEventParameters { Type = PerfEventParameters.Software, SamplePeriodOrFrequency = hertz, Flags = IsFrequency };
        string hint = "there is no such CPU, or the frequency is above /proc/sys/kernel/perf_event_max_sample_rate.";
        return Create(program, kernel, parameters, AllProcesses, cpu, target, $"Attaching program '{program.Name}' to {target}", KernelErrors.InvalidArgument, hint);
    }

    private static PerfEventLink Create(BpfProgram program, KernelObject kernel, PerfEventParameters parameters, int processId, int cpu, string target, string what, int expected, string hint)
    {
        int fd = kernel.Syscall.PerfEventOpen(ref parameters, processId, cpu);
        if (fd < 0)
        {
            throw KernelErrors.Create(what, fd, fd == -expected ? hint : null);
        }

        var handle = new SafeBpfHandle(kernel.Syscall, fd);
        int result = kernel.Syscall.PerfEventControl(fd, PerfEventRequest.SetBpf, (int)kernel.Program(program.Name).Fd);
        if (result >= 0)
        {
            result = kernel.Syscall.PerfEventControl(fd, PerfEventRequest.Enable, 0);
        }

        if (result >= 0)
        {
            return new PerfEventLink(program, handle, target);
        }

        handle.Dispose();
        throw KernelErrors.Create(what, result, result == -expected ? hint : null);
    }
}
