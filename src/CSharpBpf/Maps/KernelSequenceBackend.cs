using CSharpBpf.Loading;

namespace CSharpBpf.Maps;

/// <summary>A queue's or a stack's values in the kernel.</summary>
internal sealed unsafe class KernelSequenceBackend(KernelMap map, MapDefinition definition) : ISequenceBackend, IKernelBackend
{
    public MapDefinition Definition { get; } = definition;

    public KernelMap Map => map;

    public int Push(byte* value, MapUpdateMode mode) => map.Update(null, value, (ulong)mode);

    public int Pop(byte* value) => map.LookupAndDelete(null, value);

    public int Peek(byte* value) => map.Lookup(null, value);
}
