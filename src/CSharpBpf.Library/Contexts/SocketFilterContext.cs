using CSharpBpf.Isa.Kernel;
using CSharpBpf.Net;

namespace CSharpBpf;

/// <summary>
/// The context of a socket filter (struct __sk_buff): the packet as the socket gets it, from the header that the socket's user sees first. The packet cannot
/// be read through pointers, <see cref="TryLoad{T}"/> copies. A handle: in BPF it is the context pointer, in plain C# it refers to the memory of a
/// <see cref="SocketFilterFrame"/>.
/// </summary>
[BpfContext(ProgramType.SocketFilter)]
public readonly unsafe struct SocketFilterContext
{
    private readonly SkbFrameMemory* frame;

    internal SocketFilterContext(SkbFrameMemory* frame)
    {
        this.frame = frame;
    }

    /// <summary>The packet's length in bytes.</summary>
    [BpfContextField("len")]
    public uint Length => frame->Length;

    /// <summary>Whom it is for: 0 this host, 1 all (broadcast), 2 a group (multicast), 3 another host, 4 outgoing.</summary>
    [BpfContextField("pkt_type")]
    public uint PacketType => frame->PacketType;

    /// <summary>A mark that netfilter, routing and sockets share.</summary>
    [BpfContextField("mark")]
    public uint Mark => frame->Mark;

    /// <summary>1 if a VLAN tag was taken out of the packet and is in <see cref="VlanTagControl"/>.</summary>
    [BpfContextField("vlan_present")]
    public uint VlanPresent => frame->VlanPresent;

    /// <summary>The tag control information of that tag.</summary>
    [BpfContextField("vlan_tci")]
    public uint VlanTagControl => frame->VlanTagControl;

    /// <summary>The priority for queueing.</summary>
    [BpfContextField("priority")]
    public uint Priority => frame->Priority;

    /// <summary>The index of the interface it came in through; 0 if it was made here.</summary>
    [BpfContextField("ingress_ifindex")]
    public uint IngressInterfaceIndex => frame->IngressInterfaceIndex;

    /// <summary>The index of the interface that the program is attached to.</summary>
    [BpfContextField("ifindex")]
    public uint InterfaceIndex => frame->InterfaceIndex;

    /// <summary>The first of five numbers that programs hand on to those that follow (cb[0]).</summary>
    [BpfContextField("cb0")]
    public uint ControlBlock0
    {
        get => frame->ControlBlock0;
        set => frame->ControlBlock0 = value;
    }

    /// <summary>cb[1].</summary>
    [BpfContextField("cb1")]
    public uint ControlBlock1
    {
        get => frame->ControlBlock1;
        set => frame->ControlBlock1 = value;
    }

    /// <summary>cb[2].</summary>
    [BpfContextField("cb2")]
    public uint ControlBlock2
    {
        get => frame->ControlBlock2;
        set => frame->ControlBlock2 = value;
    }

    /// <summary>cb[3].</summary>
    [BpfContextField("cb3")]
    public uint ControlBlock3
    {
        get => frame->ControlBlock3;
        set => frame->ControlBlock3 = value;
    }

    /// <summary>cb[4].</summary>
    [BpfContextField("cb4")]
    public uint ControlBlock4
    {
        get => frame->ControlBlock4;
        set => frame->ControlBlock4 = value;
    }

    /// <summary>The hash of the flow, or 0 if none was computed.</summary>
    [BpfContextField("hash")]
    public uint Hash => frame->Hash;

    /// <summary>How many segments the packet will be cut into; 0 for none.</summary>
    [BpfContextField("gso_segs")]
    public uint SegmentCount => frame->SegmentCount;

    /// <summary>The size of those segments in bytes.</summary>
    [BpfContextField("gso_size")]
    public uint SegmentSize => frame->SegmentSize;

    /// <summary>What the packet carries.</summary>
    public EtherType Protocol => (EtherType)UInt16BigEndian.FromRaw((ushort)RawProtocol).Value;

    [BpfContextField("protocol")]
    private uint RawProtocol => frame->Protocol;

    /// <summary>Copies bytes out of the packet, wherever they lie (bpf_skb_load_bytes, kernel 4.5).</summary>
    /// <param name="offset">From the packet's first byte.</param>
    /// <param name="value">The bytes, or zeros.</param>
    /// <returns>Whether the packet is long enough.</returns>
    public bool TryLoad<T>(uint offset, out T value)
        where T : unmanaged
    {
        T bytes;
        bool loaded = SkbHelpers.LoadBytes(this, offset, &bytes, (uint)sizeof(T)) == 0;
        value = bytes;
        return loaded;
    }

    internal SkbFrameMemory* Frame => frame;
}
