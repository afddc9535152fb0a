using System;
using System.Runtime.InteropServices;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// A socket buffer in memory, to run a program's method on as plain C#. Owns the memory: contexts and references into the packet are valid until
/// <see cref="Dispose"/>. What the context says of the packet is what BPF_PROG_TEST_RUN makes of it: it came in on the loopback interface.
/// </summary>
public abstract unsafe class PacketFrame : IDisposable
{
    // Room in front of the packet: for its metadata, and for what programs push.
    private const int Headroom = 512;
    private const int LongestMetadata = 252;

    private SkbFrameMemory* memory;

    /// <param name="packet">The packet, from its Ethernet header.</param>
    /// <param name="start">Where the program's view of it begins.</param>
    /// <param name="metadata">What stands in front of it.</param>
    private protected PacketFrame(ReadOnlySpan<byte> packet, int start, ReadOnlySpan<byte> metadata = default)
    {
        if (packet.Length < SkbMetadata.SmallestPacket)
        {
            throw new ArgumentException($"A packet has at least an Ethernet header, {SkbMetadata.SmallestPacket} bytes; this one has {packet.Length}.", nameof(packet));
        }

        if ((metadata.Length & 3) != 0 || metadata.Length > LongestMetadata)
        {
            throw new ArgumentException($"Metadata is a multiple of 4 bytes, up to {LongestMetadata}; this is {metadata.Length}.", nameof(metadata));
        }

        ReadOnlySpan<byte> seen = packet[start..];
        memory = (SkbFrameMemory*)NativeMemory.AllocZeroed((nuint)(sizeof(SkbFrameMemory) + Headroom + seen.Length));
        memory->Start = (byte*)(memory + 1);
        memory->Data = memory->Start + Headroom;
        memory->DataMeta = memory->Data - metadata.Length;
        memory->DataEnd = memory->Data + seen.Length;
        metadata.CopyTo(new Span<byte>(memory->DataMeta, metadata.Length));
        memory->Length = (uint)seen.Length;
        memory->InterfaceIndex = 1;
        byte[] header = packet[..Math.Min(packet.Length, SkbMetadata.Length)].ToArray();
        memory->Protocol = SkbMetadata.Protocol(header);
        memory->PacketType = SkbMetadata.PacketType(header);
        seen.CopyTo(new Span<byte>(memory->Data, seen.Length));
    }

    /// <summary>Frees the memory of a frame that was not disposed.</summary>
    ~PacketFrame() => Free();

    /// <summary>The packet as the program sees it now.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public Span<byte> Packet => new(Memory->Data, (int)(Memory->DataEnd - Memory->Data));

    internal SkbFrameMemory* Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return memory;
        }
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
