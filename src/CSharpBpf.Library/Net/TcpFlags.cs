using System;

namespace CSharpBpf.Net;

/// <summary>The flags of a TCP header (RFC 9293).</summary>
[Flags]
public enum TcpFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>FIN: no more data.</summary>
    Fin = 1,

    /// <summary>SYN: open the connection.</summary>
    Syn = 2,

    /// <summary>RST: reset the connection.</summary>
    Reset = 4,

    /// <summary>PSH: deliver now.</summary>
    Push = 8,

    /// <summary>ACK: the acknowledgment number is valid.</summary>
    Acknowledge = 16,

    /// <summary>URG: the urgent pointer is valid.</summary>
    Urgent = 32,

    /// <summary>ECE: congestion was seen.</summary>
    Echo = 64,

    /// <summary>CWR: the sending rate was reduced.</summary>
    CongestionWindowReduced = 128,
}
