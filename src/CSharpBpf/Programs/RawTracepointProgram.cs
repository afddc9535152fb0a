using System;
using System.Runtime.InteropServices;

namespace CSharpBpf;

/// <summary>A program that runs at a tracepoint, on its arguments.</summary>
/// <param name="owner">The object it belongs to.</param>
/// <param name="name">Its name in the object.</param>
public sealed class RawTracepointProgram(BpfObject owner, string name) : BpfProgram(owner, name)
{
    /// <summary>Attaches to the tracepoint that the program's attribute names (kernel 4.17); disposing the link detaches.</summary>
    /// <exception cref="InvalidOperationException">The object is not loaded into the kernel.</exception>
    /// <exception cref="BpfException">The kernel refused: no such tracepoint, not permitted, the program reads more arguments than there are.</exception>
    public RawTracepointLink Attach() => RawTracepointLink.Create(this, Owner.RequireKernel($"attach program '{Name}'"), Owner.TargetsOf(Name)[0]);

    /// <summary>Runs the program on arguments: in the virtual machine, or in the kernel by BPF_PROG_TEST_RUN (kernel 5.10).</summary>
    /// <param name="arguments">The arguments, each as 64 bits; at least as many as the program reads, at most 12.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">The kernel refused: there are fewer arguments than the program reads.</exception>
    /// <exception cref="Vm.VmFaultException">In the virtual machine: a memory access outside its region, an endless loop, ...</exception>
    public TracingRunResult Run(params ReadOnlySpan<ulong> arguments) => Owner.RunRecord(Name, MemoryMarshal.AsBytes(arguments));
}
