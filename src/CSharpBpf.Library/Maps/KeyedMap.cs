using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace CSharpBpf;

/// <summary>What maps with one value per key share. Keys compare by their bytes.</summary>
/// <typeparam name="TKey">The key: no padding, no references.</typeparam>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
public abstract unsafe class KeyedMap<TKey, TValue> : BpfMap, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private protected KeyedMap(IMapBackend backend)
        : base(backend)
    {
    }

    /// <summary>The value of a key. User space only.</summary>
    /// <exception cref="KeyNotFoundException">Reading a key that is not there.</exception>
    /// <exception cref="BpfMapException">Writing failed: the map is full.</exception>
    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue value) ? value : throw new KeyNotFoundException($"Map '{Definition.Name}' has no entry with key {key}.");
        set => ThrowIfFailed(Entries.Update((byte*)&key, (byte*)&value, MapUpdateMode.Any), "Writing", key);
    }

    /// <summary>
    /// A reference to a key's value in the map itself, or the null reference (test with <see cref="Unsafe.IsNullRef{T}(ref readonly T)"/>).
    /// Other CPUs see what is written through it: use <see cref="System.Threading.Interlocked"/> for counters.
    /// </summary>
    /// <exception cref="System.InvalidOperationException">The map is in the kernel and this is user space: use <see cref="TryGetValue"/>.</exception>
    [KernelSide]
    public ref TValue GetValueRefOrNullRef(TKey key) => ref Unsafe.AsRef<TValue>(MapHelpers.Lookup(this, &key));

    /// <summary>Copies a key's value out.</summary>
    [BpfBody(nameof(TryCopyValue))]
    public bool TryGetValue(TKey key, out TValue value)
    {
        fixed (TValue* destination = &value)
        {
            value = default;
            return Entries.TryRead((byte*)&key, (byte*)destination);
        }
    }

    /// <summary>Whether a key is there.</summary>
    [BpfBody(nameof(IsPresent))]
    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    /// <summary>Adds an entry; does nothing if the key is there or the map is full.</summary>
    /// <returns>Whether it was added.</returns>
    public bool TryAdd(TKey key, TValue value) => MapHelpers.Update(this, &key, &value, MapUpdateMode.NoExist) == 0;

    /// <summary>Replaces the value of a key that is there.</summary>
    /// <returns>Whether the key was there.</returns>
    public bool TryUpdate(TKey key, TValue value) => MapHelpers.Update(this, &key, &value, MapUpdateMode.Exist) == 0;

    /// <summary>Adds an entry or replaces its value.</summary>
    /// <returns>False if the map is full.</returns>
    public bool TrySet(TKey key, TValue value) => MapHelpers.Update(this, &key, &value, MapUpdateMode.Any) == 0;

    /// <summary>Removes an entry.</summary>
    /// <returns>Whether the key was there.</returns>
    public bool Remove(TKey key) => MapHelpers.Delete(this, &key) == 0;

    /// <summary>
    /// Walks the entries. Entries that come or go meanwhile may be seen or not; one that is removed just as it is reached makes the kernel
    /// start over, so an entry may come twice.
    /// </summary>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        bool any = TryGetNextKey(null, out TKey key);
        while (any)
        {
            if (TryGetValue(key, out TValue value))
            {
                yield return new KeyValuePair<TKey, TValue>(key, value);
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

    private bool TryCopyValue(TKey key, out TValue value)
    {
        void* found = MapHelpers.Lookup(this, &key);
        if (found == null)
        {
            value = default;
            return false;
        }

        value = *(TValue*)found;
        return true;
    }

    private bool IsPresent(TKey key) => MapHelpers.Lookup(this, &key) != null;
}
