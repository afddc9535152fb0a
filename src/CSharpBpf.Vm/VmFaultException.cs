using System;

namespace CSharpBpf.Vm;

/// <summary>A run faulted and its result was asked for.</summary>
public sealed class VmFaultException : Exception
{
    /// <summary>Wraps a fault.</summary>
    public VmFaultException(VmFault fault)
        : base(fault.ToString()) => Fault = fault;

    /// <summary>What happened and where.</summary>
    public VmFault Fault { get; }
}
