using System;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm;

/// <summary>The packet that a program with a socket buffer works on, all in one piece, and its __sk_buff.</summary>
internal sealed unsafe class SkbBuffer : IDisposable
{
    /// <summary>The longest packet: one granule of guest memory.</summary>
    public const int LargestPacket = 65536;

    // struct __sk_buff of uapi/linux/bpf.h, as the context layout table has it.
    private const int ContextSize = 192;
    private const int LengthOffset = 0;
    private const int PacketTypeOffset = 4;
    private const int MarkOffset = 8;
    private const int ProtocolOffset = 16;
    private const int VlanPresentOffset = 20;
    private const int VlanControlOffset = 24;
    private const int VlanProtocolOffset = 28;
    private const int PriorityOffset = 32;
    private const int InterfaceOffset = 40;
    private const int HashOffset = 68;
    private const int DataOffset = 76;
    private const int DataEndOffset = 80;
    private const int DataMetaOffset = 140;

    // Room in front of the packet: for its metadata, and for what programs push. A packet that fills the granule has none.
    private const int Headroom = 512;
    private const int LongestMetadata = 252;

    private readonly HostMemory memory = new(LargestPacket + ContextSize);
    private readonly AddressSpace addressSpace;
    private readonly MemoryRegion packet;
    private readonly byte* context;
    private int start;
    private int end;
    private int metadataLength;
    private int skipped;

    public SkbBuffer(AddressSpace addressSpace)
    {
        this.addressSpace = addressSpace;
        packet = addressSpace.Add(MemoryRegionKind.Packet, "packet", memory.Pointer, LargestPacket, AccessRights.ReadWrite);
        context = memory.Pointer + LargestPacket;
        Context = addressSpace.Add(MemoryRegionKind.Context, "__sk_buff", context, ContextSize, AccessRights.ReadWrite);
        Close();
    }

    /// <summary>The region of __sk_buff.</summary>
    public MemoryRegion Context { get; }

    /// <summary>The packet's length in bytes.</summary>
    public int Length => end - start;

    /// <summary>The first byte of the packet.</summary>
    public byte* Data => memory.Pointer + start;

    /// <summary>The mark as it is now.</summary>
    public uint Mark => Field(MarkOffset);

    /// <summary>The priority as it is now.</summary>
    public uint Priority => Field(PriorityOffset);

    /// <summary>Takes in a packet.</summary>
    /// <param name="bytes">The packet, from its Ethernet header.</param>
    /// <param name="options">The metadata.</param>
    /// <param name="skipped">Where the program's view begins: behind the Ethernet header, for all but the classifiers of traffic control.</param>
    /// <exception cref="ArgumentException">The packet does not fit, or has no Ethernet header: BPF_PROG_TEST_RUN would answer EINVAL.</exception>
    public void Open(ReadOnlySpan<byte> bytes, SkbRunOptions options, int skipped)
    {
        if (bytes.Length is < SkbMetadata.SmallestPacket or > LargestPacket)
        {
            throw new ArgumentException($"A packet has {SkbMetadata.SmallestPacket} (an Ethernet header) to {LargestPacket} bytes; this one has {bytes.Length}.", nameof(bytes));
        }

        if ((options.Metadata.Length & 3) != 0 || options.Metadata.Length > Math.Min(LongestMetadata, LargestPacket - bytes.Length))
        {
            throw new ArgumentException($"Metadata of {options.Metadata.Length} bytes is not possible; it takes a multiple of 4 up to {LongestMetadata}.", nameof(options));
        }

        this.skipped = skipped;
        int first = Math.Min(Headroom, LargestPacket - bytes.Length);
        start = first + skipped;
        end = first + bytes.Length;
        metadataLength = options.Metadata.Length;
        bytes.CopyTo(new Span<byte>(memory.Pointer + first, bytes.Length));
        options.Metadata.Span.CopyTo(new Span<byte>(memory.Pointer + start - metadataLength, metadataLength));
        byte[] header = bytes[..Math.Min(bytes.Length, SkbMetadata.Length)].ToArray();
        new Span<byte>(context, ContextSize).Clear();
        Field(PacketTypeOffset) = SkbMetadata.PacketType(header);
        Field(MarkOffset) = options.Mark;
        Field(ProtocolOffset) = SkbMetadata.Protocol(header);
        Field(PriorityOffset) = options.Priority;
        Field(InterfaceOffset) = 1;
        Publish();
    }

    /// <summary>bpf_skb_vlan_push.</summary>
    public int PushVlan(uint protocol, uint control)
    {
        if (Field(VlanPresentOffset) != 0)
        {
            // The tag that was there comes to stand between the addresses and the type.
            if (start - metadataLength < VlanTag.Length)
            {
                return -Errno.NoMemory;
            }

            start -= VlanTag.Length;
            VlanTag.Insert(new Span<byte>(Data, VlanTag.Addresses + VlanTag.Length), Field(VlanProtocolOffset), Field(VlanControlOffset));
            Field(ProtocolOffset) = Field(VlanProtocolOffset);
            Publish();
        }

        SetVlan(1, VlanTag.Normalize(protocol), (ushort)control);
        return 0;
    }

    /// <summary>bpf_skb_vlan_pop.</summary>
    public int PopVlan()
    {
        if (Field(VlanPresentOffset) != 0)
        {
            SetVlan(0, 0, 0);
        }
        else if (!VlanTag.IsTag(Field(ProtocolOffset)))
        {
            return 0;
        }
        else if (!TryTakeTag(out _))
        {
            return -Errno.NoMemory;
        }

        uint protocol = Field(ProtocolOffset);
        if (!VlanTag.IsTag(protocol))
        {
            return 0;
        }

        if (!TryTakeTag(out uint control))
        {
            return -Errno.NoMemory;
        }

        SetVlan(1, protocol, control);
        return 0;
    }

    /// <summary>BPF_F_INVALIDATE_HASH.</summary>
    public void ForgetHash() => Field(HashOffset) = 0;

    /// <summary>The packet as it is now.</summary>
    public byte[] ToArray() => new ReadOnlySpan<byte>(Data - skipped, skipped + Length).ToArray();

    /// <summary>Takes the packet away from programs that have no business with it.</summary>
    public void Close() => addressSpace.SetBounds(packet, packet.Base, packet.Base);

    public void Dispose() => memory.Dispose();

    private bool TryTakeTag(out uint control)
    {
        control = 0;
        if (Length < VlanTag.SmallestTaggedPacket)
        {
            return false;
        }

        control = VlanTag.Remove(new Span<byte>(Data, VlanTag.SmallestTaggedPacket));
        start += VlanTag.Length;
        Field(ProtocolOffset) = SkbMetadata.Protocol(new ReadOnlySpan<byte>(Data, Math.Min(Length, SkbMetadata.Length)).ToArray());
        Publish();
        return true;
    }

    private void SetVlan(uint isPresent, uint protocol, uint control)
    {
        Field(VlanPresentOffset) = isPresent;
        Field(VlanProtocolOffset) = protocol;
        Field(VlanControlOffset) = control;
    }

    private void Publish()
    {
        uint first = packet.Base + (uint)start;
        Field(LengthOffset) = (uint)Length;
        Field(DataOffset) = first;
        Field(DataMetaOffset) = first - (uint)metadataLength;
        Field(DataEndOffset) = packet.Base + (uint)end;
        addressSpace.SetBounds(packet, first - (uint)metadataLength, packet.Base + (uint)end);
    }

    private ref uint Field(int offset) => ref *(uint*)(context + offset);
}
