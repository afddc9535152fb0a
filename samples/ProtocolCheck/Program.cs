using CSharpBpf;
using CSharpBpf.Net;

if (args is not [var interfaceName])
{
    Console.Error.WriteLine("ProtocolCheck INTERFACE    drop malformed packets; 'tcp off', 'udp on' and the like change what is checked, an empty line ends (Linux, root)");
    return 2;
}

try
{
    using var checker = new ProtocolChecker();
    checker.Load();
    using XdpLink link = checker.Programs.Dispatch.Attach(interfaceName);
    var checks = new Dictionary<string, (IPProtocol Protocol, BpfProgram Check)>
    {
        ["tcp"] = (IPProtocol.Tcp, checker.Programs.CheckTcp),
        ["udp"] = (IPProtocol.Udp, checker.Programs.CheckUdp),
        ["icmp"] = (IPProtocol.Icmp, checker.Programs.CheckIcmp),
    };
    Console.WriteLine($"Checking {interfaceName}: {string.Join(", ", checks.Keys)}.");
    while (Console.ReadLine() is { Length: > 0 } line)
    {
        if (line.Split(' ') is not [var name, "on" or "off"] || !checks.TryGetValue(name, out (IPProtocol Protocol, BpfProgram Check) row))
        {
            Console.WriteLine("'tcp off', 'udp on', ...");
        }
        else if (line.EndsWith(" on", StringComparison.Ordinal))
        {
            checker.Checks.Set((uint)row.Protocol, row.Check);
        }
        else
        {
            checker.Checks.Remove((uint)row.Protocol);
        }
    }

    foreach ((string name, (IPProtocol protocol, _)) in checks)
    {
        Console.WriteLine($"{name}: {checker.Dropped[(uint)protocol]} dropped");
    }

    return 0;
}
catch (BpfException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
