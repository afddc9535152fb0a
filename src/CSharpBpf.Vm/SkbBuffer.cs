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
    private const int PriorityOffset = 32;
    private const int InterfaceOffset = 40;
    private const int HashOffset = 68;
    private const int DataOffset = 76;
    private const int DataEndOffset = 80;
    private const int DataMetaOffset = 140;

    private readonly HostMemory memory = new(LargestPacket + ContextSize);
    private readonly AddressSpace addressSpace;
    private readonly MemoryRegion packet;
    private readonly byte* context;
    private int start;

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
    public int Length { get; private set; }

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

        start = skipped;
        Length = bytes.Length - skipped;
        bytes.CopyTo(new Span<byte>(memory.Pointer, LargestPacket));
        byte[] header = bytes[..Math.Min(bytes.Length, SkbMetadata.Length)].ToArray();
        new Span<byte>(context, ContextSize).Clear();
        Field(LengthOffset) = (uint)Length;
        Field(PacketTypeOffset) = SkbMetadata.PacketType(header);
        Field(MarkOffset) = options.Mark;
        Field(ProtocolOffset) = SkbMetadata.Protocol(header);
        Field(PriorityOffset) = options.Priority;
        Field(InterfaceOffset) = 1;
        uint first = packet.Base + (uint)start;
        Field(DataOffset) = first;
        Field(DataMetaOffset) = first;
        Field(DataEndOffset) = first + (uint)Length;
        addressSpace.SetBounds(packet, first, first + (uint)Length);
    }

    /// <summary>BPF_F_INVALIDATE_HASH.</summary>
    public void ForgetHash() => Field(HashOffset) = 0;

    /// <summary>The packet as it is now.</summary>
    public byte[] ToArray() => new ReadOnlySpan<byte>(memory.Pointer, start + Length).ToArray();

    /// <summary>Takes the packet away from programs that have no business with it.</summary>
    public void Close() => addressSpace.SetBounds(packet, packet.Base, packet.Base);

    public void Dispose() => memory.Dispose();

    private ref uint Field(int offset) => ref *(uint*)(context + offset);
}
