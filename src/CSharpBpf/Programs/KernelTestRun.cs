using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using CSharpBpf.Loading;
using CSharpBpf.Net;
using CSharpBpf.Sys;

namespace CSharpBpf.Programs;

/// <summary>BPF_PROG_TEST_RUN of a packet program.</summary>
internal static unsafe class KernelTestRun
{
    /// <summary>What a program may add to the packet's front and end: the kernel gives no more room.</summary>
    private const int OutputRoom = 512;

    private const int SmallestPacket = 14;
    private const int EtherTypeOffset = 12;

    public static XdpRunResult RunXdp(KernelObject kernel, string program, ReadOnlySpan<byte> packet, int repeat)
    {
        Check(packet);
        byte[] output = new byte[packet.Length + OutputRoom];
        var before = new XdpAttribute { DataEnd = (uint)packet.Length };
        XdpAttribute after = default;
        fixed (byte* input = packet)
        fixed (byte* outputPointer = output)
        {
            ProgTestRunAttribute without = new()
            {
                ProgFd = kernel.Program(program).Fd,
                DataIn = (ulong)input,
                DataSizeIn = (uint)packet.Length,
                DataOut = (ulong)outputPointer,
                DataSizeOut = (uint)output.Length,
                Repeat = (uint)repeat,
            };
            ProgTestRunAttribute attribute = without;
            attribute.ContextIn = (ulong)&before;
            attribute.ContextSizeIn = (uint)sizeof(XdpAttribute);
            attribute.ContextOut = (ulong)&after;
            attribute.ContextSizeOut = (uint)sizeof(XdpAttribute);
            int result = kernel.Syscall.Bpf(BpfCommand.ProgTestRun, ref attribute);
            if (result == -KernelErrors.InvalidArgument)
            {
                // Before kernel 5.15 XDP programs take no context.
                attribute = without;
                result = kernel.Syscall.Bpf(BpfCommand.ProgTestRun, ref attribute);
            }

            ThrowIfFailed(result, program, packet.Length);

            // The kernel gives the packet from its metadata on, and in the context how far that goes.
            int metadata = (int)after.Data;
            int length = (int)attribute.DataSizeOut - metadata;
            return new XdpRunResult(attribute.ReturnValue, output.AsMemory(metadata, length), Duration(attribute), 0) { Metadata = output.AsMemory(0, metadata) };
        }
    }

    public static TcRunResult RunTc(KernelObject kernel, string program, ReadOnlySpan<byte> packet, TcRunOptions options)
    {
        Check(packet);
        if (!options.Metadata.IsEmpty)
        {
            throw new ArgumentException("The kernel runs classifiers on packets without metadata. Load(BpfTarget.Virtual) runs them with it.", nameof(options));
        }

        byte[] output = new byte[packet.Length + OutputRoom];
        var before = new SkbAttribute { Mark = options.Mark, Priority = options.Priority };
        SkbAttribute after = default;
        fixed (byte* input = packet)
        fixed (byte* outputPointer = output)
        {
            var attribute = new ProgTestRunAttribute
            {
                ProgFd = kernel.Program(program).Fd,
                DataIn = (ulong)input,
                DataSizeIn = (uint)packet.Length,
                DataOut = (ulong)outputPointer,
                DataSizeOut = (uint)output.Length,
                Repeat = (uint)options.Repeat,
                ContextIn = (ulong)&before,
                ContextSizeIn = (uint)sizeof(SkbAttribute),
                ContextOut = (ulong)&after,
                ContextSizeOut = (uint)sizeof(SkbAttribute),
            };
            ThrowIfFailed(kernel.Syscall.Bpf(BpfCommand.ProgTestRun, ref attribute), program, packet.Length, NeedOf(packet));
            return new TcRunResult(attribute.ReturnValue, output.AsMemory(0, (int)attribute.DataSizeOut), after.Mark, after.Priority, Duration(attribute), 0);
        }
    }

    /// <summary>Runs a program whose context is given as bytes.</summary>
    /// <returns>The low 32 bits of what it returned.</returns>
    public static int RunContext(KernelObject kernel, string program, ReadOnlySpan<byte> context)
    {
        fixed (byte* pointer = context)
        {
            var attribute = new ProgTestRunAttribute { ProgFd = kernel.Program(program).Fd, ContextIn = (ulong)pointer, ContextSizeIn = (uint)context.Length };
            int result = kernel.Syscall.Bpf(BpfCommand.ProgTestRun, ref attribute);
            return result < 0 ? throw KernelErrors.Create($"Running program '{program}' on {context.Length} bytes of context", result) : (int)attribute.ReturnValue;
        }
    }

    private static void Check(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < SmallestPacket)
        {
            throw new ArgumentException($"The kernel runs programs on packets from {SmallestPacket} bytes (an Ethernet header); this one has {packet.Length}.", nameof(packet));
        }
    }

    private static void ThrowIfFailed(int result, string program, int length, int need = 0)
    {
        if (result < 0)
        {
            string reason = length < need ? $" (its type is IP: newer kernels want the whole header, {need} bytes, in a socket buffer)" : "";
            throw KernelErrors.Create($"Running program '{program}' on a packet of {length} bytes{reason}", result);
        }
    }

    /// <summary>How long a socket buffer must be by what its Ethernet header says (bpf_prog_test_run_skb of net/bpf/test_run.c, v6.18).</summary>
    private static int NeedOf(ReadOnlySpan<byte> packet) => (EtherType)BinaryPrimitives.ReadUInt16BigEndian(packet[EtherTypeOffset..]) switch
    {
        EtherType.IPv4 => SmallestPacket + Unsafe.SizeOf<IPv4Header>(),
        EtherType.IPv6 => SmallestPacket + Unsafe.SizeOf<IPv6Header>(),
        _ => 0,
    };

    private static TimeSpan Duration(in ProgTestRunAttribute attribute) => TimeSpan.FromMicroseconds(attribute.Duration / 1000.0);
}
