using System;

namespace CSharpBpf;

/// <summary>A packet in a socket buffer, to run the method of a classifier on as plain C#.</summary>
public sealed unsafe class SkbFrame : PacketFrame
{
    private SkbFrame(ReadOnlySpan<byte> packet)
        : base(packet, 0)
    {
    }

    /// <summary>The context to call a program's method with.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public TcContext Context => new(Memory);

    /// <summary>Copies a packet into a new frame. Set its mark and the like through <see cref="Context"/>.</summary>
    /// <param name="packet">The packet, from its Ethernet header: at least 14 bytes.</param>
    /// <exception cref="ArgumentException">The packet has no Ethernet header.</exception>
    public static SkbFrame From(ReadOnlySpan<byte> packet) => new(packet);

    /// <summary>Runs a program's method on the frame; a fault gives what its attribute's OnFault says, as in the kernel.</summary>
    /// <param name="program">The method.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public TcAction Run(Func<TcContext, TcAction> program) => BpfFault.Run(program, Context);
}
