using System;

namespace CSharpBpf;

/// <summary>A program at a function of the kernel.</summary>
/// <param name="owner">The object it belongs to.</param>
/// <param name="name">Its name in the object.</param>
public sealed class KprobeProgram(BpfObject owner, string name) : BpfProgram(owner, name)
{
    /// <summary>Attaches to the function that the program's attribute names (kernel 4.17, x86-64); disposing the link detaches.</summary>
    /// <exception cref="InvalidOperationException">The object is not loaded into the kernel.</exception>
    /// <exception cref="BpfException">The kernel refused: no kprobes, no such function, not permitted.</exception>
    public PerfEventLink Attach() =>
        PerfEventLink.CreateForKprobe(this, Owner.RequireKernel($"attach program '{Name}'"), Owner.TargetsOf(Name)[0], Owner.SectionOf(Name) == "kretprobe");

    /// <summary>Runs the program on registers in the virtual machine; the kernel has no test run for probes.</summary>
    /// <param name="registers">The registers.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded into the virtual machine.</exception>
    /// <exception cref="Vm.VmFaultException">A memory access outside its region, an endless loop, ...</exception>
    public TracingRunResult Run(ProbeFrame registers) => Owner.RunFrame(Name, registers);
}
