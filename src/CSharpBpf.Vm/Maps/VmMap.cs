using System.Runtime.CompilerServices;
using CSharpBpf.Object;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Maps;

/// <summary>What all maps with values in memory share: the definition's checks and the storage.</summary>
public abstract unsafe class VmMap : IVmMap
{
    // The kernel's KMALLOC_MAX_SIZE on x86-64; larger keys plus values cannot come in through bpf(2).
    private const long MaximalEntrySize = 4L << 20;

    private readonly HostMemory? memory;

    /// <summary>Checks the definition and reserves the storage.</summary>
    /// <param name="definition">The blueprint.</param>
    /// <param name="cpuCount">Values per entry: 1, or for per-CPU maps the number of CPUs.</param>
    /// <param name="allowedFlags">The creation flags the map type takes.</param>
    /// <param name="storage">Memory to use instead of own memory: page-aligned, large enough, outliving the map. Null for own memory.</param>
    /// <exception cref="VmLoadException">The definition is not one the kernel would take.</exception>
    private protected VmMap(MapSpec definition, int cpuCount, MapFlags allowedFlags, byte* storage)
    {
        if (definition.MaxEntries == 0 || definition.ValueSize <= 0 || definition.KeySize <= 0)
        {
            throw Refused(definition, $"key size {definition.KeySize}, value size {definition.ValueSize} and max_entries {definition.MaxEntries} must all be above zero");
        }

        if ((long)definition.KeySize + definition.ValueSize >= MaximalEntrySize && definition.MaxEntries > 1)
        {
            throw Refused(definition, $"key and value take {(long)definition.KeySize + definition.ValueSize} bytes, the kernel's limit is {MaximalEntrySize}");
        }

        MapFlags unknown = (MapFlags)definition.Flags & ~allowedFlags;
        if (unknown != 0)
        {
            throw Refused(definition, $"flags 0x{(uint)unknown:x} do not exist for this map type");
        }

        if (((MapFlags)definition.Flags & (MapFlags.ReadOnlyProgram | MapFlags.WriteOnlyProgram)) == (MapFlags.ReadOnlyProgram | MapFlags.WriteOnlyProgram))
        {
            throw Refused(definition, "BPF_F_RDONLY_PROG and BPF_F_WRONLY_PROG exclude each other");
        }

        Definition = definition;
        CpuCount = cpuCount;
        ValueStride = (int)(((uint)definition.ValueSize + 7) & ~7u);
        EntryStride = (ulong)ValueStride * (ulong)cpuCount;
        StorageLength = EntryStride * definition.MaxEntries;
        if (StorageLength > uint.MaxValue)
        {
            throw Refused(definition, $"its values take {StorageLength} bytes, more than the 4 GiB a program can address here");
        }

        if (storage == null)
        {
            memory = new HostMemory(StorageLength);
            storage = memory.Pointer;
        }

        Storage = storage;
    }

    /// <inheritdoc/>
    public MapSpec Definition { get; }

    /// <inheritdoc/>
    public int CpuCount { get; }

    /// <inheritdoc/>
    public int ValueStride { get; }

    /// <inheritdoc/>
    public abstract uint Count { get; }

    /// <inheritdoc/>
    public byte* Storage { get; private set; }

    /// <inheritdoc/>
    public ulong StorageLength { get; }

    /// <summary>Bytes from one entry's first value to the next entry's.</summary>
    private protected ulong EntryStride { get; }

    /// <inheritdoc/>
    public abstract byte* Lookup(byte* key, int cpu);

    /// <inheritdoc/>
    public virtual byte* Peek(byte* key, int cpu) => Lookup(key, cpu);

    /// <inheritdoc/>
    public abstract int Update(byte* key, byte* value, MapUpdateFlags flags, int cpu);

    /// <inheritdoc/>
    public abstract int UpdateAllCpus(byte* key, byte* values, MapUpdateFlags flags);

    /// <inheritdoc/>
    public abstract int Delete(byte* key);

    /// <inheritdoc/>
    public abstract bool TryGetNextKey(byte* key, byte* nextKey);

    /// <inheritdoc/>
    public virtual bool TryFindEntry(byte* address, byte* key, out byte* value)
    {
        value = null;
        return false;
    }

    /// <summary>Releases the storage; pointers to values are dead from here on.</summary>
    public void Dispose()
    {
        memory?.Dispose();
        Storage = null;
        ReleaseIndex();
    }

    /// <summary>The address of one CPU's value of the entry with this index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected byte* ValueAt(uint index, int cpu) =>
        Storage + (index * EntryStride) + (ulong)(CpuCount == 1 ? 0 : (uint)cpu * (uint)ValueStride);

    /// <summary>The index of the entry whose value an address lies in, and that value.</summary>
    private protected bool TryGetIndex(byte* address, out uint index, out byte* value)
    {
        bool isInside = Storage != null && address >= Storage && address < Storage + StorageLength;
        index = isInside ? (uint)((ulong)(address - Storage) / EntryStride) : 0;
        value = isInside ? Storage + ((ulong)(address - Storage) / (uint)ValueStride * (uint)ValueStride) : null;
        return isInside;
    }

    private protected void CopyValue(byte* destination, byte* source) => Unsafe.CopyBlockUnaligned(destination, source, (uint)Definition.ValueSize);

    /// <summary>Writes the values of all CPUs from memory laid out with the same stride.</summary>
    private protected void CopyAllValues(uint index, byte* values)
    {
        for (int cpu = 0; cpu < CpuCount; cpu++)
        {
            CopyValue(ValueAt(index, cpu), values + ((long)cpu * ValueStride));
        }
    }

    private protected virtual void ReleaseIndex()
    {
    }

    private protected static VmLoadException Refused(MapSpec definition, string reason) =>
        new($"Map '{definition.Name}' ({definition.Type}) cannot be created: {reason}.");
}
