using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Isa.Text;
using CSharpBpf.Testing;
using CSharpBpf.Vm;
using Xunit;

namespace CSharpBpf.Core.Tests.Vm;

/// <summary>Random programs in the interpreter and in the running kernel: the same answer and the same packet afterwards.</summary>
public sealed class KernelDifferentialTests
{
    private const int Batches = 8;
    private const int PacketSize = 128;
    private static readonly byte[] Edges = [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff];

    /// <summary>Seeds per batch; the environment variable FUZZ_COUNT sets more for a long run.</summary>
    private static int SeedsPerBatch => int.TryParse(Environment.GetEnvironmentVariable("FUZZ_COUNT"), out int count) ? count : 15;

    public static TheoryData<int> BatchNumbers() => [.. Enumerable.Range(0, Batches)];

    [SkippableTheory]
    [MemberData(nameof(BatchNumbers))]
    public void RandomProgramsAgree(int batch)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using BpfVm vm = new();
        for (int i = 0; i < SeedsPerBatch; i++)
        {
            int seed = (batch * SeedsPerBatch) + i;
            Random random = new(seed);
            IReadOnlyList<Instruction> code = RandomProgram.Create(random);
            byte[] packet = RandomPacket(random);
            using KernelProbeProgram kernel = KernelProbe.Open(ProgramType.Xdp, InstructionCodec.Encode(code));
            KernelRun expected = kernel.Run(packet);
            VmProgram program = vm.Load(VmTestObject.Create(code, [], [], [])).Programs[VmTestObject.ProgramName];
            XdpRunResult actual = program.RunXdp(packet);
            bool same = expected.Error == 0 && actual.Fault is null && expected.ReturnValue == actual.ReturnValue && expected.Packet.AsSpan().SequenceEqual(actual.Packet);
            Assert.True(
                same,
                $"seed {seed}: kernel {expected.Error}/{expected.ReturnValue} {Convert.ToHexString(expected.Packet)}\nvm {actual.Fault} {(actual.Fault is null ? actual.ReturnValue : 0)} {Convert.ToHexString(actual.Packet)}\npacket {Convert.ToHexString(packet)}\n{Disassembler.Disassemble(code)}");
        }
    }

    private static byte[] RandomPacket(Random random)
    {
        byte[] packet = new byte[PacketSize];
        random.NextBytes(packet);
        for (int i = 0; i < 40; i++)
        {
            packet[random.Next(PacketSize)] = Edges[random.Next(Edges.Length)];
        }

        // Whole words of equal bytes make zeros, minus ones and equal operands likely.
        for (int word = 0; word < 4; word++)
        {
            packet.AsSpan(random.Next(8) * 8, 8).Fill(Edges[random.Next(Edges.Length)]);
        }

        return packet;
    }
}
