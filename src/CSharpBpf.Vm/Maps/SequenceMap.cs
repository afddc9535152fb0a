using System;
using System.Threading;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Maps;

/// <summary>
/// BPF_MAP_TYPE_QUEUE and BPF_MAP_TYPE_STACK: a ring of max_entries values (kernel/bpf/queue_stack_maps.c). There are no keys, and no program points to a
/// value: what takes a key answers -EINVAL.
/// </summary>
public sealed unsafe class SequenceMap : IVmMap
{
    private readonly Lock gate = new();
    private readonly HostMemory memory;
    private uint first;
    private uint count;

    /// <summary>Makes an empty map.</summary>
    /// <exception cref="VmLoadException">The definition is not one the kernel would take.</exception>
    public SequenceMap(MapSpec definition)
    {
        if (definition.KeySize != 0 || definition.ValueSize <= 0 || definition.MaxEntries == 0)
        {
            throw new VmLoadException(
                $"Map '{definition.Name}' ({definition.Type}) cannot be created: it has no key, a value and at least one entry, not key {definition.KeySize} B, value {definition.ValueSize} B, {definition.MaxEntries} entries.");
        }

        Definition = definition;
        ValueStride = (definition.ValueSize + 7) & ~7;
        memory = new HostMemory((ulong)ValueStride * definition.MaxEntries);
    }

    /// <inheritdoc/>
    public MapSpec Definition { get; }

    /// <inheritdoc/>
    public int CpuCount => 1;

    /// <inheritdoc/>
    public int ValueStride { get; }

    /// <inheritdoc/>
    public uint Count => Volatile.Read(ref count);

    /// <inheritdoc/>
    public byte* Storage => null;

    /// <inheritdoc/>
    public ulong StorageLength => 0;

    /// <summary>Adds a value (bpf_map_push_elem).</summary>
    /// <param name="value">The value.</param>
    /// <param name="flags">Any, or Exist to drop the oldest value of a full map.</param>
    /// <returns>0, -E2BIG (full) or -EINVAL (flags).</returns>
    public int Push(byte* value, MapUpdateFlags flags)
    {
        if (flags is not (MapUpdateFlags.Any or MapUpdateFlags.Exist))
        {
            return -Errno.Invalid;
        }

        lock (gate)
        {
            if (count == Definition.MaxEntries)
            {
                if (flags != MapUpdateFlags.Exist)
                {
                    return -Errno.TooBig;
                }

                first = Wrap(first + 1UL);
                count--;
            }

            new ReadOnlySpan<byte>(value, Definition.ValueSize).CopyTo(new Span<byte>(At(Wrap((ulong)first + count)), Definition.ValueSize));
            count++;
            return 0;
        }
    }

    /// <summary>Copies the next value, and removes it if asked to (bpf_map_peek_elem, bpf_map_pop_elem).</summary>
    /// <param name="value">Receives the value; zeros if there is none.</param>
    /// <param name="isRemoved">Whether it is taken out.</param>
    /// <returns>0 or -ENOENT (empty).</returns>
    public int Take(byte* value, bool isRemoved)
    {
        lock (gate)
        {
            var destination = new Span<byte>(value, Definition.ValueSize);
            if (count == 0)
            {
                destination.Clear();
                return -Errno.NoEntry;
            }

            bool isQueue = Definition.Type == MapType.Queue;
            new ReadOnlySpan<byte>(At(isQueue ? first : Wrap((ulong)first + count - 1)), Definition.ValueSize).CopyTo(destination);
            if (isRemoved)
            {
                first = isQueue ? Wrap(first + 1UL) : first;
                count--;
            }

            return 0;
        }
    }

    /// <summary>Copies the value of a place, counted from the oldest.</summary>
    /// <param name="index">The place, below <see cref="Count"/>.</param>
    /// <param name="value">Receives the value.</param>
    public void Read(uint index, byte* value)
    {
        lock (gate)
        {
            new ReadOnlySpan<byte>(At(Wrap((ulong)first + index)), Definition.ValueSize).CopyTo(new Span<byte>(value, Definition.ValueSize));
        }
    }

    /// <inheritdoc/>
    public byte* Lookup(byte* key, int cpu) => null;

    /// <inheritdoc/>
    public byte* Peek(byte* key, int cpu) => null;

    /// <inheritdoc/>
    public int Update(byte* key, byte* value, MapUpdateFlags flags, int cpu) => -Errno.Invalid;

    /// <inheritdoc/>
    public int UpdateAllCpus(byte* key, byte* values, MapUpdateFlags flags) => -Errno.Invalid;

    /// <inheritdoc/>
    public int Delete(byte* key) => -Errno.Invalid;

    /// <inheritdoc/>
    public bool TryGetNextKey(byte* key, byte* nextKey) => false;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            count = 0;
            memory.Dispose();
        }
    }

    private byte* At(uint place) => memory.Pointer + ((ulong)place * (ulong)ValueStride);

    private uint Wrap(ulong place) => (uint)(place % Definition.MaxEntries);
}
