using System.Globalization;
using CSharpBpf;
using CSharpBpf.Net;

if (args is not [var interfaceName])
{
    Console.Error.WriteLine("PacketCount INTERFACE    count its packets by IP protocol until a key is pressed (Linux 6.6, root)");
    return 2;
}

try
{
    using var counter = new PacketCounter();
    counter.Load();
    using TcLink incoming = counter.Programs.CountIn.Attach(interfaceName, TcDirection.Ingress);
    using TcLink outgoing = counter.Programs.CountOut.Attach(interfaceName, TcDirection.Egress);
    Console.WriteLine($"Counting on {interfaceName}. Enter shows the counts and ends.");
    Console.ReadLine();
    Console.WriteLine($"{"protocol",-12}{"in",10}{"bytes",14}{"out",10}{"bytes",14}");
    for (uint protocol = 0; protocol <= PacketCounter.OtherProtocols; protocol++)
    {
        (ulong inPackets, ulong inBytes) = Sum(counter.Incoming, protocol);
        (ulong outPackets, ulong outBytes) = Sum(counter.Outgoing, protocol);
        if (inPackets + outPackets > 0)
        {
            string name = protocol == PacketCounter.OtherProtocols ? "not IPv4" : ((IPProtocol)protocol).ToString();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12}{inPackets,10}{inBytes,14}{outPackets,10}{outBytes,14}"));
        }
    }

    return 0;
}
catch (BpfException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static (ulong Packets, ulong Bytes) Sum(PerCpuArrayMap<Traffic> map, uint protocol)
{
    (ulong packets, ulong bytes) = (0, 0);
    foreach (Traffic traffic in map.GetAllCpuValues(protocol))
    {
        packets += traffic.Packets;
        bytes += traffic.Bytes;
    }

    return (packets, bytes);
}
