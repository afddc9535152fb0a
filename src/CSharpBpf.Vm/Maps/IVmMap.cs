using System;
using CSharpBpf.Object;

namespace CSharpBpf.Vm.Maps;

/// <summary>
/// A map of the virtual machine, seen by programs through helpers and by host code directly. Keys and values are raw bytes of the definition's
/// sizes; results are 0 or a negated error number (<see cref="Errno"/>), the kernel's for the same call.
/// </summary>
/// <remarks>
/// Value addresses are stable: an entry's value stays where it is until the entry is deleted, and after that the bytes stay readable until Dispose,
/// though another entry may take them over. Replacing a value writes it in place, so pointers to it see the new value (the kernel's hash maps swap
/// in a fresh element instead, and old pointers keep the old value).
/// All members may be called from several threads at once. Lookups take no lock; changes of one map exclude each other. As in the kernel, value
/// bytes themselves are not guarded: a value wider than 8 bytes can be read while another thread replaces it, and counters need atomic operations.
/// </remarks>
public unsafe interface IVmMap : IDisposable
{
    /// <summary>The blueprint: type, sizes, capacity, flags.</summary>
    MapSpec Definition { get; }

    /// <summary>How many values an entry has: the number of CPUs for a per-CPU map, else 1.</summary>
    int CpuCount { get; }

    /// <summary>The bytes from one CPU's value to the next: the value size rounded up to 8, as the kernel lays out per-CPU values.</summary>
    int ValueStride { get; }

    /// <summary>The number of entries; an array's is its capacity.</summary>
    uint Count { get; }

    /// <summary>The memory that holds all values, page-aligned; null for a map whose values programs cannot point to.</summary>
    byte* Storage { get; }

    /// <summary>The size of <see cref="Storage"/> in bytes.</summary>
    ulong StorageLength { get; }

    /// <summary>The value, or null when the key is not there. Counts as a use for LRU maps (bpf_map_lookup_elem).</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="cpu">Whose value, for per-CPU maps: 0 up to, not including, <see cref="CpuCount"/>. Ignored by other maps.</param>
    byte* Lookup(byte* key, int cpu);

    /// <summary>As <see cref="Lookup"/>, but does not count as a use: what BPF_MAP_LOOKUP_ELEM from user space does.</summary>
    byte* Peek(byte* key, int cpu);

    /// <summary>Inserts or replaces one value (bpf_map_update_elem). On insert into a per-CPU map the other CPUs' values become zero.</summary>
    /// <returns>0, or -EINVAL (flags), -EEXIST, -ENOENT, -E2BIG (full, or index out of range).</returns>
    int Update(byte* key, byte* value, MapUpdateFlags flags, int cpu);

    /// <summary>Inserts or replaces every CPU's value: what BPF_MAP_UPDATE_ELEM from user space does.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="values"><see cref="CpuCount"/> values, <see cref="ValueStride"/> bytes apart; for a map that is not per-CPU, one value.</param>
    /// <param name="flags">What the update may do.</param>
    /// <returns>As <see cref="Update"/>.</returns>
    int UpdateAllCpus(byte* key, byte* values, MapUpdateFlags flags);

    /// <summary>Removes an entry.</summary>
    /// <returns>0, -ENOENT, or -EINVAL for arrays.</returns>
    int Delete(byte* key);

    /// <summary>The entry whose value an address in <see cref="Storage"/> lies in. Only arrays and hash maps know.</summary>
    /// <param name="address">The address.</param>
    /// <param name="key">Receives the key.</param>
    /// <param name="value">The value's first byte.</param>
    /// <returns>False if there is no such entry.</returns>
    bool TryFindEntry(byte* address, byte* key, out byte* value)
    {
        value = null;
        return false;
    }

    /// <summary>
    /// The key after <paramref name="key"/>, in an order that only holds still while nobody changes the map. Null, or a key that is not there,
    /// gives the first.
    /// </summary>
    /// <returns>False when there is none (-ENOENT in the kernel).</returns>
    bool TryGetNextKey(byte* key, byte* nextKey);
}
