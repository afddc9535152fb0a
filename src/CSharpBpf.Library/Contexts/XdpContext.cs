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

    /// <summary>The first byte of the metadata in front of the packet, which ends at <see cref="Data"/>. Kernel 4.15.</summary>
    [BpfContextField("data_meta")]
    public byte* DataMeta => frame->DataMeta;

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

    /// <summary>
    /// A cursor at the metadata's first byte, to read and write it (kernel 4.15): bytes for programs that come later, a classifier of traffic control among
    /// them. There is none unless a driver or <see cref="TryAdjustMeta"/> made room.
    /// </summary>
    public Net.PacketCursor Metadata => new(DataMeta, Data);

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

    /// <summary>
    /// Moves the metadata's start (bpf_xdp_adjust_meta, kernel 4.15). References and cursors into packet and metadata from before are invalid.
    /// </summary>
    /// <param name="delta">Bytes: negative for more metadata, whose bytes are whatever was there; positive for less.</param>
    /// <returns>Whether there was room, and the length is a multiple of 4 up to 252; some drivers have no metadata.</returns>
    public bool TryAdjustMeta(int delta) => XdpHelpers.AdjustMeta(this, delta) == 0;

    /// <summary>
    /// Asks the kernel's routing table where a packet goes (bpf_fib_lookup, kernel 4.18). GPL-compatible programs only. What is done with the answer is the
    /// program's: lower the time to live, write the MAC addresses, redirect.
    /// </summary>
    /// <param name="lookup">The question; gets the answer.</param>
    /// <param name="flags">How to look it up.</param>
    /// <returns>What was found.</returns>
    public FibResult LookUpRoute(ref FibLookup lookup, FibLookupFlags flags = FibLookupFlags.None)
    {
        fixed (FibLookup* address = &lookup)
        {
            return (FibResult)FibHelpers.LookUp(this, address, (uint)sizeof(FibLookup), (uint)flags);
        }
    }

    /// <summary>Sends the packet out of an interface (bpf_redirect, kernel 4.14): what it gives must be what the program returns. A <see cref="DevMap"/> is faster.</summary>
    /// <param name="interfaceIndex">The interface's index, as in <c>ip link</c>.</param>
    /// <returns><see cref="XdpAction.Redirect"/>.</returns>
    public XdpAction Redirect(uint interfaceIndex) => (XdpAction)RedirectHelpers.ToInterface(this, interfaceIndex, 0);
}
