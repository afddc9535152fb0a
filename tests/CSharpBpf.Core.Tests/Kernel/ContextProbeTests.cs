using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Kernel;

/// <summary>Asks the running kernel about the fields of contexts and about return values.</summary>
public sealed class ContextProbeTests
{
    private static readonly Dictionary<ContextFieldKind, string> RegisterTypes = new()
    {
        [ContextFieldKind.Scalar] = "scalar",
        [ContextFieldKind.Packet] = "pkt",
        [ContextFieldKind.PacketEnd] = "pkt_end",
        [ContextFieldKind.PacketMeta] = "pkt_meta",
    };

    public static IEnumerable<object[]> Fields =>
        ContextLayoutTable.All.SelectMany(static layout => layout.Fields.Select(row => new object[] { layout.ProgramType, row.Name }));

    [SkippableTheory]
    [MemberData(nameof(Fields))]
    public void The_kernel_sees_the_field_as_the_table_does(ProgramType type, string name)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ContextField field = ContextLayoutTable.Find(type)!.Fields.Single(field => field.Name == name);
        Skip.If(field.Since > RunningKernel.Version, $"needs kernel {field.Since}");
        AttachType attachType = field.OnlyAttachType ?? Usual(type);

        KernelVerdict load = Load(type, Instructions.LoadMemory(Size(field.Size), 2, 1, field.Offset), attachType);
        Assert.True(load.Accepted == field.IsReadable, load.Log);
        Assert.Matches($@"R2(_w)?={Regex.Escape(RegisterTypes[field.Kind])}\(", load.Log);

        Assert.Equal(field.IsWritable, Load(type, Instructions.StoreRegister(Size(field.Size), 1, field.Offset, 3), attachType).Accepted);
        foreach (int other in new[] { 1, 2, 4, 8 }.Where(size => size != field.Size))
        {
            bool expected = other < field.Size && field.IsNarrowable;

            // Neighbouring words of the control block may be loaded as one where they are aligned so.
            if (other < field.Size || !name.StartsWith("cb", System.StringComparison.Ordinal))
            {
                Assert.True(expected == Load(type, Instructions.LoadMemory(Size(other), 2, 1, field.Offset), attachType).Accepted, $"{other} bytes of {name}");
            }
        }

        if (field.OnlyAttachType is not null)
        {
            Assert.False(Load(type, Instructions.LoadMemory(Size(field.Size), 2, 1, field.Offset), Usual(type)).Accepted);
        }

        if (field.Size < sizeof(ulong) && RunningKernel.Version >= new KernelVersion(6, 6))
        {
            Assert.Equal(field.AllowsSignExtension, Load(type, Instructions.LoadMemorySignExtend(Size(field.Size), 2, 1, field.Offset), attachType).Accepted);
        }
    }

    public static TheoryData<ProgramType> Records => [.. ContextLayoutTable.All.Where(static layout => layout.IsRecord).Select(static layout => layout.ProgramType)];

    [SkippableTheory]
    [MemberData(nameof(Records))]
    public void The_kernel_lets_programs_read_aligned_parts_of_records_and_write_nothing(ProgramType type)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        int start = ContextLayoutTable.Find(type)!.RecordStart;
        int end = ContextLayoutTable.Find(type)!.Size;

        // The longest record of a newer kernel is longer.
        int behind = type == ProgramType.Tracepoint ? 8192 : end;
        foreach (int size in new[] { 1, 2, 4, 8 })
        {
            Assert.True(Load(type, Instructions.LoadMemory(Size(size), 2, 1, start), default).Accepted);
            Assert.True(Load(type, Instructions.LoadMemory(Size(size), 2, 1, end - size), default).Accepted);
            Assert.False(Load(type, Instructions.LoadMemory(Size(size), 2, 1, behind), default).Accepted);
            Assert.False(Load(type, Instructions.LoadMemory(Size(size), 2, 1, start - size), default).Accepted);
            Assert.False(Load(type, Instructions.StoreRegister(Size(size), 1, start, 3), default).Accepted);
            if (size > 1)
            {
                Assert.False(Load(type, Instructions.LoadMemory(Size(size), 2, 1, start + (size / 2)), default).Accepted);
            }
        }
    }

    [SkippableFact]
    public void There_is_no_field_behind_the_last()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Skip.If(RunningKernel.Version > KernelVersion.NewestDescribed, "a newer kernel may have more fields");
        ContextLayout layout = ContextLayoutTable.Find(ProgramType.Xdp)!;
        Assert.False(Load(ProgramType.Xdp, Instructions.LoadMemory(MemorySize.Word, 2, 1, layout.Size), AttachType.Xdp).Accepted);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void XDP_programs_may_return_any_number(int value)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ReturnRange? range = ContextLayoutTable.Find(ProgramType.Xdp)!.EnforcedReturn;
        bool expected = range is null || (value >= range.Value.Minimum && value <= range.Value.Maximum);
        Assert.Equal(expected, KernelProbe.TryLoad(ProgramType.Xdp, InstructionCodec.Encode([Instructions.MovImmediate(true, 0, value), Instructions.Exit()]), out _));
    }

    private static AttachType Usual(ProgramType type) => type == ProgramType.Xdp ? AttachType.Xdp : default;

    private static KernelVerdict Load(ProgramType type, Instruction access, AttachType attachType) =>
        KernelProbe.Load(
            type,
            InstructionCodec.Encode([Instructions.MovImmediate(true, 3, 0), access, Instructions.MovImmediate(true, 0, ContextLayoutTable.Find(type)!.EnforcedReturn?.Maximum ?? 2), Instructions.Exit()]),
            logLevel: 2,
            expectedAttachType: attachType);

    private static MemorySize Size(int bytes) => bytes switch
    {
        1 => MemorySize.Byte,
        2 => MemorySize.HalfWord,
        4 => MemorySize.Word,
        _ => MemorySize.DoubleWord,
    };
}
