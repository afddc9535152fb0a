namespace CSharpBpf.Net;

/// <summary>What is known of an <see cref="IPProtocol"/>.</summary>
public static class IPProtocols
{
    /// <summary>Whether it announces an IPv6 extension header with a length that this library can walk: hop-by-hop, routing, fragment, authentication, destination options.</summary>
    public static bool IsExtensionHeader(this IPProtocol protocol) => protocol is IPProtocol.HopByHop or IPProtocol.Routing or IPProtocol.Fragment
        or IPProtocol.AuthenticationHeader or IPProtocol.DestinationOptions;
}
