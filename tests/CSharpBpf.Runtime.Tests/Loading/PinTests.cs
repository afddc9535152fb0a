using System;
using System.IO;
using CSharpBpf.TestPrograms;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>Maps that are pinned, in a BPF file system of the test's own.</summary>
public sealed class PinTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("pins").FullName;
    private bool isMounted;

    [SkippableFact]
    public void Objects_use_one_map_which_outlives_them()
    {
        Mount();
        using (var first = new PinnedBpf { PinDirectory = directory })
        {
            first.Load();
            first.Programs.Count.Run(new byte[20], 3);
            using var second = new PinnedBpf { PinDirectory = directory };
            second.Load();
            second.Programs.Count.Run(new byte[20]);
            Assert.Equal((4ul, 4ul), (first.Shared[1], second.Shared[1]));
        }

        using var third = new PinnedBpf { PinDirectory = directory };
        third.Load();
        Assert.Equal(4ul, third.Shared[1]);
        File.Delete(Path.Combine(directory, "Shared"));
        using var fourth = new PinnedBpf { PinDirectory = directory };
        fourth.Load();
        Assert.Equal(0ul, fourth.Shared[1]);
    }

    [SkippableFact]
    public void A_pinned_map_of_another_definition_is_refused()
    {
        Mount();
        using var first = new PinnedBpf { PinDirectory = directory };
        first.Load();
        using var other = new OtherPinnedBpf { PinDirectory = directory };
        string message = Assert.Throws<BpfException>(() => other.Load()).Message;
        Assert.Contains("4 entries", message, StringComparison.Ordinal);
        Assert.Contains("5 entries", message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Without_a_BPF_file_system_it_says_so()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var first = new PinnedBpf { PinDirectory = directory };
        Assert.Contains("mount -t bpf", Assert.Throws<BpfException>(() => first.Load()).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (isMounted)
        {
            ExternalTool.Run("umount", directory);
        }

        Directory.Delete(directory);
    }

    private void Mount()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ExternalTool.Run("mount", "-t", "bpf", "bpf", directory);
        isMounted = true;
    }
}
