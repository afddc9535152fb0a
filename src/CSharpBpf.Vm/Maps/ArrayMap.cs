using CSharpBpf.Object;

namespace CSharpBpf.Vm.Maps;

/// <summary>BPF_MAP_TYPE_ARRAY: all entries exist from the start, the key is a 32-bit index, nothing can be deleted. Also every global data section.</summary>
public unsafe class ArrayMap : VmMap
{
    private const MapFlags AllowedFlags = MapFlags.NumaNode | MapFlags.ReadOnlyUser | MapFlags.WriteOnlyUser | MapFlags.ReadOnlyProgram
        | MapFlags.WriteOnlyProgram | MapFlags.Mmapable | MapFlags.InnerMap;

    /// <summary>Makes a zeroed array.</summary>
    /// <exception cref="VmLoadException">The definition is not one the kernel would take.</exception>
    public ArrayMap(MapSpec definition)
        : this(definition, 1, null)
    {
    }

    /// <summary>Makes an array over existing memory, such as the memory of a class's globals.</summary>
    /// <param name="definition">The blueprint.</param>
    /// <param name="storage">Page-aligned memory of max_entries times the value size rounded up to 8; it must outlive the map.</param>
    /// <exception cref="VmLoadException">The definition is not one the kernel would take.</exception>
    public ArrayMap(MapSpec definition, byte* storage)
        : this(definition, 1, storage)
    {
    }

    private protected ArrayMap(MapSpec definition, int cpuCount, byte* storage)
        : base(definition, cpuCount, AllowedFlags, storage)
    {
        if (definition.KeySize != sizeof(uint))
        {
            throw Refused(definition, $"an array's key is a 32-bit index, not {definition.KeySize} bytes");
        }
    }

    /// <inheritdoc/>
    public override uint Count => Definition.MaxEntries;

    /// <inheritdoc/>
    public override byte* Lookup(byte* key, int cpu)
    {
        uint index = *(uint*)key;
        return index < Definition.MaxEntries ? ValueAt(index, cpu) : null;
    }

    /// <inheritdoc/>
    public override int Update(byte* key, byte* value, MapUpdateFlags flags, int cpu)
    {
        int error = CheckUpdate(key, flags);
        if (error == 0)
        {
            CopyValue(ValueAt(*(uint*)key, cpu), value);
        }

        return error;
    }

    /// <inheritdoc/>
    public override int UpdateAllCpus(byte* key, byte* values, MapUpdateFlags flags)
    {
        int error = CheckUpdate(key, flags);
        if (error == 0)
        {
            CopyAllValues(*(uint*)key, values);
        }

        return error;
    }

    /// <inheritdoc/>
    public override int Delete(byte* key) => -Errno.Invalid;

    /// <inheritdoc/>
    public override bool TryFindEntry(byte* address, byte* key, out byte* value)
    {
        bool isFound = TryGetIndex(address, out uint index, out value);
        *(uint*)key = index;
        return isFound;
    }

    /// <inheritdoc/>
    public override bool TryGetNextKey(byte* key, byte* nextKey)
    {
        uint next = key == null || *(uint*)key >= Definition.MaxEntries ? 0 : *(uint*)key + 1;
        if (next == Definition.MaxEntries)
        {
            return false;
        }

        *(uint*)nextKey = next;
        return true;
    }

    private int CheckUpdate(byte* key, MapUpdateFlags flags)
    {
        if (flags > MapUpdateFlags.Exist)
        {
            return -Errno.Invalid;
        }

        if (*(uint*)key >= Definition.MaxEntries)
        {
            return -Errno.TooBig;
        }

        return flags == MapUpdateFlags.NoExist ? -Errno.Exists : 0;
    }
}
