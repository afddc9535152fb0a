using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using CSharpBpf.Testing;
using CSharpBpf.TestPrograms;
using Twins;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>Tracing programs in plain C#, in the virtual machine, and attached to the running kernel.</summary>
public sealed partial class TracingTests
{
    private const int GetParentProcessId = 110;
    private const int Calls = 1000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SystemCallsOfEachProcessAreCounted(bool inVirtualMachine)
    {
        using var program = new SyscallCount();
        BpfEnvironment.Current = program.Environment;
        if (inVirtualMachine)
        {
            program.Load(BpfTarget.Virtual);
        }

        foreach ((uint process, long id) in new[] { (7u, 1L), (7u, 2L), (8u, 1L), (7u, 1L), (7u, -1L) })
        {
            program.Environment.ProcessId = process;
            using TracepointFrame frame = TracepointFrame.From(new SysEnter { Id = id });
            Assert.Equal(0, inVirtualMachine ? program.Programs.Count.Run(frame).ReturnValue : frame.Run(program.Count));
        }

        Assert.Equal([(7u, 1u, 2ul), (7u, 2u, 1ul), (8u, 1u, 1ul)], program.Counts.Select(static entry => (entry.Key.ProcessId, entry.Key.Number, entry.Value)).Order());
    }

    [SkippableFact]
    public void AnAttachedTracepointProgramCountsTheCallsOfThisProcess()
    {
        SkipWithoutKernel();
        using var program = new SyscallCount();
        program.Load();
        TraceMount.Run(() =>
        {
            using PerfEventLink link = program.Programs.Count.Attach();
            Assert.Equal("raw_syscalls/sys_enter", link.Target);
            CallKernel();
        });
        var call = new ProcessCall((uint)Environment.ProcessId, GetParentProcessId);
        ulong counted = program.Counts[call];
        Assert.InRange(counted, (ulong)Calls, ulong.MaxValue);
        CallKernel();
        Assert.Equal(counted, program.Counts[call]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LatenciesAreCountedInSlots(bool inVirtualMachine)
    {
        using var program = new LatencyHistogram();
        program.Environment.NanosecondsPerReading = 0;
        BpfEnvironment.Current = program.Environment;
        if (inVirtualMachine)
        {
            program.Load(BpfTarget.Virtual);
        }

        foreach ((uint thread, ulong latency) in new[] { (1u, 0ul), (2u, 1ul), (3u, 2ul), (4u, 1023ul), (5u, 1024ul), (6u, 1ul << 40), (7u, 700ul) })
        {
            program.Environment.ThreadId = thread;
            Run(isExit: false);
            program.Environment.Nanoseconds += latency;
            Run(isExit: true);
            Run(isExit: true);
        }

        ulong[] expected = new ulong[64];
        (expected[0], expected[1], expected[9], expected[10], expected[40]) = (2, 1, 2, 1, 1);
        Assert.Equal(expected, Enumerable.Range(0, 64).Select(slot => program.Histogram[(uint)slot]));
        Assert.Empty(program.Started);

        void Run(bool isExit)
        {
            using RawTracepointFrame frame = RawTracepointFrame.From(0, 39);
            int result = inVirtualMachine
                ? (isExit ? program.Programs.Exit : program.Programs.Enter).Run(0, 39).ReturnValue
                : frame.Run(isExit ? program.Exit : program.Enter);
            Assert.Equal(0, result);
        }
    }

    [SkippableFact]
    public void AttachedRawTracepointProgramsMeasureTheCallsOfThisProcess()
    {
        SkipWithoutKernel();
        using var program = new LatencyHistogram();
        program.Load();
        using (RawTracepointLink enter = program.Programs.Enter.Attach())
        using (RawTracepointLink exit = program.Programs.Exit.Attach())
        {
            Assert.Equal(("sys_enter", "sys_exit"), (enter.Tracepoint, exit.Tracepoint));
            CallKernel();
        }

        ulong measured = Enumerable.Range(0, 64).Aggregate(0ul, (sum, slot) => sum + program.Histogram[(uint)slot]);
        Assert.InRange(measured, (ulong)Calls, ulong.MaxValue);
        Assert.Equal(0ul, program.Histogram[63]);
        Assert.True(program.Programs.Enter.Run(0, 0).ReturnValue == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStartedProgramIsTold(bool inVirtualMachine)
    {
        using var program = new ExecSnoop();
        BpfEnvironment.Current = program.Environment;
        (program.Environment.ProcessId, program.Environment.UserId, program.Environment.TaskName) = (9, 1000, "true");
        if (inVirtualMachine)
        {
            program.Load(BpfTarget.Virtual);
        }

        using TracepointFrame frame = TracepointFrame.From(new ProcessExec { Filename = new DataLocation(24, 10), OldThreadId = 8 }, [0, 0, 0, 0, .. "/bin/true\0"u8]);
        Assert.Equal(0, inVirtualMachine ? program.Programs.Run.Run(frame).ReturnValue : frame.Run(program.Run));
        Assert.True(program.Events.TryRead(out ExecEvent e));
        Assert.Equal((9u, 1000u, 8, 10, "true", "/bin/true"), (e.ProcessId, e.UserId, e.OldThreadId, e.FilenameLength, e.Comm.ToString(), Text(e.Filename)));
        Assert.False(program.Events.TryRead(out _));
    }

    [SkippableFact]
    public void AnAttachedProgramTellsOfWhatThisProcessStarts()
    {
        SkipWithoutKernel();
        using var program = new ExecSnoop();
        program.Load();
        TraceMount.Run(() =>
        {
            using PerfEventLink link = program.Programs.Run.Attach();
            ExternalTool.Run("/bin/true");
        });
        var events = new List<ExecEvent>();
        while (program.Events.TryRead(out ExecEvent e))
        {
            events.Add(e);
        }

        Assert.Contains(events, static e => Text(e.Filename).EndsWith("/true", StringComparison.Ordinal) && e.Comm.ToString() == "true" && e.FilenameLength == Text(e.Filename).Length + 1);
    }

    [SkippableFact]
    public void WhatCannotBeAttachedIsSaid()
    {
        SkipWithoutKernel();
        using var program = new TracingFaults();
        program.Load();
        Assert.Contains("no tracepoint 'no_such_tracepoint'", Assert.Throws<BpfException>(() => program.Programs.NoSuchRaw.Attach()).Message, StringComparison.Ordinal);
        Assert.Contains("more arguments", Assert.Throws<BpfException>(() => program.Programs.TooMany.Attach()).Message, StringComparison.Ordinal);
        using TracepointFrame frame = TracepointFrame.From(new byte[8]);
        Assert.Contains("BpfTarget.Virtual", Assert.Throws<InvalidOperationException>(() => program.Programs.TooLong.Run(frame)).Message, StringComparison.Ordinal);
        TraceMount.Run(() =>
        {
            Assert.Contains("no such tracepoint", Assert.Throws<BpfException>(() => program.Programs.NoSuch.Attach()).Message, StringComparison.Ordinal);
            Assert.Contains("end of the record", Assert.Throws<BpfException>(() => program.Programs.TooLong.Attach()).Message, StringComparison.Ordinal);
        });
    }

    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public void HelpersSeeTheTaskThatTheProgramRunsIn(BpfTarget target)
    {
        Skip.If(target == BpfTarget.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var program = new TracingFaults();
        program.Environment.ProcessId = (uint)Environment.ProcessId;
        program.Environment.TaskName = "a name that is too long";
        program.Environment.KernelMemory.Write(0xFFFF_8000_0000_1000, [1, 2, 3, 4, 5, 6, 7, 8, .. "text\0"u8]);
        program.Load(target);
        Assert.Equal(Environment.ProcessId, program.Programs.Process.Run(0).ReturnValue);
        if (target == BpfTarget.Virtual)
        {
            Assert.Equal("a name that is ", program.Comm.ToString());
            Assert.Equal(0x0403_0201 + 5, program.Programs.Kernel.Run(0xFFFF_8000_0000_1000).ReturnValue);
        }
        else
        {
            Assert.NotEmpty(program.Comm.ToString());
            Assert.Equal(-1, program.Programs.Kernel.Run(8).ReturnValue);
        }

        BpfEnvironment.Current = program.Environment;
        using RawTracepointFrame frame = RawTracepointFrame.From(0xFFFF_8000_0000_1000);
        Assert.Equal(0x0403_0201 + 5, frame.Run(program.Kernel));
        Assert.Equal(Environment.ProcessId, frame.Run(program.Process));
        Assert.Throws<BpfFaultException>(() => frame.Run(program.TooMany));
    }

    private static string Text(ExecFilename name)
    {
        ReadOnlySpan<byte> bytes = name;
        return Encoding.UTF8.GetString(bytes[..bytes.IndexOf((byte)0)]);
    }

    private static void SkipWithoutKernel()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Skip.IfNot(RuntimeInformation.ProcessArchitecture == Architecture.X64, "the numbers of system calls are those of x86-64");
    }

    private static void CallKernel()
    {
        for (int i = 0; i < Calls; i++)
        {
            Syscall(GetParentProcessId);
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Syscall(nint number);
}
