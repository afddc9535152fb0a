using System;
using System.Runtime.InteropServices;

namespace CSharpBpf;

/// <summary>The arguments of a tracepoint in memory, to run the method of a raw tracepoint program on as plain C#.</summary>
public sealed unsafe class RawTracepointFrame : TraceFrame
{
    private RawTracepointFrame(ReadOnlySpan<ulong> arguments)
        : base(MemoryMarshal.AsBytes(arguments))
    {
    }

    /// <summary>The context to call a program's method with.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public RawTracepointContext Context => new(Memory);

    /// <summary>Copies arguments into a new frame.</summary>
    /// <param name="arguments">The arguments, each as 64 bits.</param>
    public static RawTracepointFrame From(params ReadOnlySpan<ulong> arguments) => new(arguments);

    /// <summary>Runs a program's method on the frame; a fault gives what its attribute's OnFault says, as in the kernel.</summary>
    /// <param name="program">The method.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public int Run(Func<RawTracepointContext, int> program) => BpfFault.Run(program, Context);
}
