using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using CSharpBpf.Testing;
using CSharpBpf.TestPrograms;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>Programs at probes and clocks, attached to the running kernel, and run without one.</summary>
public sealed partial class ProbeTests
{
    [SkippableFact]
    public void AnAttachedUprobeSeesParametersAndResults()
    {
        SkipWithoutKernel();
        Skip.IfNot(File.Exists("/sys/bus/event_source/devices/uprobe/type"), "this kernel has no uprobes");
        string library = Process.GetCurrentProcess().Modules.Cast<ProcessModule>().First(static module => module.ModuleName.StartsWith("libc.so", StringComparison.Ordinal)).FileName;
        using var program = new Probes();
        program.Load();
        using (PerfEventLink enter = program.Programs.Enter.Attach(library, "labs", Environment.ProcessId))
        using (program.Programs.Leave.Attach(library, "labs", Environment.ProcessId))
        {
            Assert.Equal(library + ":labs", enter.Target);
            Assert.Equal(0x1234, AbsoluteValue(0x1234));
            Assert.Equal(77, AbsoluteValue(-77));
        }

        Assert.Equal((1ul, 77ul), (program.Entries, program.Returned));

        // A process that another test starts may hold the link's descriptor until it runs its own program.
        Assert.True(SpinWait.SpinUntil(() => !IsCounted(), TimeSpan.FromSeconds(10)));
        Assert.Contains("no symbol", Assert.Throws<BpfException>(() => program.Programs.Enter.Attach(library, "no_such_function")).Message, StringComparison.Ordinal);
        Assert.Contains("not ELF64", Assert.Throws<BpfException>(() => program.Programs.Enter.Attach("/etc/passwd", "labs")).Message, StringComparison.Ordinal);
        Assert.Throws<BpfException>(() => program.Programs.Enter.Attach("/no/such/file", "labs"));

        bool IsCounted()
        {
            ulong before = program.Entries;
            AbsoluteValue(0x1234);
            return program.Entries != before;
        }
    }

    [SkippableFact]
    public void AnAttachedClockSamples()
    {
        SkipWithoutKernel();
        using var program = new Probes();
        program.Load();
        PerfEventLink[] links = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(cpu => program.Programs.Sample.AttachToClock(cpu, 1000))];
        Stopwatch time = Stopwatch.StartNew();
        while (program.Samples < 5 && time.Elapsed < TimeSpan.FromSeconds(20))
        {
            Math.Sqrt(time.ElapsedTicks);
        }

        Array.ForEach(links, static link => link.Dispose());
        Assert.InRange(program.Samples, 5u, uint.MaxValue);
        Assert.Contains("no such CPU", Assert.Throws<BpfException>(() => program.Programs.Sample.AttachToClock(100_000, 1)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void AnAttachedKprobeSeesCallsOfTheKernel()
    {
        SkipWithoutKernel();
        using var program = new Probes();
        program.Load();
        if (!File.Exists("/sys/bus/event_source/devices/kprobe/type") && Environment.GetEnvironmentVariable("CSHARPBPF_REQUIRE_KPROBES") != "1")
        {
            Assert.Contains("CONFIG_KPROBE_EVENTS", Assert.Throws<BpfException>(program.Programs.Kernel.Attach).Message, StringComparison.Ordinal);
            return;
        }

        int parent;
        using (program.Programs.Kernel.Attach())
        using (program.Programs.KernelReturn.Attach())
        {
            parent = GetParentProcessId();
        }

        Assert.InRange(program.Entries, 1ul, ulong.MaxValue);
        Assert.Equal((ulong)parent, program.Returned);
    }

    [Fact]
    public void FramesRunInPlainCSharpAndInTheVirtualMachine()
    {
        using ProbeFrame entry = ProbeFrame.AtEntry(0x1234, 2, 3, 4, 5, 6);
        using ProbeFrame exit = ProbeFrame.AtReturn(99);
        using PerfEventFrame sample = PerfEventFrame.Create(0x4000);
        Assert.Equal((4ul, 6ul), (entry.Context.Parameter4, entry.Context.Parameter6));
        using var plain = new Probes();
        entry.Run(plain.Enter);
        exit.Run(plain.Leave);
        sample.Run(plain.Sample);
        Assert.Equal((1ul, 99ul, 1u), (plain.Entries, plain.Returned, plain.Samples));

        using var machine = new Probes();
        machine.Load(BpfTarget.Virtual);
        machine.Programs.Enter.Run(entry);
        machine.Programs.Leave.Run(exit);
        machine.Programs.Sample.Run(sample);
        Assert.Equal((1ul, 99ul, 1u), (machine.Entries, machine.Returned, machine.Samples));
        Assert.Throws<ArgumentException>(() => ProbeFrame.AtEntry(1, 2, 3, 4, 5, 6, 7));
    }

    private static void SkipWithoutKernel()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Skip.IfNot(RuntimeInformation.ProcessArchitecture == Architecture.X64, "probes are compiled for x86-64");
    }

    [LibraryImport("libc", EntryPoint = "labs")]
    private static partial nint AbsoluteValue(nint value);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentProcessId();
}
