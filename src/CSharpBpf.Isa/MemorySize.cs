using System;

namespace CSharpBpf.Isa;

/// <summary>The width of a memory access: bits 3 and 4 of the opcode (RFC 9669, section 5).</summary>
public enum MemorySize : byte
{
    /// <summary>W: 4 bytes.</summary>
    Word = 0x00,

    /// <summary>H: 2 bytes.</summary>
    HalfWord = 0x08,

    /// <summary>B: 1 byte.</summary>
    Byte = 0x10,

    /// <summary>DW: 8 bytes.</summary>
    DoubleWord = 0x18,
}

/// <summary>Conversions between <see cref="MemorySize"/> and byte counts.</summary>
public static class MemorySizes
{
    /// <summary>The width in bytes: 1, 2, 4 or 8.</summary>
    public static int ByteCount(this MemorySize size) => size switch
    {
        MemorySize.Byte => 1,
        MemorySize.HalfWord => 2,
        MemorySize.Word => 4,
        MemorySize.DoubleWord => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(size)),
    };

    /// <summary>The size for 1, 2, 4 or 8 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is none of these.</exception>
    public static MemorySize FromByteCount(int bytes) => bytes switch
    {
        1 => MemorySize.Byte,
        2 => MemorySize.HalfWord,
        4 => MemorySize.Word,
        8 => MemorySize.DoubleWord,
        _ => throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "A memory access is 1, 2, 4 or 8 bytes wide."),
    };
}
