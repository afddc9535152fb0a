namespace CSharpBpf.Net;

/// <summary>ICMPv6 message types (RFC 4443, RFC 4861).</summary>
public enum IcmpV6Type : byte
{
    /// <summary>Destination unreachable.</summary>
    DestinationUnreachable = 1,

    /// <summary>Packet too big.</summary>
    PacketTooBig = 2,

    /// <summary>Time exceeded.</summary>
    TimeExceeded = 3,

    /// <summary>Parameter problem.</summary>
    ParameterProblem = 4,

    /// <summary>Echo request.</summary>
    EchoRequest = 128,

    /// <summary>Echo reply.</summary>
    EchoReply = 129,

    /// <summary>Router solicitation.</summary>
    RouterSolicitation = 133,

    /// <summary>Router advertisement.</summary>
    RouterAdvertisement = 134,

    /// <summary>Neighbour solicitation.</summary>
    NeighborSolicitation = 135,

    /// <summary>Neighbour advertisement.</summary>
    NeighborAdvertisement = 136,
}
