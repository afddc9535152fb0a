using System;
using System.Runtime.InteropServices;

namespace CSharpBpf;

/// <summary>What an <see cref="XdpContext"/> refers to. Unmanaged, at a fixed address.</summary>
internal unsafe struct XdpFrameMemory
{
    public byte* Data;
    public byte* DataEnd;
    public byte* DataMeta;
    public uint IngressInterfaceIndex;
    public uint RxQueueIndex;

    /// <summary>The lowest address that data may move to.</summary>
    public byte* Start;

    /// <summary>The highest address that data_end may move to.</summary>
    public byte* HardEnd;

    public RedirectTarget Redirect;
}

/// <summary>
/// A packet in memory, with head- and tailroom as a driver leaves them, to run an XDP program's method on as plain C#.
/// Owns the memory: contexts and references into the packet are valid until <see cref="Dispose"/>.
/// </summary>
public sealed unsafe class XdpFrame : IDisposable
{
    /// <summary>XDP_PACKET_HEADROOM: the bytes a driver leaves before the packet.</summary>
    public const int DefaultHeadroom = 256;

    /// <summary>The size of a frame with head- and tailroom, in bytes: one page, as in the kernel's test runs, or larger for a longer packet.</summary>
    public const int DefaultSize = 4096;

    // What the kernel keeps for itself: struct xdp_frame at the front, struct skb_shared_info at the end.
    private const int FrameHeader = 40;
    private const int Tailroom = 320;

    private XdpFrameMemory* memory;

    private XdpFrame(ReadOnlySpan<byte> packet, uint ingressInterfaceIndex, uint rxQueueIndex)
    {
        int size = Math.Max(DefaultSize, DefaultHeadroom + packet.Length + Tailroom);
        memory = (XdpFrameMemory*)NativeMemory.AllocZeroed((nuint)(sizeof(XdpFrameMemory) + size));
        var frame = (byte*)(memory + 1);
        memory->Start = frame + FrameHeader;
        memory->HardEnd = frame + size - Tailroom;
        memory->Data = frame + DefaultHeadroom;
        memory->DataMeta = memory->Data;
        memory->DataEnd = memory->Data + packet.Length;
        memory->IngressInterfaceIndex = ingressInterfaceIndex;
        memory->RxQueueIndex = rxQueueIndex;
        packet.CopyTo(new Span<byte>(memory->Data, packet.Length));
    }

    /// <summary>Frees the memory of a frame that was not disposed.</summary>
    ~XdpFrame() => Free();

    /// <summary>The context to call a program's method with.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public XdpContext Context
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return new XdpContext(memory);
        }
    }

    /// <summary>The packet as it is now.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public Span<byte> Packet
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return new Span<byte>(memory->Data, (int)(memory->DataEnd - memory->Data));
        }
    }

    /// <summary>The metadata in front of the packet as it is now.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public Span<byte> Metadata
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return new Span<byte>(memory->DataMeta, (int)(memory->Data - memory->DataMeta));
        }
    }

    /// <summary>Where the packet goes, if the last run answered <see cref="XdpAction.Redirect"/> and a helper had said where.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public RedirectTarget Redirect
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return memory->Redirect;
        }
    }

    /// <summary>Copies a packet into a new frame.</summary>
    /// <param name="packet">The packet, from its Ethernet header.</param>
    /// <param name="ingressInterfaceIndex">What the context says of the interface.</param>
    /// <param name="rxQueueIndex">What the context says of the receive queue.</param>
    public static XdpFrame From(ReadOnlySpan<byte> packet, uint ingressInterfaceIndex = 1, uint rxQueueIndex = 0) => new(packet, ingressInterfaceIndex, rxQueueIndex);

    /// <summary>Runs a program's method on the frame; a fault gives what its attribute's OnFault says, as in the kernel.</summary>
    /// <param name="program">The method.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public XdpAction Run(Func<XdpContext, XdpAction> program)
    {
        XdpContext context = Context;
        memory->Redirect = default;
        XdpAction action = BpfFault.Run(program, context);
        if (action != XdpAction.Redirect)
        {
            memory->Redirect = default;
        }

        return action;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(memory);
        memory = null;
    }
}
