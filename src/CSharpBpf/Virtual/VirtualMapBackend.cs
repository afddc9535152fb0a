using System;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Virtual;

/// <summary>A map's entries in the virtual machine's memory; before Load too.</summary>
internal sealed unsafe class VirtualMapBackend(IVmMap map, MapDefinition definition, BpfEnvironment environment) : IEntryBackend, IVirtualBackend
{
    public MapDefinition Definition { get; } = definition;

    public IVmMap Map => map;

    public int CpuCount => map.CpuCount;

    private int Cpu => environment.ProcessorId < (uint)map.CpuCount || map.CpuCount == 1
        ? (int)environment.ProcessorId
        : throw new InvalidOperationException($"BpfEnvironment.ProcessorId is {environment.ProcessorId}, but the virtual machine has {map.CpuCount} CPUs.");

    public byte* GetValueAddress(byte* key) => map.Lookup(key, Cpu);

    public int Update(byte* key, byte* value, MapUpdateMode mode) => map.Update(key, value, (MapUpdateFlags)mode, Cpu);

    public int Remove(byte* key) => map.Delete(key);

    public bool TryRead(byte* key, byte* value)
    {
        byte* found = map.Peek(key, 0);
        if (found == null)
        {
            return false;
        }

        new ReadOnlySpan<byte>(found, Definition.ValueSize).CopyTo(new Span<byte>(value, Definition.ValueSize));
        return true;
    }

    public bool TryReadAllCpus(byte* key, byte* values)
    {
        for (int cpu = 0; cpu < map.CpuCount; cpu++)
        {
            byte* found = map.Peek(key, cpu);
            if (found == null)
            {
                return false;
            }

            new ReadOnlySpan<byte>(found, Definition.ValueSize).CopyTo(new Span<byte>(values + (cpu * Definition.ValueSize), Definition.ValueSize));
        }

        return true;
    }

    public int UpdateAllCpus(byte* key, byte* values, MapUpdateMode mode)
    {
        byte[] padded = new byte[map.ValueStride * map.CpuCount];
        for (int cpu = 0; cpu < map.CpuCount; cpu++)
        {
            new ReadOnlySpan<byte>(values + (cpu * Definition.ValueSize), Definition.ValueSize).CopyTo(padded.AsSpan(cpu * map.ValueStride));
        }

        fixed (byte* source = padded)
        {
            return map.UpdateAllCpus(key, source, (MapUpdateFlags)mode);
        }
    }

    public bool TryFindEntry(byte* address, byte* key, out byte* value) => map.TryFindEntry(address, key, out value);

    public bool TryGetNextKey(byte* key, byte* nextKey) => map.TryGetNextKey(key, nextKey);
}
