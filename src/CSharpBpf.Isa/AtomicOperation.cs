namespace CSharpBpf.Isa;

/// <summary>Atomic operations on memory (RFC 9669, section 5.3): the value of the immediate.</summary>
public enum AtomicOperation : short
{
    /// <summary>*p += src, atomically.</summary>
    Add = 0x00,

    /// <summary>*p |= src, atomically. Kernel 5.12.</summary>
    Or = 0x40,

    /// <summary>*p &amp;= src, atomically. Kernel 5.12.</summary>
    And = 0x50,

    /// <summary>*p ^= src, atomically. Kernel 5.12.</summary>
    Xor = 0xa0,

    /// <summary>src = the old *p; *p += src. Kernel 5.12.</summary>
    FetchAdd = 0x01,

    /// <summary>src = the old *p; *p |= src. Kernel 5.12.</summary>
    FetchOr = 0x41,

    /// <summary>src = the old *p; *p &amp;= src. Kernel 5.12.</summary>
    FetchAnd = 0x51,

    /// <summary>src = the old *p; *p ^= src. Kernel 5.12.</summary>
    FetchXor = 0xa1,

    /// <summary>XCHG: src and *p change places. Kernel 5.12.</summary>
    Exchange = 0xe1,

    /// <summary>CMPXCHG: if *p == r0 then *p = src; r0 = the old *p. Kernel 5.12.</summary>
    CompareExchange = 0xf1,

    /// <summary>dst = *p with acquire ordering; the address is in the source register, and all four widths exist. Kernel 6.15, not in RFC 9669.</summary>
    LoadAcquire = 0x100,

    /// <summary>*p = src with release ordering; all four widths exist. Kernel 6.15, not in RFC 9669.</summary>
    StoreRelease = 0x110,
}
