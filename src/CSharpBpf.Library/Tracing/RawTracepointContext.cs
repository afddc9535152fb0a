using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// The context of a raw tracepoint program (struct bpf_raw_tracepoint_args): the arguments of the tracepoint, as TP_PROTO in the kernel's
/// include/trace/events lists them. A handle: in BPF it is the context pointer, in plain C# it refers to the memory of a <see cref="RawTracepointFrame"/>.
/// </summary>
[BpfContext(ProgramType.RawTracepoint)]
public readonly unsafe struct RawTracepointContext
{
    private readonly RecordMemory* record;

    internal RawTracepointContext(RecordMemory* record)
    {
        this.record = record;
    }

    /// <summary>An argument, widened to 64 bits as the kernel passes it: a number or the address of something in the kernel.</summary>
    /// <param name="index">Which one, from 0; a constant. A program that asks for more than the tracepoint has cannot be attached to it.</param>
    public ulong Argument(int index) => Argument<ulong>(index);

    /// <summary>An argument as a type of up to 64 bits: the lower bytes of what the kernel passes.</summary>
    /// <param name="index">Which one, from 0; a constant.</param>
    public T Argument<T>(int index)
        where T : unmanaged => *(T*)(Start((index + 1) * sizeof(ulong)) + (index * sizeof(ulong)));

    [BpfContextAddress]
    private byte* Start(int size) => RecordMemory.Start(record, size);
}
