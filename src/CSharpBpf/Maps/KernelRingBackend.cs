using System;
using CSharpBpf.Loading;

namespace CSharpBpf.Maps;

/// <summary>A ring buffer in the kernel: user space reads it, only programs write.</summary>
internal sealed unsafe class KernelRingBackend(KernelMap map, MapDefinition definition) : IRingBufferBackend, IKernelBackend
{
    public MapDefinition Definition { get; } = definition;

    public KernelMap Map => map;

    public byte* Reserve(ulong size, ulong flags) => throw OnlyPrograms();

    public void Submit(byte* record, RingBufferFlags flags) => throw OnlyPrograms();

    public void Discard(byte* record, RingBufferFlags flags) => throw OnlyPrograms();

    public int Output(byte* data, ulong size, RingBufferFlags flags) => throw OnlyPrograms();

    public ulong Query(RingBufferQuery query) => map.Ring(Definition.Name).Query(query);

    public bool TryRead(RingBufferReader reader, nint state) => map.Ring(Definition.Name).TryRead(reader, state);

    public bool Wait(TimeSpan timeout) => map.Ring(Definition.Name).Wait(timeout);

    private InvalidOperationException OnlyPrograms() => new(
        $"Ring buffer '{Definition.Name}' is in the kernel, where only programs write to it. User space reads it (TryRead, ReadAll, Wait); "
        + "load the object with BpfTarget.Virtual to run program code here.");
}
