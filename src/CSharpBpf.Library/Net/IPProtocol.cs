namespace CSharpBpf.Net;

/// <summary>What an IP packet carries (IANA protocol numbers), and IPv6 extension headers.</summary>
public enum IPProtocol : byte
{
    /// <summary>IPv6 hop-by-hop options.</summary>
    HopByHop = 0,

    /// <summary>Internet Control Message Protocol.</summary>
    Icmp = 1,

    /// <summary>IPv4 in IP.</summary>
    IPv4 = 4,

    /// <summary>Transmission Control Protocol.</summary>
    Tcp = 6,

    /// <summary>User Datagram Protocol.</summary>
    Udp = 17,

    /// <summary>IPv6 in IP.</summary>
    IPv6 = 41,

    /// <summary>IPv6 routing header.</summary>
    Routing = 43,

    /// <summary>IPv6 fragment header.</summary>
    Fragment = 44,

    /// <summary>Generic Routing Encapsulation.</summary>
    Gre = 47,

    /// <summary>IPv6 encapsulating security payload (RFC 4303); also over IPv4.</summary>
    EncapsulatingSecurityPayload = 50,

    /// <summary>IPv6 authentication header (RFC 4302); also over IPv4.</summary>
    AuthenticationHeader = 51,

    /// <summary>ICMP for IPv6.</summary>
    IcmpV6 = 58,

    /// <summary>IPv6: nothing follows.</summary>
    NoNextHeader = 59,

    /// <summary>IPv6 destination options.</summary>
    DestinationOptions = 60,

    /// <summary>Stream Control Transmission Protocol.</summary>
    Sctp = 132,
}
