using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using CSharpBpf.Object;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Maps;

/// <summary>BPF_MAP_TYPE_HASH: open addressing over a slab of max_entries elements, so that values never move and a full map answers -E2BIG.</summary>
/// <remarks>
/// Laws. A slot is one 64-bit word: the key's hash in the high half, the element's index plus one in the low half; 0 is empty and ends a probe,
/// <see cref="Tombstone"/> is passed over. An element's key and value are written before its slot is published, and a slot never moves except in
/// <see cref="Rebuild"/>, which makes <see cref="version"/> odd meanwhile: a reader that found nothing believes it only if the version stayed the same
/// and even. At most half of the slots hold elements and at least a quarter are empty, so that probes end.
/// </remarks>
public unsafe class HashMap : VmMap
{
    private const ulong Tombstone = uint.MaxValue;
    private const MapFlags AllowedFlags = MapFlags.NoPrealloc | MapFlags.NoCommonLru | MapFlags.NumaNode | MapFlags.ReadOnlyUser | MapFlags.WriteOnlyUser
        | MapFlags.ReadOnlyProgram | MapFlags.WriteOnlyProgram | MapFlags.ZeroSeed;

    private readonly Lock gate = new();
    private readonly HostMemory index;
    private readonly ulong* slots;
    private readonly uint slotMask;
    private readonly byte* keys;
    private readonly byte* inUse;
    private readonly uint* freed;
    private readonly int keySize;
    private uint freedCount;
    private uint touched;
    private uint count;
    private uint tombstones;
    private int version;

    /// <summary>Makes an empty map.</summary>
    /// <exception cref="VmLoadException">The definition is not one the kernel would take.</exception>
    public HashMap(MapSpec definition)
        : this(definition, 1)
    {
    }

    private protected HashMap(MapSpec definition, int cpuCount)
        : base(definition, cpuCount, AllowedFlags, null)
    {
        keySize = definition.KeySize;
        ulong entries = definition.MaxEntries;
        ulong slotCount = Math.Max(8, NextPowerOfTwo(entries * 2));
        ulong slotBytes = slotCount * sizeof(ulong);
        ulong keyBytes = ((entries * (ulong)keySize) + 7) & ~7ul;
        index = new HostMemory(slotBytes + keyBytes + (entries * sizeof(uint)) + entries);
        slots = (ulong*)index.Pointer;
        slotMask = (uint)(slotCount - 1);
        keys = index.Pointer + slotBytes;
        freed = (uint*)(keys + keyBytes);
        inUse = (byte*)(freed + entries);
    }

    /// <inheritdoc/>
    public override uint Count => Volatile.Read(ref count);

    /// <inheritdoc/>
    public override byte* Lookup(byte* key, int cpu)
    {
        if (!TryFind(key, out uint element))
        {
            return null;
        }

        OnUsed(element);
        return ValueAt(element, cpu);
    }

    /// <inheritdoc/>
    public override byte* Peek(byte* key, int cpu) => TryFind(key, out uint element) ? ValueAt(element, cpu) : null;

    /// <inheritdoc/>
    public override int Update(byte* key, byte* value, MapUpdateFlags flags, int cpu)
    {
        lock (gate)
        {
            int error = FindOrInsert(key, flags, out uint element, out ulong slot);
            if (error != 0)
            {
                return error;
            }

            if (slot != 0 && CpuCount > 1)
            {
                NativeMemory.Clear(ValueAt(element, 0), (nuint)EntryStride);
            }

            CopyValue(ValueAt(element, cpu), value);
            Publish(slot, element);
            return 0;
        }
    }

    /// <inheritdoc/>
    public override int UpdateAllCpus(byte* key, byte* values, MapUpdateFlags flags)
    {
        lock (gate)
        {
            int error = FindOrInsert(key, flags, out uint element, out ulong slot);
            if (error != 0)
            {
                return error;
            }

            CopyAllValues(element, values);
            Publish(slot, element);
            return 0;
        }
    }

    /// <inheritdoc/>
    public override int Delete(byte* key)
    {
        lock (gate)
        {
            if (!TryFind(key, out uint element))
            {
                return -Errno.NoEntry;
            }

            Remove(element);
            return 0;
        }
    }

    /// <inheritdoc/>
    public override bool TryFindEntry(byte* address, byte* key, out byte* value)
    {
        lock (gate)
        {
            if (!TryGetIndex(address, out uint element, out value) || inUse[element] == 0)
            {
                return false;
            }

            Unsafe.CopyBlockUnaligned(key, KeyAt(element), (uint)keySize);
            return true;
        }
    }

    /// <inheritdoc/>
    public override bool TryGetNextKey(byte* key, byte* nextKey)
    {
        lock (gate)
        {
            uint element = key != null && TryFind(key, out uint current) ? current + 1 : 0;
            for (; element < touched; element++)
            {
                if (inUse[element] != 0)
                {
                    Unsafe.CopyBlockUnaligned(nextKey, KeyAt(element), (uint)keySize);
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>An element was found or replaced. Called without the lock on lookups.</summary>
    private protected virtual void OnUsed(uint element)
    {
    }

    /// <summary>A new element came in. Called under the lock.</summary>
    private protected virtual void OnInserted(uint element)
    {
    }

    /// <summary>An element is about to leave. Called under the lock.</summary>
    private protected virtual void OnRemoved(uint element)
    {
    }

    /// <summary>The map is full and a new key wants in: names the element to give up. Called under the lock.</summary>
    private protected virtual bool TryChooseVictim(out uint element)
    {
        element = 0;
        return false;
    }

    private protected override void ReleaseIndex() => index.Dispose();

    private byte* KeyAt(uint element) => keys + ((ulong)element * (ulong)keySize);

    private int FindOrInsert(byte* key, MapUpdateFlags flags, out uint element, out ulong slot)
    {
        slot = 0;
        element = 0;
        if (flags > MapUpdateFlags.Exist)
        {
            return -Errno.Invalid;
        }

        if (TryFind(key, out element))
        {
            if (flags == MapUpdateFlags.NoExist)
            {
                return -Errno.Exists;
            }

            OnUsed(element);
            return 0;
        }

        if (flags == MapUpdateFlags.Exist)
        {
            return -Errno.NoEntry;
        }

        if (count == Definition.MaxEntries)
        {
            if (!TryChooseVictim(out uint victim))
            {
                return -Errno.TooBig;
            }

            Remove(victim);
        }

        element = freedCount != 0 ? freed[--freedCount] : touched++;
        Unsafe.CopyBlockUnaligned(KeyAt(element), key, (uint)keySize);
        slot = ((ulong)Hash(key) << 32) | (element + 1);
        return 0;
    }

    private void Publish(ulong slot, uint element)
    {
        if (slot == 0)
        {
            return;
        }

        inUse[element] = 1;
        Place(slot);
        Volatile.Write(ref count, count + 1);
        OnInserted(element);
    }

    private void Place(ulong slot)
    {
        uint position = (uint)(slot >> 32) & slotMask;
        while (slots[position] != 0 && slots[position] != Tombstone)
        {
            position = (position + 1) & slotMask;
        }

        if (slots[position] == Tombstone)
        {
            tombstones--;
        }

        Volatile.Write(ref slots[position], slot);
    }

    private void Remove(uint element)
    {
        OnRemoved(element);
        uint position = Hash(KeyAt(element)) & slotMask;
        while ((uint)slots[position] != element + 1)
        {
            position = (position + 1) & slotMask;
        }

        Volatile.Write(ref slots[position], Tombstone);
        tombstones++;
        inUse[element] = 0;
        freed[freedCount++] = element;
        Volatile.Write(ref count, count - 1);
        if (tombstones > (slotMask + 1) / 4)
        {
            Rebuild();
        }
    }

    private void Rebuild()
    {
        Interlocked.Increment(ref version);
        NativeMemory.Clear(slots, ((nuint)slotMask + 1) * sizeof(ulong));
        tombstones = 0;
        for (uint element = 0; element < touched; element++)
        {
            if (inUse[element] != 0)
            {
                Place(((ulong)Hash(KeyAt(element)) << 32) | (element + 1));
            }
        }

        Interlocked.Increment(ref version);
    }

    private bool TryFind(byte* key, out uint element)
    {
        uint hash = Hash(key);
        while (true)
        {
            int before = Volatile.Read(ref version);
            uint position = hash & slotMask;
            for (ulong slot; (slot = Volatile.Read(ref slots[position])) != 0; position = (position + 1) & slotMask)
            {
                // The slot is read again, because the element may have gone to another key while its key was compared.
                if ((uint)(slot >> 32) == hash && slot != Tombstone && KeyEquals(KeyAt((uint)slot - 1), key) && Volatile.Read(ref slots[position]) == slot)
                {
                    element = (uint)slot - 1;
                    return true;
                }
            }

            // Whoever rebuilds holds the lock and finds nothing of its own to wait for: it never looks up meanwhile.
            if (before == Volatile.Read(ref version) && (before & 1) == 0)
            {
                element = 0;
                return false;
            }

            Thread.SpinWait(1);
        }
    }

    // Keys are read in words: a program writes its key in 4-byte stores, and one 8-byte load over two of them would stall store forwarding.
    private bool KeyEquals(byte* left, byte* right)
    {
        if (keySize == sizeof(uint))
        {
            return *(uint*)left == *(uint*)right;
        }

        return new ReadOnlySpan<byte>(left, keySize).SequenceEqual(new ReadOnlySpan<byte>(right, keySize));
    }

    private uint Hash(byte* key)
    {
        const ulong Multiplier = 0x9e3779b97f4a7c15;
        ulong state = (ulong)keySize;
        int position = 0;
        for (; position + sizeof(uint) <= keySize; position += sizeof(uint))
        {
            state = Fold((state ^ *(uint*)(key + position)) * Multiplier);
        }

        for (; position < keySize; position++)
        {
            state = Fold((state ^ key[position]) * Multiplier);
        }

        // A second multiplication spreads the last word over the low bits, which choose the slot.
        return (uint)(Fold(state * Multiplier) >> 16);
    }

    private static ulong Fold(ulong value) => value ^ (value >> 32);

    private static ulong NextPowerOfTwo(ulong value) => System.Numerics.BitOperations.RoundUpToPowerOf2(value);
}
