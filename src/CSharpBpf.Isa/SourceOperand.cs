namespace CSharpBpf.Isa;

/// <summary>Where an arithmetic or jump instruction takes its second operand from: bit 3 of the opcode (RFC 9669, section 4).</summary>
public enum SourceOperand : byte
{
    /// <summary>K: the 32-bit immediate, sign-extended where the operation is 64 bits wide.</summary>
    K = 0x00,

    /// <summary>X: the source register.</summary>
    X = 0x08,
}
