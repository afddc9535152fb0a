using System;

namespace CSharpBpf;

/// <summary>A program that runs at a tracepoint, on its record.</summary>
/// <param name="owner">The object it belongs to.</param>
/// <param name="name">Its name in the object.</param>
public sealed class TracepointProgram(BpfObject owner, string name) : BpfProgram(owner, name)
{
    /// <summary>Attaches to the tracepoint that the program's attribute names (kernel 4.7, tracefs mounted); disposing the link detaches.</summary>
    /// <exception cref="InvalidOperationException">The object is not loaded into the kernel.</exception>
    /// <exception cref="BpfException">The kernel refused: no such tracepoint, not permitted, the program reads behind the end of the record.</exception>
    public PerfEventLink Attach()
    {
        string[] target = Owner.TargetsOf(Name);
        return PerfEventLink.CreateForTracepoint(this, Owner.RequireKernel($"attach program '{Name}'"), target[0], target[1]);
    }

    /// <summary>Runs the program on a record in the virtual machine; the kernel has no test run for tracepoint programs.</summary>
    /// <param name="record">The record.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded into the virtual machine.</exception>
    /// <exception cref="Vm.VmFaultException">A memory access outside its region, an endless loop, ...</exception>
    public TracingRunResult Run(TracepointFrame record) => Owner.RunFrame(Name, record);
}
