namespace CSharpBpf;

/// <summary>What kind of place a packet is sent to.</summary>
public enum RedirectKind
{
    /// <summary>None: no helper said where.</summary>
    None,

    /// <summary>Out of an interface.</summary>
    Interface,

    /// <summary>Into an interface, as if the packet came in there.</summary>
    InterfaceIngress,

    /// <summary>To the network stack on another CPU.</summary>
    Cpu,

    /// <summary>Out of all interfaces of a map.</summary>
    AllInterfaces,

    /// <summary>Out of all interfaces of a map but the one that the packet came in through.</summary>
    OtherInterfaces,
}

/// <summary>Where a program sends a packet: what the helper that it called last has noted. It counts when the program answers "redirect".</summary>
/// <param name="Kind">What kind of place.</param>
/// <param name="Number">The interface's index, or the number of the CPU; 0 for all interfaces of a map.</param>
public readonly record struct RedirectTarget(RedirectKind Kind, uint Number);
