using System;
using System.Buffers;
using CSharpBpf.Loading;
using CSharpBpf.Sys;

namespace CSharpBpf.Maps;

/// <summary>A map's entries in the kernel, by bpf(2).</summary>
internal sealed unsafe class KernelMapBackend(KernelMap map, MapDefinition definition) : IEntryBackend, IKernelBackend
{
    public MapDefinition Definition { get; } = definition;

    public KernelMap Map => map;

    public int CpuCount => PossibleCpus.Count;

    /// <summary>The kernel lays the values of the CPUs out in steps of 8 bytes.</summary>
    private int Stride => (Definition.ValueSize + 7) & ~7;

    private bool IsPerCpu => Isa.Kernel.MapTypeTable.Get(Definition.Type).IsPerCpu;

    public byte* GetValueAddress(byte* key) => throw NoAddresses();

    public bool TryFindEntry(byte* address, byte* key, out byte* value) => throw NoAddresses();

    private InvalidOperationException NoAddresses() => new(
        $"Map '{Definition.Name}' is in the kernel, which gives user space no references to its values. Use the members that copy "
        + "(TryGetValue, the indexer, GetAllCpuValues), or load the object with BpfTarget.Virtual to run program code here.");

    public int Update(byte* key, byte* value, MapUpdateMode mode)
    {
        if (!IsPerCpu)
        {
            return map.Update(key, value, (ulong)mode);
        }

        var values = new Span<byte>(value, Definition.ValueSize);
        return UpdateCpus(key, values, 0, mode);
    }

    public int Remove(byte* key) => map.Delete(key);

    public bool TryRead(byte* key, byte* value) => Found(map.Lookup(key, value), "Reading");

    public bool TryReadAllCpus(byte* key, byte* values)
    {
        byte[] all = ArrayPool<byte>.Shared.Rent(Stride * CpuCount);
        try
        {
            fixed (byte* destination = all)
            {
                if (!Found(map.Lookup(key, destination), "Reading"))
                {
                    return false;
                }
            }

            for (int cpu = 0; cpu < CpuCount; cpu++)
            {
                all.AsSpan(cpu * Stride, Definition.ValueSize).CopyTo(new Span<byte>(values + (cpu * Definition.ValueSize), Definition.ValueSize));
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(all);
        }
    }

    public int UpdateAllCpus(byte* key, byte* values, MapUpdateMode mode) =>
        UpdateCpus(key, new ReadOnlySpan<byte>(values, Definition.ValueSize * CpuCount), Definition.ValueSize, mode);

    public bool TryGetNextKey(byte* key, byte* nextKey) => Found(map.GetNextKey(key, nextKey), "Walking");

    /// <param name="key">The key.</param>
    /// <param name="values">The values.</param>
    /// <param name="step">The distance from one CPU's value to the next; 0 gives all CPUs the same one.</param>
    /// <param name="mode">Whether to add or to replace.</param>
    private int UpdateCpus(byte* key, ReadOnlySpan<byte> values, int step, MapUpdateMode mode)
    {
        byte[] all = ArrayPool<byte>.Shared.Rent(Stride * CpuCount);
        try
        {
            all.AsSpan().Clear();
            for (int cpu = 0; cpu < CpuCount; cpu++)
            {
                values.Slice(cpu * step, Definition.ValueSize).CopyTo(all.AsSpan(cpu * Stride));
            }

            fixed (byte* source = all)
            {
                return map.Update(key, source, (ulong)mode);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(all);
        }
    }

    private bool Found(int result, string operation) => result switch
    {
        >= 0 => true,
        -KernelErrors.NoSuchEntry => false,
        _ => throw KernelErrors.Create($"{operation} map '{Definition.Name}'", result),
    };
}
