using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// The context of an XDP program (struct xdp_md). A handle: in BPF it is the context pointer, in plain C# it refers to the memory of an
/// <see cref="XdpFrame"/>, so pointers stay valid and the frame's owner sees what the program changed.
/// </summary>
[BpfContext(ProgramType.Xdp)]
public readonly unsafe struct XdpContext
{
    private readonly XdpFrameMemory* frame;

    internal XdpContext(XdpFrameMemory* frame)
    {
        this.frame = frame;
    }

    /// <summary>The first byte of the packet.</summary>
    [BpfContextField("data")]
    public byte* Data => frame->Data;

    /// <summary>The byte behind the packet's last.</summary>
    [BpfContextField("data_end")]
    public byte* DataEnd => frame->DataEnd;

    /// <summary>The index of the interface the packet came in through.</summary>
    [BpfContextField("ingress_ifindex")]
    public uint IngressInterfaceIndex => frame->IngressInterfaceIndex;

    /// <summary>The index of the receive queue.</summary>
    [BpfContextField("rx_queue_index")]
    public uint RxQueueIndex => frame->RxQueueIndex;

    /// <summary>The packet's length in bytes.</summary>
    public uint PacketLength => (uint)(DataEnd - Data);

    /// <summary>A cursor at the packet's first byte.</summary>
    public Net.PacketCursor Packet => new(Data, DataEnd);

    internal XdpFrameMemory* Frame => frame;

    /// <summary>
    /// Moves the packet's start (bpf_xdp_adjust_head, kernel 4.10): to make room for a header in front, or to take one away. References and cursors
    /// into the packet from before are invalid.
    /// </summary>
    /// <param name="delta">Bytes: negative for room in front, whose bytes are whatever was there; positive to cut bytes off.</param>
    /// <returns>Whether there was room, and at least an Ethernet header is left.</returns>
    public bool TryAdjustHead(int delta) => XdpHelpers.AdjustHead(this, delta) == 0;

    /// <summary>
    /// Moves the packet's end (bpf_xdp_adjust_tail, kernel 4.18; to grow, 5.8). References and cursors into the packet from before are invalid.
    /// </summary>
    /// <param name="delta">Bytes: negative to cut bytes off; positive for more of them, which are zero.</param>
    /// <returns>Whether there was room, and at least an Ethernet header is left.</returns>
    public bool TryAdjustTail(int delta) => XdpHelpers.AdjustTail(this, delta) == 0;
}
