using System;
using System.Runtime.InteropServices;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// A socket buffer in memory, to run the method of a classifier on as plain C#. Owns the memory: contexts and references into the packet are valid
/// until <see cref="Dispose"/>. What the context says of the packet is what BPF_PROG_TEST_RUN makes of it: it came in on the loopback interface.
/// </summary>
public sealed unsafe class SkbFrame : IDisposable
{
    private SkbFrameMemory* memory;

    private SkbFrame(ReadOnlySpan<byte> packet)
    {
        memory = (SkbFrameMemory*)NativeMemory.AllocZeroed((nuint)(sizeof(SkbFrameMemory) + packet.Length));
        memory->Data = (byte*)(memory + 1);
        memory->DataEnd = memory->Data + packet.Length;
        memory->Length = (uint)packet.Length;
        memory->InterfaceIndex = 1;
        byte[] start = packet[..Math.Min(packet.Length, SkbMetadata.Length)].ToArray();
        memory->Protocol = SkbMetadata.Protocol(start);
        memory->PacketType = SkbMetadata.PacketType(start);
        packet.CopyTo(new Span<byte>(memory->Data, packet.Length));
    }

    /// <summary>Frees the memory of a frame that was not disposed.</summary>
    ~SkbFrame() => Free();

    /// <summary>The context to call a program's method with.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public TcContext Context
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return new TcContext(memory);
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

    /// <summary>Copies a packet into a new frame. Set its mark and the like through <see cref="Context"/>.</summary>
    /// <param name="packet">The packet, from its Ethernet header: at least 14 bytes.</param>
    /// <exception cref="ArgumentException">The packet has no Ethernet header.</exception>
    public static SkbFrame From(ReadOnlySpan<byte> packet) => packet.Length >= SkbMetadata.SmallestPacket
        ? new SkbFrame(packet)
        : throw new ArgumentException($"A packet has at least an Ethernet header, {SkbMetadata.SmallestPacket} bytes; this one has {packet.Length}.", nameof(packet));

    /// <summary>Runs a program's method on the frame; a fault gives what its attribute's OnFault says, as in the kernel.</summary>
    /// <param name="program">The method.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public TcAction Run(Func<TcContext, TcAction> program) => BpfFault.Run(program, Context);

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
