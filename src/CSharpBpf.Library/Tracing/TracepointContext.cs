using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// The context of a tracepoint program: the record that the tracepoint's format file (/sys/kernel/tracing/events/CATEGORY/NAME/format) describes. A handle:
/// in BPF it is the context pointer, in plain C# it refers to the memory of a <see cref="TracepointFrame"/>.
/// </summary>
[BpfContext(ProgramType.Tracepoint)]
public readonly unsafe struct TracepointContext
{
    private readonly RecordMemory* record;

    internal TracepointContext(RecordMemory* record)
    {
        this.record = record;
    }

    /// <summary>
    /// The record. The program reads only the fields that it uses, each at a constant place; one that reads behind the end of the tracepoint's record
    /// cannot be attached to it.
    /// </summary>
    /// <typeparam name="T">A struct with the fields of the format file, from a <see cref="TracepointHeader"/> on.</typeparam>
    public ref readonly T Record<T>()
        where T : unmanaged => ref Unsafe.AsRef<T>(Start(sizeof(T)));

    /// <summary>Copies text that the record has a location of (bpf_probe_read_kernel_str, kernel 5.5). GPL-compatible programs only.</summary>
    /// <param name="location">A field of the record.</param>
    /// <param name="text">Gets the text and a zero byte; text that is longer is cut.</param>
    /// <returns>The bytes written, with the zero byte.</returns>
    public int ReadString(DataLocation location, Span<byte> text)
    {
        uint offset = location.Offset;
        fixed (byte* to = &MemoryMarshal.GetReference(text))
        {
            return TracingHelpers.ReadRecordString(to, (uint)text.Length, Start((int)(offset + location.Length)) + offset);
        }
    }

    [BpfContextAddress]
    private byte* Start(int size) => RecordMemory.Start(record, size);
}
