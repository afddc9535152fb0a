using System;
using System.Globalization;
using System.IO;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Testing;

/// <summary>What tests need to know of the kernel they run on.</summary>
public static class RunningKernel
{
    /// <summary>Where the kernel shows its own types.</summary>
    public const string BtfPath = "/sys/kernel/btf/vmlinux";

    private static readonly Lazy<KernelVersion?> VersionLazy = new(ReadVersion);

    /// <summary>Whether this is Linux and the kernel shows its types; for Skip.IfNot.</summary>
    public static bool HasBtf => File.Exists(BtfPath);

    /// <summary>The kernel's version.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static KernelVersion Version => VersionLazy.Value ?? throw new PlatformNotSupportedException("The running kernel is not Linux.");

    /// <summary>How many CPUs per-CPU maps have values for.</summary>
    public static int PossibleCpuCount
    {
        get
        {
            string list = File.ReadAllText("/sys/devices/system/cpu/possible").Trim();
            return int.Parse(list.AsSpan(list.LastIndexOfAny(['-', ',']) + 1), CultureInfo.InvariantCulture) + 1;
        }
    }

    private static KernelVersion? ReadVersion() =>
        File.Exists("/proc/sys/kernel/osrelease") ? KernelVersion.Parse(File.ReadAllText("/proc/sys/kernel/osrelease")) : null;
}
