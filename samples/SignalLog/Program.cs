using System.Globalization;
using CSharpBpf;

int signal = 0;
if (args.Length > 1 || (args is [var number] && !int.TryParse(number, CultureInfo.InvariantCulture, out signal)))
{
    Console.Error.WriteLine("SignalLog [NUMBER]    print who sends a signal (15: SIGTERM) to whom, until Ctrl+C (Linux, root, tracefs mounted)");
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
    using var logger = new SignalLogger { OnlySignal = signal };
    logger.Load();
    using PerfEventLink link = logger.Programs.Log.Attach();
    Console.WriteLine("Signals, until Ctrl+C:");
    foreach (SentSignal sent in logger.Signals.ReadAll(stop.Token))
    {
        // TRACE_SIGNAL_DELIVERED is 0; the other results say that the target ignores the signal or has it already.
        string result = sent.Result == 0 ? "" : " (not delivered)";
        Console.WriteLine($"{sent.SenderName} ({sent.SenderId}) -> {sent.TargetName} ({sent.TargetId}): signal {sent.Signal}{result}");
    }

    if (logger.Lost > 0)
    {
        Console.WriteLine($"{logger.Lost} signals were lost: the buffer was full.");
    }

    return 0;
}
catch (BpfException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
