using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>A packet in a socket buffer, to run the method of a socket filter on as plain C#.</summary>
public sealed unsafe class SocketFilterFrame : PacketFrame
{
    private SocketFilterFrame(ReadOnlySpan<byte> packet)
        : base(packet, SkbMetadata.SmallestPacket)
    {
    }

    /// <summary>The context to call a program's method with.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public SocketFilterContext Context => new(Memory);

    /// <summary>Copies a packet into a new frame. The program sees it from behind the Ethernet header, as in the kernel's test runs.</summary>
    /// <param name="packet">The packet, from its Ethernet header: at least 14 bytes.</param>
    /// <exception cref="ArgumentException">The packet has no Ethernet header.</exception>
    public static SocketFilterFrame From(ReadOnlySpan<byte> packet) => new(packet);

    /// <summary>Runs a program's method on the frame; a fault gives what its attribute's OnFault says, as in the kernel.</summary>
    /// <param name="program">The method.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public uint Run(Func<SocketFilterContext, uint> program) => BpfFault.Run(program, Context);
}
