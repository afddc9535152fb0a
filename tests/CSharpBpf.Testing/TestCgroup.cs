using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace CSharpBpf.Testing;

/// <summary>A cgroup of its own in the first cgroup v2 hierarchy that is mounted; removed at the end, when its processes are gone.</summary>
public sealed class TestCgroup : IDisposable
{
    private static int count;

    public TestCgroup()
    {
        string root = Root ?? throw new InvalidOperationException("No cgroup v2 hierarchy is mounted.");
        Path = System.IO.Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"csharpbpf-test-{Environment.ProcessId}-{Interlocked.Increment(ref count)}"));
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where the hierarchy is mounted, or null if none is.</summary>
    public static string? Root { get; } = File.ReadLines("/proc/mounts").Select(static line => line.Split(' ')).FirstOrDefault(static mount => mount[2] == "cgroup2")?[1];

    /// <summary>The cgroup's directory.</summary>
    public string Path { get; }

    public void Dispose() => Directory.Delete(Path);
}
