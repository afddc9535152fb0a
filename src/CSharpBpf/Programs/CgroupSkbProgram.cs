using System;

namespace CSharpBpf;

/// <summary>A filter of the packets of a cgroup's sockets.</summary>
/// <param name="owner">The object it belongs to.</param>
/// <param name="name">Its name in the object.</param>
public sealed class CgroupSkbProgram(BpfObject owner, string name) : BpfProgram(owner, name)
{
    /// <summary>Attaches to a cgroup, for its sockets and those of the cgroups below it (kernel 5.7); disposing the link detaches.</summary>
    /// <param name="cgroup">The cgroup's directory, in a cgroup v2 hierarchy: <c>/sys/fs/cgroup/...</c>.</param>
    /// <param name="direction">For the packets that the sockets receive, or for those that they send.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded into the kernel.</exception>
    /// <exception cref="BpfException">The kernel refused: no such cgroup, not permitted, a program above does not let others in.</exception>
    public CgroupLink Attach(string cgroup, CgroupDirection direction)
    {
        ArgumentException.ThrowIfNullOrEmpty(cgroup);
        return CgroupLink.Create(this, Owner.RequireKernel($"attach program '{Name}'"), cgroup, direction);
    }

    /// <summary>
    /// Runs the program on a packet, which it sees from behind the Ethernet header: in the virtual machine, or in the kernel by BPF_PROG_TEST_RUN (with a
    /// context, kernel 5.2).
    /// </summary>
    /// <param name="packet">The packet, from its Ethernet header: at least 14 bytes.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="ArgumentException">The packet is too short.</exception>
    /// <exception cref="Vm.VmFaultException">In the virtual machine: a memory access outside its region, an endless loop, ...</exception>
    public CgroupSkbRunResult Run(ReadOnlySpan<byte> packet, TcRunOptions? options = null)
    {
        options ??= new TcRunOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Repeat, 1, nameof(options));
        TcRunResult run = Owner.RunTc(Name, packet, options);
        return new CgroupSkbRunResult(run.ReturnValue, run.Mark, run.Priority, run.Duration, run.InstructionCount);
    }
}
