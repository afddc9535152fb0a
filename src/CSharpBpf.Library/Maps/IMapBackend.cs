namespace CSharpBpf;

/// <summary>Where a map lives: in the virtual machine's memory or in the kernel. What can be done with it depends on its type.</summary>
public interface IMapBackend
{
    /// <summary>What the map was made from.</summary>
    MapDefinition Definition { get; }
}

/// <summary>
/// Where the entries of a map with keys live. Keys and values are bytes of the definition's sizes.
/// Results that can fail are 0 or a negated error number, as the kernel's: -ENOENT (2), -E2BIG (7), -EEXIST (17), -EINVAL (22).
/// </summary>
public unsafe interface IEntryBackend : IMapBackend
{
    /// <summary>How many values an entry of a per-CPU map has: the possible CPUs.</summary>
    int CpuCount { get; }

    /// <summary>The address of an entry's value (of a per-CPU map: the current CPU's), or null. Valid until the entry is removed.</summary>
    /// <exception cref="System.InvalidOperationException">The map is in the kernel, which gives no addresses to user space.</exception>
    byte* GetValueAddress(byte* key);

    /// <summary>Writes an entry (of a per-CPU map: all CPUs' values, the same one).</summary>
    /// <returns>0 or a negated error number.</returns>
    int Update(byte* key, byte* value, MapUpdateMode mode);

    /// <summary>Removes an entry.</summary>
    /// <returns>0 or a negated error number.</returns>
    int Remove(byte* key);

    /// <summary>Copies an entry's value out. Not for per-CPU maps.</summary>
    bool TryRead(byte* key, byte* value);

    /// <summary>Copies the values of all CPUs out: CpuCount values, each of the definition's size, side by side.</summary>
    bool TryReadAllCpus(byte* key, byte* values);

    /// <summary>Writes the values of all CPUs: CpuCount values side by side.</summary>
    /// <returns>0 or a negated error number.</returns>
    int UpdateAllCpus(byte* key, byte* values, MapUpdateMode mode);

    /// <summary>The entry whose value an address lies in.</summary>
    /// <param name="address">An address from <see cref="GetValueAddress"/>, or behind it in the value.</param>
    /// <param name="key">Receives the key.</param>
    /// <param name="value">The value's address.</param>
    /// <returns>False if there is no such entry any more.</returns>
    bool TryFindEntry(byte* address, byte* key, out byte* value);

    /// <summary>Walks the keys in the map's own order.</summary>
    /// <param name="key">The key to go on from, or null for the first.</param>
    /// <param name="nextKey">Receives the next key.</param>
    /// <returns>False at the end.</returns>
    bool TryGetNextKey(byte* key, byte* nextKey);
}

/// <summary>Whether an update may add or must find an entry (BPF_ANY, BPF_NOEXIST, BPF_EXIST).</summary>
public enum MapUpdateMode : ulong
{
    /// <summary>Adds the entry or replaces its value.</summary>
    Any = 0,

    /// <summary>Only adds: -EEXIST if the key is there.</summary>
    NoExist = 1,

    /// <summary>Only replaces: -ENOENT if the key is not there.</summary>
    Exist = 2,
}
