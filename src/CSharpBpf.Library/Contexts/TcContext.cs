using CSharpBpf.Isa.Kernel;
using CSharpBpf.Net;

namespace CSharpBpf;

/// <summary>
/// The context of a classifier of traffic control (struct __sk_buff). A handle: in BPF it is the context pointer, in plain C# it refers to the memory
/// of an <see cref="SkbFrame"/>, so pointers stay valid and the frame's owner sees what the program changed. Kernel 4.7 for access to the packet by
/// <see cref="Data"/> and <see cref="Packet"/>.
/// </summary>
[BpfContext(ProgramType.SchedCls)]
public readonly unsafe struct TcContext
{
    private readonly SkbFrameMemory* frame;

    internal TcContext(SkbFrameMemory* frame)
    {
        this.frame = frame;
    }

    /// <summary>The first byte of the packet.</summary>
    [BpfContextField("data")]
    public byte* Data => frame->Data;

    /// <summary>The byte behind the last that can be read through pointers; of a long packet the rest may lie elsewhere (see <see cref="TryPull"/>).</summary>
    [BpfContextField("data_end")]
    public byte* DataEnd => frame->DataEnd;

    /// <summary>The first byte of the metadata in front of the packet, which ends at <see cref="Data"/>. Kernel 4.15.</summary>
    [BpfContextField("data_meta")]
    public byte* DataMeta => frame->DataMeta;

    /// <summary>The packet's length in bytes: also the part that <see cref="Data"/> to <see cref="DataEnd"/> does not show.</summary>
    [BpfContextField("len")]
    public uint Length => frame->Length;

    /// <summary>Whom it is for: 0 this host, 1 all (broadcast), 2 a group (multicast), 3 another host, 4 outgoing.</summary>
    [BpfContextField("pkt_type")]
    public uint PacketType => frame->PacketType;

    /// <summary>A mark that netfilter, routing and sockets share.</summary>
    [BpfContextField("mark")]
    public uint Mark
    {
        get => frame->Mark;
        set => frame->Mark = value;
    }

    /// <summary>The queue of the device; 0 for none, else one more than its number.</summary>
    [BpfContextField("queue_mapping")]
    public uint QueueMapping
    {
        get => frame->QueueMapping;
        set => frame->QueueMapping = value;
    }

    /// <summary>1 if a VLAN tag was taken out of the packet and is in <see cref="VlanTagControl"/>.</summary>
    [BpfContextField("vlan_present")]
    public uint VlanPresent => frame->VlanPresent;

    /// <summary>The tag control information of that tag.</summary>
    [BpfContextField("vlan_tci")]
    public uint VlanTagControl => frame->VlanTagControl;

    /// <summary>What kind of tag that is: <see cref="EtherType.Vlan"/> or <see cref="EtherType.ServiceVlan"/>.</summary>
    public EtherType VlanProtocol => (EtherType)UInt16BigEndian.FromRaw((ushort)RawVlanProtocol).Value;

    /// <summary>The priority for queueing.</summary>
    [BpfContextField("priority")]
    public uint Priority
    {
        get => frame->Priority;
        set => frame->Priority = value;
    }

    /// <summary>The index of the interface it came in through; 0 if it was made here.</summary>
    [BpfContextField("ingress_ifindex")]
    public uint IngressInterfaceIndex => frame->IngressInterfaceIndex;

    /// <summary>The index of the interface that the program is attached to.</summary>
    [BpfContextField("ifindex")]
    public uint InterfaceIndex => frame->InterfaceIndex;

    /// <summary>A number for the classifiers and queues of traffic control; 16 bits count.</summary>
    [BpfContextField("tc_index")]
    public uint TcIndex
    {
        get => frame->TcIndex;
        set => frame->TcIndex = value;
    }

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

    /// <summary>The class that a direct action chooses: major in the upper 16 bits, minor in the lower.</summary>
    [BpfContextField("tc_classid")]
    public uint ClassId
    {
        get => frame->ClassId;
        set => frame->ClassId = value;
    }

    /// <summary>When to send, or when it came, in nanoseconds; 0 for none. Kernel 5.0 for reading and writing.</summary>
    [BpfContextField("tstamp")]
    public ulong Timestamp
    {
        get => frame->Timestamp;
        set => frame->Timestamp = value;
    }

    /// <summary>How many segments the packet will be cut into; 0 for none.</summary>
    [BpfContextField("gso_segs")]
    public uint SegmentCount => frame->SegmentCount;

    /// <summary>The size of those segments in bytes.</summary>
    [BpfContextField("gso_size")]
    public uint SegmentSize => frame->SegmentSize;

    /// <summary>What the packet carries.</summary>
    public EtherType Protocol => (EtherType)UInt16BigEndian.FromRaw((ushort)RawProtocol).Value;

    /// <summary>A cursor at the packet's first byte.</summary>
    public PacketCursor Packet => new(Data, DataEnd);

    /// <summary>A cursor at the first byte of the metadata that an XDP program has put in front of the packet (<see cref="XdpContext.Metadata"/>). Kernel 4.15.</summary>
    public PacketCursor Metadata => new(DataMeta, Data);

    [BpfContextField("protocol")]
    private uint RawProtocol => frame->Protocol;

    [BpfContextField("vlan_proto")]
    private uint RawVlanProtocol => frame->VlanProtocol;

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

    /// <summary>
    /// Writes bytes into the packet, wherever they lie (bpf_skb_store_bytes, kernel 4.1). References and cursors into the packet from before are invalid.
    /// </summary>
    /// <param name="offset">From the packet's first byte.</param>
    /// <param name="value">The bytes.</param>
    /// <param name="flags">What else is to be done.</param>
    /// <returns>Whether the packet is long enough.</returns>
    public bool TryStore<T>(uint offset, T value, SkbStoreFlags flags = SkbStoreFlags.None)
        where T : unmanaged => SkbHelpers.StoreBytes(this, offset, &value, (uint)sizeof(T), (ulong)flags) == 0;

    /// <summary>Updates the checksum of an IPv4 header for a word that changes (bpf_l3_csum_replace, kernel 4.1). Cursors from before are invalid.</summary>
    /// <param name="offset">Where the checksum is, from the packet's first byte.</param>
    /// <param name="before">The word that was there, as it lies in memory.</param>
    /// <param name="after">The word that comes there, as it lies in memory.</param>
    /// <param name="size">The word's size: 2 or 4 bytes; or 0, with 0 for before, if after is a difference of sums.</param>
    /// <returns>Whether the packet is long enough and the arguments are in their ranges.</returns>
    public bool TryReplaceL3Checksum(uint offset, uint before, uint after, uint size) => SkbHelpers.ReplaceL3Checksum(this, offset, before, after, size) == 0;

    /// <summary>Updates the checksum of TCP, UDP or ICMP for a word that changes (bpf_l4_csum_replace, kernel 4.1). Cursors from before are invalid.</summary>
    /// <param name="offset">Where the checksum is, from the packet's first byte.</param>
    /// <param name="before">The word that was there, as it lies in memory.</param>
    /// <param name="after">The word that comes there, as it lies in memory.</param>
    /// <param name="size">The word's size: 2 or 4 bytes; or 0, with 0 for before, if after is a difference of sums.</param>
    /// <param name="flags">What the word is, and what zero means.</param>
    /// <returns>Whether the packet is long enough and the arguments are in their ranges.</returns>
    public bool TryReplaceL4Checksum(uint offset, uint before, uint after, uint size, L4ChecksumFlags flags = L4ChecksumFlags.None) =>
        SkbHelpers.ReplaceL4Checksum(this, offset, before, after, size | (ulong)flags) == 0;

    /// <summary>
    /// Makes the packet's first bytes readable and writable through pointers (bpf_skb_pull_data, kernel 4.9). References and cursors from before are invalid.
    /// </summary>
    /// <param name="length">How many bytes; 0 for as many as there are in one piece.</param>
    /// <returns>Whether the packet has so many.</returns>
    public bool TryPull(uint length) => SkbHelpers.PullData(this, length) == 0;

    /// <summary>
    /// Puts a VLAN tag on the packet (bpf_skb_vlan_push, kernel 4.3). It stands in <see cref="VlanTagControl"/>; a tag that was there before moves into the
    /// packet. References and cursors from before are invalid.
    /// </summary>
    /// <param name="protocol"><see cref="EtherType.Vlan"/> or <see cref="EtherType.ServiceVlan"/>; anything else counts as the first.</param>
    /// <param name="tagControl">The tag control information: priority in the upper three bits, the VLAN's number in the lower twelve.</param>
    /// <returns>Whether there was memory.</returns>
    public bool TryPushVlan(EtherType protocol, ushort tagControl) => SkbHelpers.PushVlan(this, new UInt16BigEndian((ushort)protocol).Raw, tagControl) == 0;

    /// <summary>
    /// Takes the outermost VLAN tag away (bpf_skb_vlan_pop, kernel 4.3), if there is one; one behind it in the packet moves into <see cref="VlanTagControl"/>.
    /// References and cursors from before are invalid.
    /// </summary>
    /// <returns>False if the packet ends inside a tag.</returns>
    public bool TryPopVlan() => SkbHelpers.PopVlan(this) == 0;

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

    /// <summary>Sends the packet out of an interface (bpf_redirect, kernel 4.4): what it gives must be what the program returns.</summary>
    /// <param name="interfaceIndex">The interface's index, as in <c>ip link</c>.</param>
    /// <returns><see cref="TcAction.Redirect"/>.</returns>
    public TcAction Redirect(uint interfaceIndex) => (TcAction)RedirectHelpers.ToInterface(this, interfaceIndex, 0);

    /// <summary>As <see cref="Redirect"/>, but into the interface, as if the packet came in there (BPF_F_INGRESS).</summary>
    /// <param name="interfaceIndex">The interface's index, as in <c>ip link</c>.</param>
    /// <returns><see cref="TcAction.Redirect"/>.</returns>
    public TcAction RedirectIngress(uint interfaceIndex) => (TcAction)RedirectHelpers.ToInterface(this, interfaceIndex, RedirectHelpers.Ingress);

    /// <summary>Sends a copy of the packet out of an interface at once (bpf_clone_redirect, kernel 4.2). References and cursors from before are invalid.</summary>
    /// <param name="interfaceIndex">The interface's index, as in <c>ip link</c>.</param>
    /// <param name="isIngress">Whether into the interface instead, as if the copy came in there.</param>
    /// <returns>Whether there is such an interface, and it took the copy.</returns>
    public bool TryCloneRedirect(uint interfaceIndex, bool isIngress = false) => SkbHelpers.CloneRedirect(this, interfaceIndex, isIngress ? RedirectHelpers.Ingress : 0) == 0;

    internal SkbFrameMemory* Frame => frame;
}
