namespace CSharpBpf.Isa;

/// <summary>The byte order of encoded instructions. In big-endian code the two register fields of a slot change places as well (RFC 9669, section 3.1).</summary>
public enum ByteOrder
{
    /// <summary>Least significant byte first (ELFDATA2LSB, target bpfel).</summary>
    LittleEndian,

    /// <summary>Most significant byte first (ELFDATA2MSB, target bpfeb).</summary>
    BigEndian,
}
