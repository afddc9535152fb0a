using System;

namespace CSharpBpf;

/// <summary>An XDP program.</summary>
/// <param name="owner">The object it belongs to.</param>
/// <param name="name">Its name in the object.</param>
public sealed class XdpProgram(BpfObject owner, string name) : BpfProgram(owner, name)
{
    /// <summary>Attaches to a network interface; disposing the link detaches. Kernel 5.9.</summary>
    /// <param name="interfaceName">The interface's name, in this network namespace.</param>
    /// <param name="mode">How to attach.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded into the kernel.</exception>
    /// <exception cref="BpfException">The kernel refused: no such interface, not permitted, another program is attached, no native XDP.</exception>
    public XdpLink Attach(string interfaceName, XdpAttachMode mode = XdpAttachMode.Auto)
    {
        ArgumentException.ThrowIfNullOrEmpty(interfaceName);
        return XdpLink.Create(this, Owner.RequireKernel($"attach program '{Name}'"), interfaceName, mode);
    }

    /// <summary>Runs the program on a packet: in the virtual machine, or in the kernel by BPF_PROG_TEST_RUN (kernel 4.12).</summary>
    /// <param name="packet">The packet, from its Ethernet header; the kernel takes at least 14 bytes.</param>
    /// <param name="repeat">How often to run it; the result is the last run's.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="Vm.VmFaultException">In the virtual machine: a memory access outside its region, an endless loop, ...</exception>
    public XdpRunResult Run(ReadOnlySpan<byte> packet, int repeat = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeat, 1);
        return Owner.RunXdp(Name, packet, repeat);
    }
}
