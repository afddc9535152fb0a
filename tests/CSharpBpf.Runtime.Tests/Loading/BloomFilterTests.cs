using System;
using System.Runtime.InteropServices;
using CSharpBpf.TestPrograms;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>Bloom filters as user space and programs see them, in both targets.</summary>
public sealed class BloomFilterTests
{
    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public void ValuesComeFromUserSpaceAndFromPrograms(BpfTarget target)
    {
        Skip.If(target == BpfTarget.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var program = new BloomFilters();
        program.Blocked.Add(1);
        Assert.Equal((true, false), (program.Blocked.MayContain(1), program.Blocked.MayContain(2)));
        program.Load(target);
        Assert.Equal((true, false), (program.Blocked.MayContain(1), program.Blocked.MayContain(2)));
        program.Blocked.Add(2);
        Assert.Equal(XdpAction.Drop, Run(1, 3));
        Assert.Equal(XdpAction.Drop, Run(2, 3));
        Assert.Equal(XdpAction.Drop, Run(3, 3));
        Assert.Equal(XdpAction.Pass, Run(4, 5));
        Assert.Equal((true, true, false), (program.Blocked.MayContain(3), program.Blocked.MayContain(5), program.Blocked.MayContain(4)));

        XdpAction Run(ulong asked, ulong added) => program.Programs.Filter.Run(MemoryMarshal.AsBytes<ulong>([asked, added])).Action;
    }

    [SkippableFact]
    public void WithTheSeedZeroTheKernelIsWrongAboutTheSameValues()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var kernel = new BloomFilters();
        using var memory = new BloomFilters();
        kernel.Load();
        memory.Load(BpfTarget.Virtual);
        var random = new Random(1);
        for (int i = 0; i < 600; i++)
        {
            ulong value = (ulong)random.NextInt64();
            BloomFilters.Name name = NewName();
            kernel.Blocked.Add(value);
            memory.Blocked.Add(value);
            if (i < 60)
            {
                kernel.Names.Add(name);
                memory.Names.Add(name);
            }
        }

        int found = 0;
        for (int i = 0; i < 3000; i++)
        {
            ulong value = (ulong)random.NextInt64();
            BloomFilters.Name name = NewName();
            Assert.Equal((i, kernel.Blocked.MayContain(value), kernel.Names.MayContain(name)), (i, memory.Blocked.MayContain(value), memory.Names.MayContain(name)));
            found += kernel.Blocked.MayContain(value) ? 1 : 0;
        }

        // Some are found that were not added, and most are not.
        Assert.InRange(found, 1, 300);

        BloomFilters.Name NewName()
        {
            var name = default(BloomFilters.Name);
            random.NextBytes(MemoryMarshal.AsBytes(new Span<BloomFilters.Name>(ref name)));
            return name;
        }
    }
}
