using System;
using System.Buffers.Binary;
using CSharpBpf.TestPrograms;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>A map of maps as user space sees it, in both targets.</summary>
public sealed class MapOfMapsTests
{
    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public void Maps_are_made_put_in_and_taken_out(BpfTarget target)
    {
        Skip.If(target == BpfTarget.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var tables = new TablesBpf();
        tables.Declared[5] = 50;
        HashMap<uint, uint> early = tables.Tables.Create(1);
        early[5] = 51;
        Assert.Equal((50u, 51u, 1000u), (Find(tables, 0), Find(tables, 1), Find(tables, 2)));

        tables.Load(target);
        Assert.Equal((50u, 51u, 1000u), (Find(tables, 0), Find(tables, 1), Find(tables, 2)));
        early[5] = 61;
        tables.Declared[6] = 7;
        HashMap<uint, uint> late = tables.Tables.Create(2);
        Assert.Equal((2000u, 61u, 2000u), (Find(tables, 0, 9), Find(tables, 1), Find(tables, 2)));
        late[5] = 52;
        Assert.Equal(52u, Find(tables, 2));

        tables.Tables.Set(1, tables.Declared);
        Assert.Equal((50u, 7u), (Find(tables, 1), Find(tables, 1, 6)));
        Assert.True(tables.Tables.Remove(1));
        Assert.False(tables.Tables.Remove(1));
        Assert.Equal(1000u, Find(tables, 1));
        Assert.Equal(61u, early[5]);
    }

    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public void What_does_not_fit_is_refused(BpfTarget target)
    {
        Skip.If(target == BpfTarget.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var tables = new TablesBpf();
        tables.Load(target);
        Assert.Throws<BpfMapException>(() => tables.Tables.Create(4));
        tables.Arrays.Create(1);
        tables.Arrays.Create(ulong.MaxValue);
        Assert.Throws<BpfMapException>(() => tables.Arrays.Create(3));
    }

    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public void Objects_share_a_map_where_both_are(BpfTarget target)
    {
        Skip.If(target == BpfTarget.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var other = new TablesBpf();
        other.Declared[5] = 70;
        other.Load(target);
        using var tables = new TablesBpf();
        tables.Load(target);
        tables.Tables.Set(3, other.Declared);
        Assert.Equal(70u, Find(tables, 3));
        other.Declared[5]++;
        Assert.Equal(71u, Find(tables, 3));
    }

    [SkippableFact]
    public void A_map_that_is_not_in_the_kernel_is_refused_there()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var tables = new TablesBpf();
        using var other = new TablesBpf();
        tables.Load();
        Assert.Contains("Declared", Assert.Throws<InvalidOperationException>(() => tables.Tables.Set(0, other.Declared)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => tables.Tables.TryGetMap(0, out _));
    }

    [Fact]
    public void A_declared_entry_can_be_taken_out_before_Load()
    {
        using var tables = new TablesBpf();
        Assert.True(tables.Tables.Remove(0));
        tables.Load(BpfTarget.Virtual);
        Assert.Equal(1000u, Find(tables, 0));
    }

    private static uint Find(TablesBpf tables, uint table, uint key = 5)
    {
        byte[] packet = new byte[20];
        BinaryPrimitives.WriteUInt32LittleEndian(packet, table);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(4), key);
        if (tables.State != BpfObjectState.New)
        {
            return (uint)tables.Programs.Find.Run(packet).Action;
        }

        using XdpFrame frame = XdpFrame.From(packet);
        return (uint)frame.Run(tables.Find);
    }
}
