using System;
using System.Globalization;
using System.IO;
using CSharpBpf.Loading;

namespace CSharpBpf;

/// <summary>What tracefs says of tracepoints.</summary>
internal static class TraceFileSystem
{
    private static readonly string[] MountPoints = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"];

    /// <summary>The number by which perf_event_open(2) knows a tracepoint.</summary>
    /// <param name="category">The category.</param>
    /// <param name="tracepoint">The tracepoint.</param>
    /// <param name="what">What it is for, as the start of a message.</param>
    /// <exception cref="BpfException">There is no such tracepoint, or no tracefs, or it may not be read.</exception>
    public static ulong EventId(string category, string tracepoint, string what)
    {
        foreach (string mountPoint in MountPoints)
        {
            string events = Path.Combine(mountPoint, "events");
            try
            {
                if (Directory.Exists(events))
                {
                    string path = Path.Combine(events, category, tracepoint, "id");
                    return File.Exists(path)
                        ? ulong.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture)
                        : throw KernelErrors.Create(what, -KernelErrors.NoSuchEntry, $"this kernel has no such tracepoint. {mountPoint}/available_events lists them.");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                throw KernelErrors.Create(what, -KernelErrors.AccessDenied, $"{e.Message} Run as root, or give the process CAP_PERFMON and the right to read {mountPoint}.");
            }
        }

        throw KernelErrors.Create(what, -KernelErrors.NoSuchEntry, $"tracefs is not mounted: mount -t tracefs tracefs {MountPoints[0]}");
    }
}
