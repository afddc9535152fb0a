using System;

namespace CSharpBpf;

/// <summary>A program at a function of processes.</summary>
/// <param name="owner">The object it belongs to.</param>
/// <param name="name">Its name in the object.</param>
public sealed class UprobeProgram(BpfObject owner, string name) : BpfProgram(owner, name)
{
    /// <summary>Attaches to a function of an executable or library (kernel 4.17, x86-64); disposing the link detaches.</summary>
    /// <param name="path">The file.</param>
    /// <param name="function">The function, by its symbol in the file.</param>
    /// <param name="processId">The process; null for all that run the file.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded into the kernel.</exception>
    /// <exception cref="BpfException">There is no such file or function, or the kernel refused.</exception>
    public PerfEventLink Attach(string path, string function, int? processId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(function);
        return PerfEventLink.CreateForUprobe(this, Owner.RequireKernel($"attach program '{Name}'"), path, function, processId, Owner.SectionOf(Name) == "uretprobe");
    }

    /// <summary>Runs the program on registers in the virtual machine; the kernel has no test run for probes.</summary>
    /// <param name="registers">The registers.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded into the virtual machine.</exception>
    /// <exception cref="Vm.VmFaultException">A memory access outside its region, an endless loop, ...</exception>
    public TracingRunResult Run(ProbeFrame registers) => Owner.RunFrame(Name, registers);
}
