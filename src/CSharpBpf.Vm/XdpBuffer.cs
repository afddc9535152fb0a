using System;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm;

/// <summary>
/// The frame an XDP program works on, and its xdp_md. The layout is the kernel's struct xdp_buff in one page of BPF_PROG_TEST_RUN: headroom, of which
/// the first bytes are reserved for struct xdp_frame; metadata; packet; tailroom, of which the end is reserved for struct skb_shared_info.
/// </summary>
internal sealed unsafe class XdpBuffer : IDisposable
{
    /// <summary>XDP_PACKET_HEADROOM.</summary>
    public const int Headroom = 256;

    /// <summary>sizeof(struct skb_shared_info), rounded up to a cache line.</summary>
    public const int Tailroom = 320;

    /// <summary>The largest frame: one granule of guest memory.</summary>
    public const int MaximalFrameSize = 65536;

    // sizeof(struct xdp_frame) in kernel 6.18.
    private const int FrameHeader = 40;
    private const int EthernetHeader = 14;
    private const int MaximalMetadata = Headroom - FrameHeader;

    private readonly HostMemory memory = new(MaximalFrameSize + (ulong)sizeof(XdpMd));
    private readonly AddressSpace addressSpace;
    private readonly MemoryRegion packet;
    private readonly XdpMd* context;
    private int hardEnd;
    private int meta;
    private int data;
    private int end;
    private int touchedFrom;
    private int touchedTo;

    public XdpBuffer(AddressSpace addressSpace)
    {
        this.addressSpace = addressSpace;
        packet = addressSpace.Add(MemoryRegionKind.Packet, "packet", memory.Pointer, MaximalFrameSize, AccessRights.ReadWrite);
        context = (XdpMd*)(memory.Pointer + MaximalFrameSize);
        Context = addressSpace.Add(MemoryRegionKind.Context, "xdp_md", (byte*)context, (ulong)sizeof(XdpMd), AccessRights.Read);
        Close();
    }

    /// <summary>The region of xdp_md.</summary>
    public MemoryRegion Context { get; }

    /// <summary>The guest address of data, which offsets in messages count from.</summary>
    public uint DataAddress => packet.Base + (uint)data;

    /// <summary>Bytes from data to data_end.</summary>
    public int Length => end - data;

    /// <summary>Bytes from data_meta to data.</summary>
    public int MetadataLength => data - meta;

    /// <summary>The first byte of the packet.</summary>
    public byte* Data => memory.Pointer + data;

    /// <summary>Takes in a packet. What earlier runs left around it is cleared.</summary>
    /// <exception cref="ArgumentException">The packet does not fit, or the kernel's BPF_PROG_TEST_RUN would answer EINVAL.</exception>
    public void Open(ReadOnlySpan<byte> bytes, XdpRunOptions options)
    {
        Check(bytes.Length, options);
        new Span<byte>(memory.Pointer + touchedFrom, touchedTo - touchedFrom).Clear();
        hardEnd = options.FrameSize - Tailroom;
        meta = Headroom - options.MetadataLength;
        data = Headroom;
        end = meta + bytes.Length;
        touchedFrom = meta;
        touchedTo = end;
        bytes.CopyTo(new Span<byte>(memory.Pointer + meta, bytes.Length));
        context->IngressInterfaceIndex = options.IngressInterfaceIndex;
        context->RxQueueIndex = options.RxQueueIndex;
        context->EgressInterfaceIndex = options.EgressInterfaceIndex;
        Publish();
    }

    /// <summary>The bytes from data_meta to data_end.</summary>
    public byte[] ToArray() => new ReadOnlySpan<byte>(memory.Pointer + meta, end - meta).ToArray();

    /// <summary>Takes the packet away from programs that have no business with it.</summary>
    public void Close() => addressSpace.SetBounds(packet, packet.Base, packet.Base);

    /// <summary>bpf_xdp_adjust_head: moves data, and the metadata with it.</summary>
    public int AdjustHead(int offset)
    {
        long moved = (long)data + offset;
        if (moved < FrameHeader + MetadataLength || moved > end - EthernetHeader)
        {
            return -Errno.Invalid;
        }

        Buffer.MemoryCopy(memory.Pointer + meta, memory.Pointer + meta + offset, MaximalFrameSize, MetadataLength);
        meta += offset;
        data += offset;
        Publish();
        return 0;
    }

    /// <summary>bpf_xdp_adjust_tail: moves data_end; new bytes are zero.</summary>
    public int AdjustTail(int offset)
    {
        long moved = (long)end + offset;
        if (moved > hardEnd || moved < data + EthernetHeader)
        {
            return -Errno.Invalid;
        }

        if (offset > 0)
        {
            new Span<byte>(memory.Pointer + end, offset).Clear();
        }

        end += offset;
        Publish();
        return 0;
    }

    /// <summary>bpf_xdp_adjust_meta: moves data_meta.</summary>
    public int AdjustMeta(int offset)
    {
        long moved = (long)meta + offset;
        if (moved < FrameHeader || moved > data)
        {
            return -Errno.Invalid;
        }

        if (IsMetadataInvalid(data - moved))
        {
            return -Errno.Access;
        }

        meta += offset;
        Publish();
        return 0;
    }

    public void Dispose() => memory.Dispose();

    private static bool IsMetadataInvalid(long length) => (length & 3) != 0 || length > byte.MaxValue;

    private static void Check(int length, XdpRunOptions options)
    {
        if (options.FrameSize is < Headroom + Tailroom + EthernetHeader or > MaximalFrameSize)
        {
            throw new ArgumentException($"A frame of {options.FrameSize} bytes is not possible; it takes {Headroom + Tailroom + EthernetHeader} to {MaximalFrameSize}.", nameof(options));
        }

        if (options.MetadataLength < 0 || options.MetadataLength > MaximalMetadata || IsMetadataInvalid(options.MetadataLength))
        {
            throw new ArgumentException($"Metadata of {options.MetadataLength} bytes is not possible; it takes a multiple of 4 up to {MaximalMetadata}.", nameof(options));
        }

        if (length - options.MetadataLength < EthernetHeader)
        {
            throw new ArgumentException($"A packet of {length - options.MetadataLength} bytes is too short: an XDP program gets at least an Ethernet header, {EthernetHeader} bytes (the kernel's test run answers EINVAL).", nameof(length));
        }

        int largest = options.FrameSize - Headroom - Tailroom;
        if (length - options.MetadataLength > largest)
        {
            throw new ArgumentException($"A packet of {length - options.MetadataLength} bytes does not fit into a frame of {options.FrameSize}, which holds {largest}; set FrameSize.", nameof(length));
        }
    }

    private void Publish()
    {
        touchedFrom = Math.Min(touchedFrom, meta);
        touchedTo = Math.Max(touchedTo, end);
        context->Data = packet.Base + (uint)data;
        context->DataEnd = packet.Base + (uint)end;
        context->DataMeta = packet.Base + (uint)meta;
        addressSpace.SetBounds(packet, packet.Base + (uint)meta, packet.Base + (uint)end);
    }

    /// <summary>struct xdp_md of uapi/linux/bpf.h; the first three are 32-bit guest addresses.</summary>
    private struct XdpMd
    {
        public uint Data;
        public uint DataEnd;
        public uint DataMeta;
        public uint IngressInterfaceIndex;
        public uint RxQueueIndex;
        public uint EgressInterfaceIndex;
    }
}
