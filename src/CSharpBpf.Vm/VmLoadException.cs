using System;

namespace CSharpBpf.Vm;

/// <summary>An object, map or program that the virtual machine cannot take in. The only exception of this floor for bad input at load.</summary>
public sealed class VmLoadException : Exception
{
    /// <summary>Says what is wrong, where and why, and what to do.</summary>
    public VmLoadException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, with the failure of a lower floor as cause.</summary>
    public VmLoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
