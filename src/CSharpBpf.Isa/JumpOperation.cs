namespace CSharpBpf.Isa;

/// <summary>Conditional jumps (RFC 9669, section 4.3): the code's nibble in the opcode. Each exists in 64 bits (JMP) and 32 bits (JMP32).</summary>
public enum JumpOperation : byte
{
    /// <summary>dst == src.</summary>
    Jeq = 0x10,

    /// <summary>dst &gt; src, unsigned.</summary>
    Jgt = 0x20,

    /// <summary>dst &gt;= src, unsigned.</summary>
    Jge = 0x30,

    /// <summary>(dst &amp; src) != 0.</summary>
    Jset = 0x40,

    /// <summary>dst != src.</summary>
    Jne = 0x50,

    /// <summary>dst &gt; src, signed.</summary>
    Jsgt = 0x60,

    /// <summary>dst &gt;= src, signed.</summary>
    Jsge = 0x70,

    /// <summary>dst &lt; src, unsigned. Kernel 4.14.</summary>
    Jlt = 0xa0,

    /// <summary>dst &lt;= src, unsigned. Kernel 4.14.</summary>
    Jle = 0xb0,

    /// <summary>dst &lt; src, signed. Kernel 4.14.</summary>
    Jslt = 0xc0,

    /// <summary>dst &lt;= src, signed. Kernel 4.14.</summary>
    Jsle = 0xd0,
}
