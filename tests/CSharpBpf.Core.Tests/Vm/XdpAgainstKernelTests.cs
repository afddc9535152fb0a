using System;
using System.Buffers.Binary;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Testing;
using CSharpBpf.Vm;
using Xunit;

namespace CSharpBpf.Core.Tests.Vm;

/// <summary>XDP programs with helpers, in BPF_PROG_TEST_RUN and in the virtual machine: same answer, same packet, same refusals.</summary>
public sealed class XdpAgainstKernelTests
{
    private const int Invalid = -22;

    // The packet's first word chooses the helper's argument; the helper's result goes into the packet's second word, if that is still there.
    private const string CallWithPacketWord =
        """
        r6 = r1
        r2 = *(u32 *)(r1 +{0})
        r3 = *(u32 *)(r1 +{1})
        r4 = r2
        r4 += 8
        if r4 > r3 goto short
        r2 = *(u32 *)(r2 +0)
        call {2}
        r7 = r0
        r2 = *(u32 *)(r6 +0)
        r3 = *(u32 *)(r6 +4)
        r4 = r2
        r4 += 8
        if r4 > r3 goto short
        *(u32 *)(r2 +4) = r7
        r0 = 2
        exit
        short: r0 = 1
        exit
        """;

    private const string CsumDiff =
        """
        r2 = *(u32 *)(r1 +0)
        r3 = *(u32 *)(r1 +4)
        r4 = r2
        r4 += 64
        if r4 > r3 goto short
        r6 = *(u64 *)(r2 +0)
        *(u64 *)(r10 -32) = r6
        r6 = *(u64 *)(r2 +8)
        *(u64 *)(r10 -24) = r6
        r6 = *(u64 *)(r2 +16)
        *(u64 *)(r10 -16) = r6
        r6 = *(u64 *)(r2 +24)
        *(u64 *)(r10 -8) = r6
        r7 = r2
        r5 = *(u32 *)(r2 +32)
        r1 = r10
        r1 += -32
        r2 = {0}
        r3 = r10
        r3 += -16
        r4 = {1}
        call bpf_csum_diff
        *(u64 *)(r7 +40) = r0
        r0 = 2
        exit
        short: r0 = 1
        exit
        """;

    public static TheoryData<HelperId, int> AdjustHelpers() => new()
    {
        { HelperId.XdpAdjustHead, 0 },
        { HelperId.XdpAdjustTail, 0 },
        { HelperId.XdpAdjustMeta, 0 },
        { HelperId.XdpAdjustHead, 8 },
        { HelperId.XdpAdjustTail, 8 },
        { HelperId.XdpAdjustMeta, 8 },
    };

    [SkippableTheory]
    [MemberData(nameof(AdjustHelpers))]
    public void AdjustingAgrees(HelperId helper, int metadataLength)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Instruction[] code = VmTestObject.Assemble(string.Format(System.Globalization.CultureInfo.InvariantCulture, CallWithPacketWord, 0, 4, HelperTable.Get(helper).KernelName));
        using KernelProbeProgram kernel = KernelProbe.Open(ProgramType.Xdp, InstructionCodec.Encode(code));
        using BpfVm vm = new();
        VmProgram program = vm.Load(VmTestObject.Create(code, [], [], [])).Programs[VmTestObject.ProgramName];
        int[] offsets = [0, 1, -1, 2, 4, -4, 8, -8, 14, 20, 46, 47, -46, -47, 60, -60, -100, -20, -200, -204, -208, -212, -216, -217, -220, -252, -256, -257, 255, 256, 260, 3456, 3457, 3455, int.MaxValue, int.MinValue];
        foreach (int length in (int[])[14, 60, 3520])
        {
            foreach (int offset in offsets)
            {
                byte[] packet = Packet(length + metadataLength);
                BinaryPrimitives.WriteInt32LittleEndian(packet.AsSpan(metadataLength), offset);
                AssertSame(kernel, program, packet, metadataLength, repeat: 1, $"{helper}({offset}), {length} bytes, {metadataLength} bytes of metadata");
                if (length == 60 && offset is -20 or 20 or -4 or 8 or -100)
                {
                    AssertSame(kernel, program, packet, metadataLength, repeat: 3, $"{helper}({offset}) three times, {length} bytes, {metadataLength} bytes of metadata");
                }
            }
        }
    }

    [SkippableTheory]
    [InlineData(0, 16)]
    [InlineData(16, 0)]
    [InlineData(16, 16)]
    [InlineData(4, 12)]
    [InlineData(0, 0)]
    [InlineData(8, 8)]
    [InlineData(6, 8)]
    [InlineData(0, 7)]
    [InlineData(13, 0)]
    public void ChecksumDifferencesAgree(int fromSize, int toSize)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Skip.If(RunningKernel.Version < new KernelVersion(6, 13), "bpf_csum_diff folds its result since 6.13");
        Instruction[] code = VmTestObject.Assemble(string.Format(System.Globalization.CultureInfo.InvariantCulture, CsumDiff, fromSize, toSize));
        using KernelProbeProgram kernel = KernelProbe.Open(ProgramType.Xdp, InstructionCodec.Encode(code));
        using BpfVm vm = new();
        VmProgram program = vm.Load(VmTestObject.Create(code, [], [], [])).Programs[VmTestObject.ProgramName];
        Random random = new(fromSize + toSize);
        for (int i = 0; i < 300; i++)
        {
            byte[] packet = new byte[64];
            random.NextBytes(packet);
            packet.AsSpan(random.Next(8) * 4, 8).Fill((byte)(random.Next(2) * 0xff));
            if (random.Next(4) == 0)
            {
                packet.AsSpan(0, 36).Fill((byte)(random.Next(2) * 0xff));
            }

            AssertSame(kernel, program, packet, 0, 1, $"round {i}");
        }
    }

    [SkippableTheory]
    [InlineData(13, 0)]
    [InlineData(14, 0)]
    [InlineData(17, 4)]
    [InlineData(18, 4)]
    [InlineData(100, 3)]
    [InlineData(400, 216)]
    [InlineData(400, 220)]
    public void TheSamePacketsAreTaken(int length, int metadataLength)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Instruction[] code = VmTestObject.Assemble("r2 = *(u32 *)(r1 +0)\nr3 = *(u32 *)(r1 +4)\nr0 = *(u32 *)(r1 +12)\nr4 = *(u32 *)(r1 +16)\nr0 += r4\nr3 -= r2\nr0 += r3\nexit");
        using KernelProbeProgram kernel = KernelProbe.Open(ProgramType.Xdp, InstructionCodec.Encode(code));
        using BpfVm vm = new();
        VmProgram program = vm.Load(VmTestObject.Create(code, [], [], [])).Programs[VmTestObject.ProgramName];
        byte[] packet = Packet(length);
        KernelRun expected = kernel.Run(packet, 1, Context(length, metadataLength));
        XdpRunOptions options = new() { MetadataLength = metadataLength };
        if (expected.Error == Invalid)
        {
            Assert.Throws<ArgumentException>(() => program.RunXdp(packet, options));
        }
        else
        {
            Assert.Equal(expected.ReturnValue, program.RunXdp(packet, options).ReturnValue);
        }
    }

    private static void AssertSame(KernelProbeProgram kernel, VmProgram program, byte[] packet, int metadataLength, int repeat, string what)
    {
        KernelRun expected = kernel.Run(packet, repeat, metadataLength == 0 ? [] : Context(packet.Length, metadataLength));
        XdpRunResult actual = program.RunXdp(packet, new XdpRunOptions { MetadataLength = metadataLength, Repeat = repeat });
        Assert.True(expected.Error == 0, $"{what}: errno {expected.Error}");
        Assert.True(actual.Fault is null, $"{what}: {actual.Fault}");
        Assert.True(
            expected.ReturnValue == actual.ReturnValue && expected.Packet.SequenceEqual(actual.Packet),
            $"{what}: kernel {expected.ReturnValue} {Convert.ToHexString(expected.Packet)}\nvm {actual.ReturnValue} {Convert.ToHexString(actual.Packet)}");
    }

    private static byte[] Packet(int length)
    {
        byte[] packet = new byte[length];
        for (int i = 0; i < length; i++)
        {
            packet[i] = (byte)((i * 7) + 1);
        }

        return packet;
    }

    // struct xdp_md as BPF_PROG_TEST_RUN reads it: data is the metadata's length, data_end the whole length.
    private static byte[] Context(int length, int metadataLength)
    {
        byte[] context = new byte[24];
        BinaryPrimitives.WriteInt32LittleEndian(context, metadataLength);
        BinaryPrimitives.WriteInt32LittleEndian(context.AsSpan(4), length);
        return context;
    }
}
