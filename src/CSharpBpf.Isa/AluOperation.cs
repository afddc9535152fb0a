namespace CSharpBpf.Isa;

/// <summary>
/// Arithmetic with two operands (RFC 9669, section 4.1). The low byte is the code's nibble in the opcode; bits 8 and up are the value the offset
/// field must hold, since signed division and modulo differ from the unsigned ones only there. Negation, byte swaps and the sign-extending move have
/// other operands and are not in this list: see <see cref="Instructions"/>.
/// </summary>
public enum AluOperation : short
{
    /// <summary>dst += src.</summary>
    Add = 0x00,

    /// <summary>dst -= src.</summary>
    Sub = 0x10,

    /// <summary>dst *= src.</summary>
    Mul = 0x20,

    /// <summary>dst = src != 0 ? dst / src : 0, unsigned.</summary>
    Div = 0x30,

    /// <summary>dst |= src.</summary>
    Or = 0x40,

    /// <summary>dst &amp;= src.</summary>
    And = 0x50,

    /// <summary>dst &lt;&lt;= src, the count taken modulo the width.</summary>
    Lsh = 0x60,

    /// <summary>dst &gt;&gt;= src, unsigned, the count taken modulo the width.</summary>
    Rsh = 0x70,

    /// <summary>dst = src != 0 ? dst % src : dst, unsigned.</summary>
    Mod = 0x90,

    /// <summary>dst ^= src.</summary>
    Xor = 0xa0,

    /// <summary>dst = src.</summary>
    Mov = 0xb0,

    /// <summary>dst &gt;&gt;= src with the sign, the count taken modulo the width.</summary>
    Arsh = 0xc0,

    /// <summary>dst = src == 0 ? 0 : dst / src, signed, rounding to zero; the smallest value divided by -1 is itself. Kernel 6.6.</summary>
    Sdiv = 0x130,

    /// <summary>dst = src == 0 ? dst : dst % src, signed, the sign of the dividend; the smallest value modulo -1 is 0. Kernel 6.6.</summary>
    Smod = 0x190,
}
