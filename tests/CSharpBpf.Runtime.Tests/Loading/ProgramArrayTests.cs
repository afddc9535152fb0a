using System;
using CSharpBpf.TestPrograms;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>A table of programs as user space sees it, in both targets.</summary>
public sealed class ProgramArrayTests
{
    private const XdpAction Otherwise = (XdpAction)9;

    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public void Entries_change_before_and_after_Load(BpfTarget target)
    {
        Skip.If(target == BpfTarget.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var stages = new StagesBpf();
        Assert.Equal(XdpAction.Drop, Run(stages));

        Assert.True(stages.Stages.Remove(0));
        Assert.False(stages.Stages.Remove(0));
        stages.Stages.Set(1, stages.Programs.Pass);
        stages.Load(target);
        Assert.Equal(Otherwise, Run(stages));

        stages.Stages.Set(0, stages.Programs.Pass);
        Assert.Equal(XdpAction.Pass, Run(stages));
        stages.Stages.Set(0, stages.Programs.Drop);
        Assert.Equal(XdpAction.Drop, Run(stages));
        Assert.True(stages.Stages.Remove(0));
        Assert.False(stages.Stages.Remove(0));
        Assert.Equal(Otherwise, Run(stages));
    }

    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public void The_declared_entries_are_there_from_the_start(BpfTarget target)
    {
        Skip.If(target == BpfTarget.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var stages = new StagesBpf();
        stages.Load(target);
        Assert.Equal(XdpAction.Drop, Run(stages));

        // The property was not asked for before Load.
        Assert.True(stages.Stages.Remove(0));
        Assert.Equal(Otherwise, Run(stages));
    }

    [SkippableFact]
    public void In_the_kernel_a_program_of_another_object_can_be_put_in()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var stages = new StagesBpf();
        using var other = new StagesBpf();
        Assert.Throws<InvalidOperationException>(() =>
        {
            using var early = new StagesBpf();
            early.Load();
            early.Stages.Set(0, other.Programs.Pass);
        });
        other.Load();
        stages.Stages.Set(0, other.Programs.Pass);
        stages.Load();
        Assert.Equal(XdpAction.Pass, Run(stages));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        using var stages = new StagesBpf();
        Assert.Throws<ArgumentOutOfRangeException>(() => stages.Stages.Set(2, stages.Programs.Pass));
        Assert.Throws<ArgumentOutOfRangeException>(() => stages.Stages.Remove(2));
        using var counter = new PacketCounter();
        Assert.Contains("CountIn", Assert.Throws<ArgumentException>(() => stages.Stages.Set(0, counter.Programs.CountIn)).Message, StringComparison.Ordinal);
        using var other = new StagesBpf();
        stages.Load(BpfTarget.Virtual);
        Assert.Throws<InvalidOperationException>(() => stages.Stages.Set(0, other.Programs.Pass));
    }

    private static XdpAction Run(StagesBpf stages)
    {
        if (stages.State != BpfObjectState.New)
        {
            return stages.Programs.Enter.Run(new byte[20]).Action;
        }

        using XdpFrame frame = XdpFrame.From(new byte[20]);
        return frame.Run(stages.Enter);
    }
}
