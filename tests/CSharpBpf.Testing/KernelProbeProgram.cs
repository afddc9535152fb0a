using System;
using System.Buffers.Binary;

namespace CSharpBpf.Testing;

/// <summary>What BPF_PROG_TEST_RUN answered: a negated errno, or 0 with the return value and the packet afterwards.</summary>
public sealed record KernelRun(int Error, uint ReturnValue, byte[] Packet);

/// <summary>A program that stays loaded as long as this handle, to be run by BPF_PROG_TEST_RUN.</summary>
public sealed unsafe class KernelProbeProgram(int fd) : IDisposable
{
    private const int TestRun = 10;
    private const int OutputSize = 1 << 16;

    /// <summary>The file descriptor.</summary>
    public int Fd => fd;

    /// <summary>Runs the program over a packet.</summary>
    /// <param name="packet">The packet; for XDP, metadata first when the context says so.</param>
    /// <param name="repeat">How often.</param>
    /// <param name="context">The context, such as struct xdp_md; none if empty.</param>
    public KernelRun Run(ReadOnlySpan<byte> packet, int repeat = 1, ReadOnlySpan<byte> context = default)
    {
        byte[] output = new byte[OutputSize];
        Span<byte> attribute = stackalloc byte[KernelProbe.AttributeSize];
        attribute.Clear();
        fixed (byte* input = packet, result = output, contextBytes = context)
        {
            KernelProbe.Write32(attribute, 0, (uint)fd);
            KernelProbe.Write32(attribute, 8, (uint)packet.Length);
            KernelProbe.Write32(attribute, 12, OutputSize);
            KernelProbe.Write64(attribute, 16, (ulong)input);
            KernelProbe.Write64(attribute, 24, (ulong)result);
            KernelProbe.Write32(attribute, 32, (uint)repeat);
            KernelProbe.Write32(attribute, 40, (uint)context.Length);
            KernelProbe.Write64(attribute, 48, (ulong)contextBytes);
            return KernelProbe.Bpf(TestRun, attribute, out int errno) < 0
                ? new KernelRun(-errno, 0, [])
                : new KernelRun(0, BinaryPrimitives.ReadUInt32LittleEndian(attribute[4..]), output[..(int)BinaryPrimitives.ReadUInt32LittleEndian(attribute[12..])]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => KernelProbe.Close(fd);
}
