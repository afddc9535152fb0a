using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace CSharpBpf.Testing;

/// <summary>
/// A network namespace with no name: it exists as long as this object (and what runs in it) does, so nothing is left behind even if the test
/// process dies. Work runs on a thread of its own inside the namespace; processes started there are inside too.
/// </summary>
public sealed partial class NetworkNamespace : IDisposable
{
    private const int CloneNewNet = 0x40000000;
    private readonly BlockingCollection<Action> work = [];
    private readonly Thread thread;
    private SafeFileHandle? handle;

    public NetworkNamespace()
    {
        thread = new Thread(Serve) { IsBackground = true, Name = nameof(NetworkNamespace) };
        thread.Start();
        Run(() =>
        {
            if (Unshare(CloneNewNet) != 0)
            {
                throw new InvalidOperationException($"unshare(CLONE_NEWNET) failed with error {Marshal.GetLastPInvokeError()}.");
            }

            handle = File.OpenHandle("/proc/thread-self/ns/net");
        });
        Ip("link set lo up");
    }

    /// <summary>A path by which other namespaces' commands can name this one.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{(int)handle!.DangerousGetHandle()}");

    /// <summary>Makes a veth pair with one end in each namespace, addresses 10.99.0.1/24 and 10.99.0.2/24, both up.</summary>
    public static void Connect(NetworkNamespace first, string firstName, NetworkNamespace second, string secondName)
    {
        first.Ip($"link add {firstName} type veth peer name {secondName} netns {second.Path}");
        first.Ip($"addr add 10.99.0.1/24 dev {firstName}");
        first.Ip($"link set {firstName} up");
        second.Ip($"addr add 10.99.0.2/24 dev {secondName}");
        second.Ip($"link set {secondName} up");
    }

    /// <summary>Runs ip(8) inside, and fails with its message if it fails.</summary>
    public string Ip(string arguments) => Run(() => ExternalTool.Run("ip", arguments.Split(' ')));

    /// <summary>Runs an action inside.</summary>
    public void Run(Action action) => Run(() =>
    {
        action();
        return 0;
    });

    /// <summary>Runs a function inside and gives its result.</summary>
    public T Run<T>(Func<T> function)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        using var done = new ManualResetEventSlim();
        work.Add(() =>
        {
            try
            {
                result = function();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
        failure?.Throw();
        return result;
    }

    public void Dispose()
    {
        work.CompleteAdding();
        thread.Join();
        handle?.Dispose();
        work.Dispose();
    }

    private void Serve()
    {
        foreach (Action action in work.GetConsumingEnumerable())
        {
            action();
        }
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);
}
