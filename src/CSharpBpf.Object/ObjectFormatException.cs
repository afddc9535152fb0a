using System;

namespace CSharpBpf.Object;

/// <summary>An object that is not well-formed, cannot be written, or cannot be linked. The only exception this floor throws on bad input.</summary>
public sealed class ObjectFormatException : Exception
{
    /// <summary>Says what is wrong, where and why.</summary>
    public ObjectFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, where and why, with the failure of a lower floor (BTF, instruction decoding) as cause.</summary>
    public ObjectFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
