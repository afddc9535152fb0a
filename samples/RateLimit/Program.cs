using System.Globalization;
using CSharpBpf;
using CSharpBpf.Net;

if (args is not [var interfaceName, var rateText] || !ulong.TryParse(rateText, CultureInfo.InvariantCulture, out ulong rate) || rate is 0 or > 1_000_000_000)
{
    Console.Error.WriteLine("RateLimit INTERFACE RATE    let each source send RATE packets a second, until Ctrl+C (Linux, root)");
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
    using var limiter = new RateLimiter { NanosecondsPerPacket = 1_000_000_000 / rate, Burst = Math.Max(rate / 10, 1) };
    limiter.Load();
    using XdpLink link = limiter.Programs.Limit.Attach(interfaceName);
    Console.WriteLine($"Limiting sources on {interfaceName} to {rate} packets a second, until Ctrl+C:");
    var seen = new Dictionary<IPv4Address, (ulong Packets, ulong Dropped)>();
    while (!stop.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(10)))
    {
        foreach ((IPv4Address source, Allowance allowance) in limiter.Sources)
        {
            (ulong packets, ulong dropped) = seen.GetValueOrDefault(source);
            ulong now = allowance.Passed + allowance.Dropped;
            if (now == packets)
            {
                limiter.Sources.Remove(source);
                seen.Remove(source);
                continue;
            }

            seen[source] = (now, allowance.Dropped);
            if (allowance.Dropped > dropped)
            {
                Console.WriteLine($"{source}: {allowance.Dropped - dropped} of {now - packets} packets dropped");
            }
        }
    }

    return 0;
}
catch (BpfException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
