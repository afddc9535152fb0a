using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace CSharpBpf.Vm.Memory;

/// <summary>
/// The guest's 4 GiB. Addresses are 32-bit offsets, so that the kernel's 32-bit context fields (xdp_md.data) hold real addresses; 0 to 64 KiB is null;
/// every region begins at its own 64 KiB granule and keeps its address for life. Host memory is wherever it is: an engine that wants one contiguous
/// reservation can place the same layout at base + address.
/// Not thread-safe: regions are added at load and bounds change during runs, both under the virtual machine's lock.
/// </summary>
public sealed unsafe class AddressSpace : IDisposable
{
    private const int InitialGranules = 64;
    private const int MaximalGranules = (1 << (32 - Granule.Shift)) - 1;

    private readonly List<MemoryRegion> regions = [];
    private Granule* table;
    private int capacity;

    // The granule after null's stays empty, so that a miss just below the first region is not taken for a null pointer.
    private int used = 2;

    internal AddressSpace()
    {
        capacity = InitialGranules;
        table = (Granule*)NativeMemory.Alloc((nuint)capacity, (nuint)sizeof(Granule));
        Clear(0, capacity);
    }

    /// <summary>The regions, ascending by address.</summary>
    public IReadOnlyList<MemoryRegion> Regions => regions;

    internal Granule* Table => table;

    internal ulong GranuleCount => (ulong)used;

    /// <summary>
    /// The host address of <paramref name="size"/> bytes at a guest address, or null when not all of them lie inside one region with the rights.
    /// Zero bytes need a valid address within or at the end of a region.
    /// </summary>
    public byte* Translate(ulong address, uint size, AccessRights rights)
    {
        byte* host = (rights & AccessRights.Write) != 0
            ? Granule.Writable(table, GranuleCount, address, size)
            : Granule.Readable(table, GranuleCount, address, size);
        return rights == AccessRights.ReadWrite && Granule.Readable(table, GranuleCount, address, size) == null ? null : host;
    }

    /// <summary>The region whose granules hold the address, whether or not the address is accessible; null when nobody owns it.</summary>
    public MemoryRegion? FindRegion(ulong address)
    {
        ulong granule = address >> Granule.Shift;
        if (granule >= GranuleCount || table[granule].RegionIndex < 0)
        {
            return null;
        }

        return regions[table[granule].RegionIndex];
    }

    /// <summary>The region an access most likely meant: the one with the least distance to the address, if that is below 64 KiB.</summary>
    public MemoryRegion? FindNearestRegion(ulong address)
    {
        MemoryRegion? nearest = null;
        ulong best = Granule.Size;
        foreach (MemoryRegion region in regions)
        {
            ulong distance = address < region.Start ? region.Start - address : address >= region.End ? address - region.End : 0;
            if (distance < best)
            {
                nearest = region;
                best = distance;
            }
        }

        return nearest;
    }

    /// <summary>Releases the table. The regions' host memory belongs to their makers.</summary>
    public void Dispose()
    {
        NativeMemory.Free(table);
        table = null;
        used = 0;
        regions.Clear();
    }

    /// <summary>Adds a region over <paramref name="length"/> bytes at <paramref name="host"/>, all accessible.</summary>
    /// <exception cref="VmLoadException">The 4 GiB are used up.</exception>
    internal MemoryRegion Add(MemoryRegionKind kind, string name, byte* host, ulong length, AccessRights rights)
    {
        ulong granules = Math.Max(1, (length + Granule.Size - 1) >> Granule.Shift);
        if (granules > (ulong)(MaximalGranules - used))
        {
            ulong free = (ulong)(MaximalGranules - used) << Granule.Shift;
            throw new VmLoadException($"'{name}' needs {length} bytes of guest memory, but only {free} of the 4 GiB are free; make the maps of the object smaller.");
        }

        EnsureCapacity(used + (int)granules);
        MemoryRegion region = new(kind, name, (uint)used << Granule.Shift, (uint)length, host, rights);
        regions.Add(region);
        int first = used;
        used += (int)granules;
        for (int i = first; i < used; i++)
        {
            table[i].Bias = (nint)host - (nint)region.Base;
            table[i].RegionIndex = regions.Count - 1;
        }

        Publish(region);
        return region;
    }

    /// <summary>Makes exactly [start, end) accessible; both lie within the region.</summary>
    internal void SetBounds(MemoryRegion region, uint start, uint end)
    {
        region.SetBounds(start, end);
        Publish(region);
    }

    private void Publish(MemoryRegion region)
    {
        int first = (int)(region.Base >> Granule.Shift);
        int count = (int)Math.Max(1, (region.Capacity + (ulong)Granule.Size - 1) >> Granule.Shift);
        bool read = (region.Rights & AccessRights.Read) != 0;
        bool write = (region.Rights & AccessRights.Write) != 0;
        for (int i = first; i < first + count; i++)
        {
            table[i].Start = region.Start;
            table[i].ReadEnd = read ? region.End : 0;
            table[i].WriteEnd = write ? region.End : 0;
        }
    }

    private void EnsureCapacity(int count)
    {
        if (count <= capacity)
        {
            return;
        }

        int grown = Math.Max(count, capacity * 2);
        table = (Granule*)NativeMemory.Realloc(table, (nuint)grown * (nuint)sizeof(Granule));
        Clear(capacity, grown);
        capacity = grown;
    }

    private void Clear(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            table[i] = new Granule { Start = uint.MaxValue, RegionIndex = -1 };
        }
    }
}
