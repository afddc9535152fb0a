using System;
using System.Collections.Generic;
using System.Threading;

namespace CSharpBpf;

/// <summary>
/// The world a program sees when it does not run in a kernel: clock, CPU, randomness. A test sets it, so that runs repeat.
/// Not safe for concurrent changes.
/// </summary>
public sealed class BpfEnvironment
{
    private static readonly AsyncLocal<BpfEnvironment?> CurrentLocal = new();
    private static readonly BpfEnvironment Default = new();
    private readonly List<string> traceOutput = [];
    private readonly TimerQueue queue = new();
    private ulong randomState = 0x9E3779B97F4A7C15;

    /// <summary>A world of its own.</summary>
    public BpfEnvironment() => Timers = new ManagedTimers(this);

    /// <summary>The environment that helpers called as plain C# use in this flow of execution; a shared default if none was set.</summary>
    public static BpfEnvironment Current
    {
        get => CurrentLocal.Value ?? Default;
        set => CurrentLocal.Value = value;
    }

    /// <summary>The clock: nanoseconds since boot. It stands still until someone sets it. Timers see that only at the next <see cref="Advance"/>.</summary>
    public ulong Nanoseconds { get; set; } = 1_000_000_000;

    /// <summary>Nanoseconds the clock advances each time it is read.</summary>
    public ulong NanosecondsPerReading { get; set; } = 1_000;

    /// <summary>The CPU that programs run on, from 0; below the number of CPUs of per-CPU maps.</summary>
    public uint ProcessorId { get; set; }

    /// <summary>The process that programs run in: what user space calls its id, and the kernel the thread group's (tgid).</summary>
    public uint ProcessId { get; set; } = 1;

    /// <summary>The thread that programs run in: what the kernel calls the id of a task (pid).</summary>
    public uint ThreadId { get; set; } = 1;

    /// <summary>The user of that process.</summary>
    public uint UserId { get; set; }

    /// <summary>The group of that process.</summary>
    public uint GroupId { get; set; }

    /// <summary>The name of that thread (comm); 15 bytes of it count.</summary>
    public string TaskName { get; set; } = "task";

    /// <summary>What the probe_read helpers find at addresses of the kernel.</summary>
    public AddressedMemory KernelMemory { get; } = new();

    /// <summary>What the probe_read helpers find at addresses of the process.</summary>
    public AddressedMemory UserMemory { get; } = new();

    /// <summary>The interfaces that helpers know, and what was sent out of them.</summary>
    public NetworkModel Network { get; } = new();

    /// <summary>What programs printed (bpf_trace_printk), oldest first.</summary>
    public IReadOnlyList<string> TraceOutput => traceOutput;

    /// <summary>The timers of programs that run as plain C#.</summary>
    internal ManagedTimers Timers { get; }

    /// <summary>
    /// Moves the clock forward, and calls what the timers that expire on the way call (<see cref="BpfTimer"/>), of plain C# and of objects in the virtual machine,
    /// in the order of their times; the clock shows its time to each. Not from inside a program.
    /// </summary>
    /// <param name="time">How far; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ulong end = Nanoseconds + (ulong)time.Ticks * TimeSpan.NanosecondsPerTick;
        BpfEnvironment? outer = CurrentLocal.Value;
        CurrentLocal.Value = this;
        try
        {
            while (queue.TryTake(end, out ulong due, out Action? expired))
            {
                Nanoseconds = Math.Max(Nanoseconds, due);
                expired();
            }
        }
        finally
        {
            CurrentLocal.Value = outer;
        }

        Nanoseconds = Math.Max(Nanoseconds, end);
    }

    /// <summary>Makes the random numbers start over.</summary>
    /// <param name="seed">Any number; the same seed gives the same numbers.</param>
    public void SeedRandom(ulong seed) => randomState = seed;

    /// <summary>Reads the clock and advances it.</summary>
    public ulong KtimeGetNs()
    {
        ulong now = Nanoseconds;
        Nanoseconds = now + NanosecondsPerReading;
        return now;
    }

    /// <summary>The next random number (SplitMix64).</summary>
    public uint GetPrandomU32()
    {
        randomState += 0x9E3779B97F4A7C15;
        ulong mixed = (randomState ^ (randomState >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (uint)((mixed ^ (mixed >> 31)) >> 32);
    }

    /// <summary>The process in the upper 32 bits, the thread in the lower.</summary>
    public ulong GetCurrentPidTgid() => ((ulong)ProcessId << 32) | ThreadId;

    /// <summary>The group in the upper 32 bits, the user in the lower.</summary>
    public ulong GetCurrentUidGid() => ((ulong)GroupId << 32) | UserId;

    /// <summary>Has something happen after a time, in <see cref="Advance"/>.</summary>
    internal void StartTimer(ulong nanoseconds, Action expired) =>
        queue.Add(nanoseconds > ulong.MaxValue - Nanoseconds ? ulong.MaxValue : Nanoseconds + nanoseconds, expired);

    internal void Trace(string message) => traceOutput.Add(message);
}
