using System;

namespace CSharpBpf;

/// <summary>A classifier of traffic control.</summary>
/// <param name="owner">The object it belongs to.</param>
/// <param name="name">Its name in the object.</param>
public sealed class TcProgram(BpfObject owner, string name) : BpfProgram(owner, name)
{
    /// <summary>Attaches to a network interface (tcx, kernel 6.6); disposing the link detaches. Programs that are attached later run later.</summary>
    /// <param name="interfaceName">The interface's name, in this network namespace.</param>
    /// <param name="direction">For the packets that come in, or for those that go out.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded into the kernel.</exception>
    /// <exception cref="BpfException">The kernel refused: no such interface, not permitted, older than 6.6.</exception>
    public TcLink Attach(string interfaceName, TcDirection direction)
    {
        ArgumentException.ThrowIfNullOrEmpty(interfaceName);
        return TcLink.Create(this, Owner.RequireKernel($"attach program '{Name}'"), interfaceName, direction);
    }

    /// <summary>Runs the program on a packet: in the virtual machine, or in the kernel by BPF_PROG_TEST_RUN (with a context, kernel 5.2).</summary>
    /// <param name="packet">The packet, from its Ethernet header: at least 14 bytes.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="ArgumentException">The packet is too short.</exception>
    /// <exception cref="Vm.VmFaultException">In the virtual machine: a memory access outside its region, an endless loop, ...</exception>
    public TcRunResult Run(ReadOnlySpan<byte> packet, TcRunOptions? options = null)
    {
        options ??= new TcRunOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Repeat, 1, nameof(options));
        return Owner.RunTc(Name, packet, options);
    }
}
