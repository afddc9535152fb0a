using System;

namespace CSharpBpf;

/// <summary>A program of an object, by the member <c>Programs</c> of its class.</summary>
public abstract class BpfProgram
{
    private protected BpfProgram(BpfObject owner, string name)
    {
        Owner = owner;
        Name = name;
    }

    /// <summary>The object it belongs to.</summary>
    public BpfObject Owner { get; }

    /// <summary>Its name in the object.</summary>
    public string Name { get; }
}

/// <summary>An XDP program.</summary>
/// <param name="owner">The object it belongs to.</param>
/// <param name="name">Its name in the object.</param>
public sealed class XdpProgram(BpfObject owner, string name) : BpfProgram(owner, name)
{
    /// <summary>Attaches to a network interface; disposing the link detaches.</summary>
    public XdpLink Attach(string interfaceName, XdpAttachMode mode = XdpAttachMode.Auto) => throw new NotSupportedException(interfaceName + mode);

    /// <summary>Runs the program on a packet: in the virtual machine, or in the kernel by BPF_PROG_TEST_RUN.</summary>
    public XdpRunResult Run(ReadOnlySpan<byte> packet, int repeat = 1) => throw new NotSupportedException();
}

/// <summary>How an XDP program is attached.</summary>
public enum XdpAttachMode
{
    /// <summary>Native if the driver can, else generic.</summary>
    Auto,

    /// <summary>In the driver (XDP_FLAGS_DRV_MODE).</summary>
    Native,

    /// <summary>In the network stack (XDP_FLAGS_SKB_MODE): any interface, slower.</summary>
    Generic,
}

/// <summary>An attached XDP program.</summary>
public sealed class XdpLink : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>What a run of an XDP program gave.</summary>
/// <param name="Action">The decision.</param>
/// <param name="Packet">The packet after the run.</param>
/// <param name="Duration">The time of one run, the mean over the repetitions; zero in the virtual machine.</param>
public sealed record XdpRunResult(XdpAction Action, ReadOnlyMemory<byte> Packet, TimeSpan Duration);
