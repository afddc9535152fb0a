using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace CSharpBpf;

/// <summary>What hash maps with a value for each CPU under each key share.</summary>
/// <typeparam name="TKey">The key: no padding, no references.</typeparam>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
public abstract unsafe class PerCpuKeyedMap<TKey, TValue> : BpfMap, IEnumerable<KeyValuePair<TKey, TValue[]>>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private protected PerCpuKeyedMap(IMapBackend backend)
        : base(backend)
    {
    }

    /// <summary>
    /// A reference to the current CPU's value, or the null reference (test with <see cref="Unsafe.IsNullRef{T}(ref readonly T)"/>).
    /// </summary>
    /// <exception cref="InvalidOperationException">The map is in the kernel and this is user space: use <see cref="TryGetAllCpuValues"/>.</exception>
    [KernelSide]
    public ref TValue GetThisCpuValueRefOrNullRef(TKey key) => ref Unsafe.AsRef<TValue>(MapHelpers.Lookup(this, &key));

    /// <summary>Adds an entry: the value for the current CPU (from user space: for all), zero for the others. Does nothing if the key is there or the map is full.</summary>
    /// <returns>Whether it was added.</returns>
    public bool TryAdd(TKey key, TValue value) => MapHelpers.Update(this, &key, &value, MapUpdateMode.NoExist) == 0;

    /// <summary>Removes an entry.</summary>
    /// <returns>Whether the key was there.</returns>
    public bool Remove(TKey key) => MapHelpers.Delete(this, &key) == 0;

    /// <summary>The values of all possible CPUs, by CPU number. User space only.</summary>
    public bool TryGetAllCpuValues(TKey key, out TValue[] values)
    {
        values = new TValue[Entries.CpuCount];
        fixed (TValue* destination = values)
        {
            return Entries.TryReadAllCpus((byte*)&key, (byte*)destination);
        }
    }

    /// <summary>Walks the entries; see <see cref="KeyedMap{TKey, TValue}.GetEnumerator"/> for what concurrent changes do.</summary>
    public IEnumerator<KeyValuePair<TKey, TValue[]>> GetEnumerator()
    {
        bool any = TryGetNextKey(null, out TKey key);
        while (any)
        {
            if (TryGetAllCpuValues(key, out TValue[] values))
            {
                yield return new KeyValuePair<TKey, TValue[]>(key, values);
            }

            any = TryGetNextKey(key, out key);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool TryGetNextKey(TKey? key, out TKey next)
    {
        TKey current = key.GetValueOrDefault();
        fixed (TKey* destination = &next)
        {
            next = default;
            return Entries.TryGetNextKey(key.HasValue ? (byte*)&current : null, (byte*)destination);
        }
    }
}
