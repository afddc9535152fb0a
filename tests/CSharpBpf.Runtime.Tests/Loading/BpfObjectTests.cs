using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>One object, one behaviour: in the virtual machine and in the kernel.</summary>
public sealed class BpfObjectTests
{
    private static readonly byte[] Packet = new byte[64];

    public static TheoryData<BpfTarget> Targets => [BpfTarget.Virtual, BpfTarget.Kernel];

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void RunsAndSharesMapsAndGlobals(BpfTarget target)
    {
        using SampleBpf sample = Load(target, new SampleBpf { Limit = 300 });
        ref ulong packets = ref sample.Packets;
        XdpRunResult run = sample.Count.Run(Packet);
        Assert.Equal(XdpAction.Pass, run.Action);
        Assert.Equal(Packet, run.Packet.ToArray());
        Assert.Equal(1ul, sample.Counts[0]);
        Assert.Equal(1ul, packets);
        Assert.Equal(100u, sample.Last);
        Assert.Equal([new KeyValuePair<Flow, ulong>(default, 0)], sample.Flows);

        sample.Scale = 10;
        sample.Count.Run(Packet, repeat: 3);
        Assert.Equal(31ul, packets);
        Assert.Equal(4ul, sample.Counts[0]);
    }

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void WhatWasConfiguredBeforeLoadIsThereAfterIt(BpfTarget target)
    {
        var sample = new SampleBpf();
        ref ulong packets = ref sample.Packets;
        packets = 1000;
        sample.Flows[new Flow { Address = 1, Port = 2 }] = 3;
        sample.Counts[2] = 5;
        using SampleBpf loaded = Load(target, sample);
        Assert.Equal(3ul, loaded.Flows[new Flow { Address = 1, Port = 2 }]);
        Assert.Equal([0ul, 0ul, 5ul, 0ul], loaded.Counts);
        loaded.Count.Run(Packet);
        Assert.Equal(1001ul, packets);
        Assert.Equal(7u, loaded.Last);
    }

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void HashMapsAnswerAsDictionariesDo(BpfTarget target)
    {
        using SampleBpf sample = Load(target, new SampleBpf());
        HashMap<Flow, ulong> flows = sample.Flows;
        var key = new Flow { Address = 10, Port = 20 };
        Assert.False(flows.TryGetValue(key, out _));
        Assert.Throws<KeyNotFoundException>(() => flows[key]);
        Assert.False(flows.TryUpdate(key, 1));
        Assert.True(flows.TryAdd(key, 1));
        Assert.False(flows.TryAdd(key, 2));
        Assert.True(flows.TryUpdate(key, 3));
        Assert.Equal(3ul, flows[key]);
        Assert.True(flows.ContainsKey(key));
        Assert.True(flows.Remove(key));
        Assert.False(flows.Remove(key));

        for (uint i = 0; i < flows.MaxEntries; i++)
        {
            flows[new Flow { Address = i, Port = ~i }] = i;
        }

        Assert.Equal(Enumerable.Range(0, (int)flows.MaxEntries).Select(i => (ulong)i), flows.Select(entry => entry.Value).Order());
        BpfMapException full = Assert.Throws<BpfMapException>(() => flows[key] = 1);
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.False(flows.TrySet(key, 1));
    }

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void ArrayMapsRefuseIndexesBehindTheEnd(BpfTarget target)
    {
        using SampleBpf sample = Load(target, new SampleBpf());
        sample.Counts[3] = 9;
        Assert.Equal(9ul, sample.Counts[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Counts[4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Counts[4] = 1);
    }

    [Fact]
    public void BeforeLoadMapsAreMemoryAndProgramsDoNotRun()
    {
        using var sample = new SampleBpf();
        Assert.Equal(BpfObjectState.New, sample.State);
        sample.Counts.GetValueRefOrNullRef(1) = 8;
        Assert.Equal(8ul, sample.Counts[1]);
        Assert.Contains("Load()", Assert.Throws<InvalidOperationException>(() => sample.Count.Run(Packet)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => sample.Count.Attach("lo"));
    }

    [SkippableTheory]
    [MemberData(nameof(Targets))]
    public void AnObjectIsLoadedOnceAndDisposedOnce(BpfTarget target)
    {
        SampleBpf sample = Load(target, new SampleBpf());
        Assert.Throws<InvalidOperationException>(() => sample.Load(target));
        sample.Dispose();
        sample.Dispose();
        Assert.Equal(BpfObjectState.Disposed, sample.State);
        Assert.Throws<ObjectDisposedException>(() => sample.Count.Run(Packet));
        Assert.Throws<ObjectDisposedException>(() => sample.Counts);
        Assert.Throws<ObjectDisposedException>(() => sample.Packets);
    }

    [SkippableFact]
    public void KernelMapsGiveUserSpaceNoReferences()
    {
        using SampleBpf sample = Load(BpfTarget.Kernel, new SampleBpf());
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => sample.Counts.GetValueRefOrNullRef(0));
        Assert.Contains("indexer", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void PacketsTheKernelCannotRunAreRefusedInWords()
    {
        using SampleBpf sample = Load(BpfTarget.Kernel, new SampleBpf());
        Assert.Contains("14", Assert.Throws<ArgumentException>(() => sample.Count.Run(new byte[5])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Count.Run(Packet, 0));
    }

    private static SampleBpf Load(BpfTarget target, SampleBpf sample)
    {
        Skip.If(target == BpfTarget.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        sample.Load(target);
        return sample;
    }
}
