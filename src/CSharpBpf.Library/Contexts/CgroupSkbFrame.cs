using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>A packet in a socket buffer, to run the method of a filter of a cgroup on as plain C#.</summary>
public sealed unsafe class CgroupSkbFrame : PacketFrame
{
    private CgroupSkbFrame(ReadOnlySpan<byte> packet)
        : base(packet, SkbMetadata.SmallestPacket)
    {
    }

    /// <summary>The context to call a program's method with.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public CgroupSkbContext Context => new(Memory);

    /// <summary>Copies a packet into a new frame. The program sees it from behind the Ethernet header.</summary>
    /// <param name="packet">The packet, from its Ethernet header: at least 14 bytes.</param>
    /// <exception cref="ArgumentException">The packet has no Ethernet header.</exception>
    public static CgroupSkbFrame From(ReadOnlySpan<byte> packet) => new(packet);

    /// <summary>Runs a program's method on the frame; a fault gives what its attribute's OnFault says, as in the kernel.</summary>
    /// <param name="program">The method.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public SkAction Run(Func<CgroupSkbContext, SkAction> program) => BpfFault.Run(program, Context);
}
