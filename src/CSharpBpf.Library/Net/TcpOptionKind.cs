namespace CSharpBpf.Net;

/// <summary>What a TCP option is (RFC 9293 section 3.2 and IANA's list).</summary>
public enum TcpOptionKind : byte
{
    /// <summary>No more options: one byte.</summary>
    EndOfList = 0,

    /// <summary>Padding: one byte.</summary>
    NoOperation = 1,

    /// <summary>Maximum segment size: 4 bytes.</summary>
    MaximumSegmentSize = 2,

    /// <summary>Window scale (RFC 7323): 3 bytes.</summary>
    WindowScale = 3,

    /// <summary>Selective acknowledgements are possible (RFC 2018): 2 bytes.</summary>
    SackPermitted = 4,

    /// <summary>Selective acknowledgements (RFC 2018).</summary>
    Sack = 5,

    /// <summary>Timestamps (RFC 7323): 10 bytes.</summary>
    Timestamps = 8,

    /// <summary>MD5 signature (RFC 2385): 18 bytes.</summary>
    Md5Signature = 19,

    /// <summary>Authentication (RFC 5925).</summary>
    Authentication = 29,

    /// <summary>Multipath TCP (RFC 8684).</summary>
    Multipath = 30,

    /// <summary>Fast open cookie (RFC 7413).</summary>
    FastOpen = 34,
}
