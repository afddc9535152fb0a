using System.Globalization;
using System.Runtime.InteropServices;
using CSharpBpf;
using CSharpBpf.Net;

return args switch
{
    [] => Replay(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "capture.pcap"))),
    ["--capture", var file] => Replay(File.ReadAllBytes(file)),
    ["--interface", var name] => Attach(name),
    _ => Usage(),
};

// Any machine, no privileges: the same bytecode in the virtual machine.
static int Replay(byte[] capture)
{
    using var filter = new UdpFilter();
    filter.Load(BpfTarget.Virtual);
    var passed = new Dictionary<string, int>();
    var dropped = new Dictionary<string, int>();
    foreach (ReadOnlyMemory<byte> packet in Capture.Read(capture))
    {
        XdpRunResult run = filter.Programs.Filter.Run(packet.Span);
        Dictionary<string, int> tally = run.Action == XdpAction.Drop ? dropped : passed;
        string source = SourceOf(packet.Span);
        tally[source] = tally.GetValueOrDefault(source) + 1;
    }

    Console.WriteLine($"UDP to port {filter.Port} is dropped.");
    Console.WriteLine($"{"source",-18}{"passed",8}{"dropped",9}");
    foreach (string source in passed.Keys.Union(dropped.Keys).Order(StringComparer.Ordinal))
    {
        Console.WriteLine($"{source,-18}{passed.GetValueOrDefault(source),8}{dropped.GetValueOrDefault(source),9}");
    }

    Console.WriteLine($"{"total",-18}{passed.Values.Sum(),8}{filter.DroppedTotal,9}");
    return 0;
}

// Linux, as root: into the kernel and onto an interface, until Ctrl+C.
static int Attach(string interfaceName)
{
    using var stop = new ManualResetEventSlim();
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Set();
    }

    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    try
    {
        using var filter = new UdpFilter();
        filter.Load();
        using XdpLink link = filter.Programs.Filter.Attach(interfaceName);
        Console.WriteLine($"UDP to port {filter.Port} is dropped on {interfaceName} ({link.Mode.ToString().ToLowerInvariant()} mode). Ctrl+C detaches.");
        ulong shown = 0;
        while (!stop.Wait(TimeSpan.FromSeconds(1)))
        {
            if (filter.DroppedTotal != shown)
            {
                shown = filter.DroppedTotal;
                IEnumerable<string> counts = filter.Dropped.OrderByDescending(entry => entry.Value).Take(5).Select(entry => $"{entry.Key} {entry.Value}");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss}  dropped {shown}: {string.Join(", ", counts)}"));
            }
        }

        Console.WriteLine("Detached.");
        return 0;
    }
    catch (BpfException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
}

static int Usage()
{
    Console.Error.WriteLine("UdpDrop                      replay the bundled capture through the virtual machine");
    Console.Error.WriteLine("UdpDrop --capture FILE.pcap  replay another one");
    Console.Error.WriteLine("UdpDrop --interface NAME     attach to a network interface (Linux, root)");
    return 2;
}

static string SourceOf(ReadOnlySpan<byte> packet) =>
    packet.Length >= 30 && packet[12] == 0x08 && packet[13] == 0x00 ? new IPv4Address(packet[26], packet[27], packet[28], packet[29]).ToString() : "(not IPv4)";
