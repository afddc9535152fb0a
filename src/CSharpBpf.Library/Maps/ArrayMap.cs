using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>An array (BPF_MAP_TYPE_ARRAY, kernel 3.19): MaxEntries values, all there from the start, zero.</summary>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.Array)]
public sealed unsafe class ArrayMap<TValue>(IMapBackend backend) : BpfMap(backend), IEnumerable<TValue>
    where TValue : unmanaged
{
    /// <summary>The number of values.</summary>
    public int Length => (int)MaxEntries;

    /// <summary>The value at an index. User space only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Length"/>.</exception>
    public TValue this[uint index]
    {
        get
        {
            TValue value = default;
            return Entries.TryRead((byte*)&index, (byte*)&value) ? value : throw OutOfRange(index);
        }

        set
        {
            if (index >= MaxEntries)
            {
                throw OutOfRange(index);
            }

            ThrowIfFailed(Entries.Update((byte*)&index, (byte*)&value, MapUpdateMode.Any), "Writing", index);
        }
    }

    /// <summary>
    /// A reference to the value in the map itself, or the null reference if the index is not below <see cref="Length"/>
    /// (test with <see cref="Unsafe.IsNullRef{T}(ref readonly T)"/>).
    /// </summary>
    /// <exception cref="InvalidOperationException">The map is in the kernel and this is user space: use the indexer.</exception>
    [KernelSide]
    public ref TValue GetValueRefOrNullRef(uint index) => ref Unsafe.AsRef<TValue>(MapHelpers.Lookup(this, &index));

    /// <summary>Replaces a value.</summary>
    /// <returns>False if the index is not below <see cref="Length"/>.</returns>
    public bool TrySet(uint index, TValue value) => MapHelpers.Update(this, &index, &value, MapUpdateMode.Any) == 0;

    /// <summary>
    /// Calls a method for each entry (bpf_for_each_map_elem, kernel 5.13), in no particular order, until it returns <see cref="LoopAction.Break"/>.
    /// Entries that come or go meanwhile may be visited or not.
    /// </summary>
    /// <typeparam name="TContext">What the method shares with its caller: numbers, no references.</typeparam>
    /// <param name="body">A lambda, local function or method that uses no variables of the method around it.</param>
    /// <param name="context">A local, which the method gets a reference to.</param>
    /// <returns>How often it was called.</returns>
    [KernelSide]
    [BpfHelper(HelperId.ForEachMapElem)]
    public long ForEach<TContext>(EntryBody<uint, TValue, TContext> body, ref TContext context)
        where TContext : unmanaged => EntryWalk.ForEach(Entries, body, ref context);

    /// <summary>Walks the values in order.</summary>
    public IEnumerator<TValue> GetEnumerator()
    {
        for (uint index = 0; index < MaxEntries; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ArgumentOutOfRangeException OutOfRange(uint index) => new(nameof(index), index, $"Map '{Definition.Name}' has the indexes 0 to {MaxEntries - 1}.");
}
