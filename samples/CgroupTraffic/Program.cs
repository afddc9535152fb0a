using System.Globalization;
using CSharpBpf;
using CSharpBpf.Net;

if (args is not [var cgroup])
{
    Console.Error.WriteLine("CgroupTraffic /sys/fs/cgroup/NAME    count what its processes send and receive, by address, until a key is pressed (Linux 5.7, root)");
    return 2;
}

try
{
    using var counter = new TrafficCounter();
    counter.Load();
    using CgroupLink sent = counter.Programs.CountSent.Attach(cgroup, CgroupDirection.Egress);
    using CgroupLink received = counter.Programs.CountReceived.Attach(cgroup, CgroupDirection.Ingress);
    Console.WriteLine($"Counting in {cgroup}. Enter shows the counts and ends.");
    Console.ReadLine();
    Console.WriteLine($"{"address",-18}{"sent",14}{"received",14}");
    foreach ((IPv4Address address, AddressTraffic traffic) in counter.Addresses.OrderByDescending(static entry => entry.Value.Sent + entry.Value.Received))
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{address,-18}{traffic.Sent,14}{traffic.Received,14}"));
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"not IPv4",-18}{counter.OtherBytes,14} in both directions"));
    return 0;
}
catch (BpfException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
