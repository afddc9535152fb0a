using CSharpBpf;
using CSharpBpf.Net;

if (args is not [var interfaceName, _, ..])
{
    Console.Error.WriteLine("DnsBlock INTERFACE NAME...    drop DNS questions for these names until Enter is pressed (Linux, root)");
    return 2;
}

try
{
    string[] names = args[1..];
    using var blocker = new DnsBlocker();
    blocker.Load();
    foreach (string name in names)
    {
        blocker.Dropped[DnsName.HashOf(name)] = 0;
    }

    using XdpLink link = blocker.Programs.Filter.Attach(interfaceName);
    Console.WriteLine($"Dropping questions for {string.Join(", ", names)} on {interfaceName}. Enter ends.");
    Console.ReadLine();
    foreach (string name in names)
    {
        Console.WriteLine($"{name}: {blocker.Dropped[DnsName.HashOf(name)]} dropped");
    }

    return 0;
}
catch (Exception e) when (e is BpfException or ArgumentException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
