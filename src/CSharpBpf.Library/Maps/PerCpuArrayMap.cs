using System;
using System.Runtime.CompilerServices;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>An array with a value for each CPU at each index (BPF_MAP_TYPE_PERCPU_ARRAY, kernel 4.6): counters without atomics.</summary>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.PerCpuArray)]
public sealed unsafe class PerCpuArrayMap<TValue>(IMapBackend backend) : BpfMap(backend)
    where TValue : unmanaged
{
    /// <summary>The number of indexes.</summary>
    public int Length => (int)MaxEntries;

    /// <summary>
    /// A reference to the current CPU's value, or the null reference if the index is not below <see cref="Length"/>
    /// (test with <see cref="Unsafe.IsNullRef{T}(ref readonly T)"/>).
    /// </summary>
    /// <exception cref="InvalidOperationException">The map is in the kernel and this is user space: use <see cref="GetAllCpuValues"/>.</exception>
    [KernelSide]
    public ref TValue GetThisCpuValueRefOrNullRef(uint index) => ref Unsafe.AsRef<TValue>(MapHelpers.Lookup(this, &index));

    /// <summary>The values of all possible CPUs, by CPU number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Length"/>.</exception>
    public TValue[] GetAllCpuValues(uint index)
    {
        var values = new TValue[Entries.CpuCount];
        fixed (TValue* destination = values)
        {
            return Entries.TryReadAllCpus((byte*)&index, (byte*)destination) ? values : throw OutOfRange(index);
        }
    }

    /// <summary>Replaces the values of all possible CPUs.</summary>
    /// <param name="index">The index.</param>
    /// <param name="values">One value for each possible CPU.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Length"/>.</exception>
    /// <exception cref="ArgumentException">Not one value for each possible CPU.</exception>
    public void SetAllCpuValues(uint index, ReadOnlySpan<TValue> values)
    {
        if (index >= MaxEntries)
        {
            throw OutOfRange(index);
        }

        if (values.Length != Entries.CpuCount)
        {
            throw new ArgumentException($"This machine has {Entries.CpuCount} possible CPUs; {values.Length} values were given.", nameof(values));
        }

        fixed (TValue* source = values)
        {
            ThrowIfFailed(Entries.UpdateAllCpus((byte*)&index, (byte*)source, MapUpdateMode.Any), "Writing", index);
        }
    }

    private ArgumentOutOfRangeException OutOfRange(uint index) => new(nameof(index), index, $"Map '{Definition.Name}' has the indexes 0 to {MaxEntries - 1}.");
}
