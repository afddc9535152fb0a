using System;
using System.Collections.Generic;

namespace CSharpBpf.Vm;

/// <summary>
/// An environment in which nothing happens by itself: the clock stands until it is moved, random numbers follow from a seed, the CPU is the one that
/// was chosen, trace output is collected. Two runs with the same settings are the same. Not for use by several virtual machines at once.
/// </summary>
public sealed class VirtualEnvironment : IVmEnvironment
{
    // The kernel's CONFIG_HZ of the common distributions.
    private const ulong NanosecondsPerJiffy = 4_000_000;

    private readonly List<string> traceOutput = [];
    private readonly PriorityQueue<Action, (ulong Time, ulong Number)> timers = new();
    private ulong randomState;
    private ulong startedTimers;

    /// <summary>Starts at time zero on CPU 0.</summary>
    /// <param name="seed">The seed of the random numbers.</param>
    public VirtualEnvironment(ulong seed = 0) => randomState = seed;

    /// <inheritdoc/>
    public ulong MonotonicNanoseconds { get; set; }

    /// <summary>How much longer the machine has been up than the monotonic clock says.</summary>
    public ulong SuspendedNanoseconds { get; set; }

    /// <inheritdoc/>
    public ulong BootNanoseconds => MonotonicNanoseconds + SuspendedNanoseconds;

    /// <inheritdoc/>
    public ulong Jiffies => MonotonicNanoseconds / NanosecondsPerJiffy;

    /// <inheritdoc/>
    public int Cpu { get; set; }

    /// <inheritdoc/>
    public int NumaNode { get; set; }

    /// <inheritdoc/>
    public ulong CurrentPidTgid { get; set; }

    /// <inheritdoc/>
    public ulong CurrentUidGid { get; set; }

    /// <inheritdoc/>
    public string CurrentComm { get; set; } = "";

    /// <summary>What programs printed, in order, without a newline at the end.</summary>
    public IReadOnlyList<string> TraceOutput => traceOutput;

    /// <summary>Moves the clock forward, and runs the callbacks of the timers that expire on the way, each at its time, those of one time in the order of their starts.</summary>
    /// <exception cref="VmFaultException">A callback faulted.</exception>
    public void Advance(TimeSpan time)
    {
        ulong end = MonotonicNanoseconds + (ulong)(time.Ticks * TimeSpan.NanosecondsPerTick);
        while (timers.TryPeek(out Action? expired, out (ulong Time, ulong Number) due) && due.Time <= end)
        {
            timers.Dequeue();
            MonotonicNanoseconds = Math.Max(MonotonicNanoseconds, due.Time);
            expired();
        }

        MonotonicNanoseconds = Math.Max(MonotonicNanoseconds, end);
    }

    /// <inheritdoc/>
    public void StartTimer(ulong nanoseconds, Action expired) =>
        timers.Enqueue(expired, (nanoseconds > ulong.MaxValue - MonotonicNanoseconds ? ulong.MaxValue : MonotonicNanoseconds + nanoseconds, startedTimers++));

    /// <summary>There is no kernel behind a virtual environment.</summary>
    public bool TryReadKernel(ulong address, Span<byte> to) => false;

    /// <summary>There is no process behind a virtual environment.</summary>
    public bool TryReadUser(ulong address, Span<byte> to) => false;

    /// <summary>A virtual environment has no interfaces.</summary>
    public int SendCopy(uint interfaceIndex, bool isIngress, ReadOnlySpan<byte> packet) => -Errno.Invalid;

    /// <summary>A virtual environment has no interfaces.</summary>
    public int LookUpRoute(Span<byte> parameters, uint flags, uint? packetLength) => -Errno.NoDevice;

    /// <inheritdoc/>
    public uint NextRandom()
    {
        // SplitMix64: any seed is good, and equal seeds give equal programs.
        randomState += 0x9e3779b97f4a7c15;
        ulong value = randomState;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return (uint)((value ^ (value >> 31)) >> 32);
    }

    /// <inheritdoc/>
    public void TracePrint(string message) => traceOutput.Add(message);
}
