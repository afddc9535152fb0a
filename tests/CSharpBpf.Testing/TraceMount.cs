using System;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace CSharpBpf.Testing;

/// <summary>Runs work on a thread with a mount namespace of its own, where tracefs is mounted; nothing is left behind.</summary>
public static partial class TraceMount
{
    private const int CloneNewNamespace = 0x00020000;
    private const ulong Recursive = 0x4000;
    private const ulong Private = 1 << 18;
    private const int Busy = 16;

    public static void Run(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Check(Unshare(CloneNewNamespace), "unshare(CLONE_NEWNS)");
                Check(Mount(null, "/", null, Recursive | Private, null), "making mounts private");

                // Busy: it is mounted there already.
                int mounted = Mount("tracefs", "/sys/kernel/tracing", "tracefs", 0, null);
                Check(mounted != 0 && Marshal.GetLastPInvokeError() == Busy ? 0 : mounted, "mounting tracefs");
                action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    private static void Check(int result, string what)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"{what} failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string? source, string target, string? type, ulong flags, string? data);
}
