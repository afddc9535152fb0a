using System;

namespace CSharpBpf;

/// <summary>A program that samples.</summary>
/// <param name="owner">The object it belongs to.</param>
/// <param name="name">Its name in the object.</param>
public sealed class PerfEventProgram(BpfObject owner, string name) : BpfProgram(owner, name)
{
    /// <summary>Runs the program regularly on a CPU that is not idle (PERF_COUNT_SW_CPU_CLOCK; kernel 4.9, x86-64); disposing the link ends that.</summary>
    /// <param name="cpu">The CPU, from 0.</param>
    /// <param name="hertz">How often per second.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded into the kernel.</exception>
    /// <exception cref="BpfException">The kernel refused: no such CPU, not permitted, more often than /proc/sys/kernel/perf_event_max_sample_rate.</exception>
    public PerfEventLink AttachToClock(int cpu, ulong hertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cpu);
        ArgumentOutOfRangeException.ThrowIfZero(hertz);
        return PerfEventLink.CreateForClock(this, Owner.RequireKernel($"attach program '{Name}'"), cpu, hertz);
    }

    /// <summary>Runs the program on a sample in the virtual machine; the kernel has no test run for perf events.</summary>
    /// <param name="sample">The sample.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded into the virtual machine.</exception>
    /// <exception cref="Vm.VmFaultException">A memory access outside its region, an endless loop, ...</exception>
    public TracingRunResult Run(PerfEventFrame sample) => Owner.RunFrame(Name, sample);
}
