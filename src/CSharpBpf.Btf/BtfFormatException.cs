using System;

namespace CSharpBpf.Btf;

/// <summary>BTF or .BTF.ext that is not well-formed, or that cannot be written. The only exception readers and writers of this floor throw on bad input.</summary>
public sealed class BtfFormatException : Exception
{
    /// <summary>Says what is wrong at <paramref name="offset"/>.</summary>
    public BtfFormatException(int offset, string message)
        : base($"BTF offset {offset}: {message}")
    {
        Offset = offset;
    }

    /// <summary>Says what is wrong where there is no byte offset: a type in memory.</summary>
    public BtfFormatException(string message)
        : base(message)
    {
        Offset = -1;
    }

    /// <summary>The offset of the bad bytes from the start of the section; -1 when the problem is not in bytes.</summary>
    public int Offset { get; }
}
