using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>Objects that several threads use, and threads that signals reach while they are in the kernel.</summary>
public sealed partial class ConcurrentUseTests
{
    // SIGWINCH, which does nothing to a process without a handler.
    private const int WindowChanged = 28;

    private static readonly byte[] Packet = new byte[64];

    [Fact]
    public void ThreadsThatUseANewObjectAtTheSameTimeFindTheSameMapsAndGlobals()
    {
        const int Rounds = 1_000;
        const int Threads = 4;
        SampleBpf[] samples = [.. Enumerable.Range(0, Rounds).Select(static _ => new SampleBpf())];
        HashMap<Flow, ulong>[,] flows = new HashMap<Flow, ulong>[Rounds, Threads];
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                start.SignalAndWait();
                flows[round, number] = samples[round].Flows;
                Interlocked.Increment(ref samples[round].Packets);
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        for (int round = 0; round < Rounds; round++)
        {
            Assert.All(Enumerable.Range(0, Threads), number => Assert.Same(flows[round, 0], flows[round, number]));
            Assert.Equal((ulong)Threads, samples[round].Packets);
            samples[round].Dispose();
        }
    }

    /// <summary>The kernel gives up a verification with EAGAIN, and a run that repeats with EINTR, when a signal waits for the thread; the runtime's own do.</summary>
    [SkippableFact]
    public void SignalsWaitUntilTheKernelIsDone()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        const int Rounds = 20;
        const int Repetitions = 200_000;
        using var handler = PosixSignalRegistration.Create((PosixSignal)WindowChanged, static context => context.Cancel = true);
        using var stop = new CancellationTokenSource();
        int receiver = GetThreadId();
        var sender = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(0, SendSignal(Environment.ProcessId, receiver, WindowChanged));
                Thread.SpinWait(200);
            }
        });
        sender.Start();
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                using var sample = new SampleBpf();
                sample.Load();
                Assert.Equal(XdpAction.Pass, sample.Count.Run(Packet, Repetitions).Action);
                Assert.Equal((ulong)Repetitions, sample.Counts[0]);
            }
        }
        finally
        {
            stop.Cancel();
            sender.Join();
        }
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "tgkill")]
    private static partial int SendSignal(int process, int thread, int signal);
}
