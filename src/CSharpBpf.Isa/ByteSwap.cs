namespace CSharpBpf.Isa;

/// <summary>The byte swap instructions (RFC 9669, section 4.2): the opcode byte.</summary>
public enum ByteSwap : byte
{
    /// <summary>Between host order and little-endian; on a little-endian machine it only cuts to the width.</summary>
    LittleEndian = 0xd4,

    /// <summary>Between host order and big-endian; on a little-endian machine it swaps.</summary>
    BigEndian = 0xdc,

    /// <summary>Swaps on every machine. Kernel 6.6.</summary>
    Always = 0xd7,
}
