using System;

namespace CSharpBpf;

/// <summary>A packet in a socket buffer, to run the method of a classifier on as plain C#.</summary>
public sealed unsafe class SkbFrame : PacketFrame
{
    private SkbFrame(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> metadata)
        : base(packet, 0, metadata)
    {
    }

    /// <summary>The context to call a program's method with.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public TcContext Context => new(Memory);

    /// <summary>Where the packet goes, if the last run answered <see cref="TcAction.Redirect"/> and a helper had said where.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public RedirectTarget Redirect => Memory->Redirect;

    /// <summary>Copies a packet into a new frame. Set its mark and the like through <see cref="Context"/>.</summary>
    /// <param name="packet">The packet, from its Ethernet header: at least 14 bytes.</param>
    /// <param name="metadata">What an XDP program has put in front of it: a multiple of 4 bytes, up to 252.</param>
    /// <exception cref="ArgumentException">The packet has no Ethernet header, or there cannot be so much metadata.</exception>
    public static SkbFrame From(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> metadata = default) => new(packet, metadata);

    /// <summary>Runs a program's method on the frame; a fault gives what its attribute's OnFault says, as in the kernel.</summary>
    /// <param name="program">The method.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public TcAction Run(Func<TcContext, TcAction> program)
    {
        Memory->Redirect = default;
        TcAction action = BpfFault.Run(program, Context);
        if (action != TcAction.Redirect)
        {
            Memory->Redirect = default;
        }

        return action;
    }
}
