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
    private ulong randomState = 0x9E3779B97F4A7C15;

    /// <summary>The environment that helpers called as plain C# use in this flow of execution; a shared default if none was set.</summary>
    public static BpfEnvironment Current
    {
        get => CurrentLocal.Value ?? Default;
        set => CurrentLocal.Value = value;
    }

    /// <summary>The clock: nanoseconds since boot. It stands still until someone sets it.</summary>
    public ulong Nanoseconds { get; set; } = 1_000_000_000;

    /// <summary>Nanoseconds the clock advances each time it is read.</summary>
    public ulong NanosecondsPerReading { get; set; } = 1_000;

    /// <summary>The CPU that programs run on, from 0; below the number of CPUs of per-CPU maps.</summary>
    public uint ProcessorId { get; set; }

    /// <summary>What programs printed (bpf_trace_printk), oldest first.</summary>
    public IReadOnlyList<string> TraceOutput => traceOutput;

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

    internal void Trace(string message) => traceOutput.Add(message);
}
