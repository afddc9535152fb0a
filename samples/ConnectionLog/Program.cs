using CSharpBpf;

if (args is not [var interfaceName])
{
    Console.Error.WriteLine("ConnectionLog INTERFACE    print the TCP connections that others try to open, until Ctrl+C (Linux, root)");
    return 2;
}

try
{
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, key) =>
    {
        key.Cancel = true;
        stop.Cancel();
    };
    using var logger = new ConnectionLogger();
    logger.Load();
    using XdpLink link = logger.Programs.Log.Attach(interfaceName);
    Console.WriteLine($"Connections to {interfaceName}, until Ctrl+C:");
    foreach (ConnectionAttempt attempt in logger.Attempts.ReadAll(stop.Token))
    {
        TimeSpan uptime = TimeSpan.FromMicroseconds(attempt.Nanoseconds / 1000);
        Console.WriteLine($"{uptime}  {attempt.Source}:{attempt.SourcePort} -> {attempt.Destination}:{attempt.DestinationPort}");
    }

    if (logger.Lost > 0)
    {
        Console.WriteLine($"{logger.Lost} attempts were lost: the buffer was full.");
    }

    return 0;
}
catch (BpfException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
