using System;
using System.Runtime.InteropServices;

namespace CSharpBpf;

/// <summary>
/// The context of a tracing program in memory, to run the program's method on as plain C#. Owns the memory: contexts and references into it are valid
/// until <see cref="Dispose"/>.
/// </summary>
public abstract unsafe class TraceFrame : IDisposable
{
    private RecordMemory* memory;

    private protected TraceFrame(ReadOnlySpan<byte> record)
    {
        memory = RecordMemory.Create(record);
    }

    /// <summary>Frees the memory of a frame that was not disposed.</summary>
    ~TraceFrame() => Free();

    internal RecordMemory* Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return memory;
        }
    }

    internal ReadOnlySpan<byte> Bytes => new(RecordMemory.Start(Memory, 0), Memory->Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(memory);
        memory = null;
    }
}
