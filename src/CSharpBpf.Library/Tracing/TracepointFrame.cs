using System;
using System.Runtime.InteropServices;

namespace CSharpBpf;

/// <summary>The record of a tracepoint in memory, to run the method of a tracepoint program on as plain C#.</summary>
public sealed class TracepointFrame : TraceFrame
{
    private TracepointFrame(ReadOnlySpan<byte> record)
        : base(record)
    {
    }

    /// <summary>The context to call a program's method with.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public unsafe TracepointContext Context => new(Memory);

    /// <summary>Copies a record into a new frame.</summary>
    /// <param name="record">The record's fields.</param>
    /// <param name="data">What follows them: the data that fields of type <see cref="DataLocation"/> say the place of.</param>
    public static TracepointFrame From<T>(T record, ReadOnlySpan<byte> data = default)
        where T : unmanaged => new([.. MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in record)), .. data]);

    /// <summary>Copies a record into a new frame.</summary>
    /// <param name="record">The record's bytes.</param>
    public static TracepointFrame From(ReadOnlySpan<byte> record) => new(record);

    /// <summary>Runs a program's method on the frame; a fault gives what its attribute's OnFault says, as in the kernel.</summary>
    /// <param name="program">The method.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public int Run(Func<TracepointContext, int> program) => BpfFault.Run(program, Context);
}
