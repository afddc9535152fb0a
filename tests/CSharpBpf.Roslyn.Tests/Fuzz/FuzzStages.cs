using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Where the fuzzer's time goes, by stage: the calling thread's CPU time on Linux, elsewhere the time that passes.</summary>
internal static partial class FuzzStages
{
    private const int ThreadCpuTime = 3;
    private static readonly ConcurrentDictionary<string, long> Nanoseconds = new();

    public static void Measure(string stage, Action work) => Measure(stage, () =>
    {
        work();
        return 0;
    });

    public static T Measure<T>(string stage, Func<T> work)
    {
        long start = Now();
        try
        {
            return work();
        }
        finally
        {
            long spent = Now() - start;
            Nanoseconds.AddOrUpdate(stage, spent, (_, sum) => sum + spent);
        }
    }

    /// <summary>A table: milliseconds for each seed by stage, most first.</summary>
    public static string Describe(int seeds)
    {
        StringBuilder text = new();
        foreach ((string stage, long spent) in Nanoseconds.OrderByDescending(static row => row.Value))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{stage,-16}{spent / 1e6 / seeds,8:F2} ms a seed");
        }

        return text.ToString();
    }

    private static long Now()
    {
        if (!OperatingSystem.IsLinux())
        {
            return (long)Stopwatch.GetElapsedTime(0).TotalNanoseconds;
        }

        _ = clock_gettime(ThreadCpuTime, out TimeSpec time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

#pragma warning disable SA1300 // the name is the C library's
    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);
#pragma warning restore SA1300

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
