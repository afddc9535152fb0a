using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// The map types, one row each. Sources: enum bpf_map_type of include/uapi/linux/bpf.h and the map_alloc_check and map_alloc functions in
/// kernel/bpf/ and net/core/ (v6.12); ids as in the BTF of v6.18.
/// </summary>
public static class MapTypeTable
{
    private static readonly MapTypeInfo[] Rows =
    [
        new(MapType.Hash, "BPF_MAP_TYPE_HASH", new(3, 19), MapKeyRule.Bytes, MapValueRule.Bytes, MapMaxEntriesRule.AtLeastOne),
        new(MapType.Array, "BPF_MAP_TYPE_ARRAY", new(3, 19), MapKeyRule.UInt32, MapValueRule.Bytes, MapMaxEntriesRule.AtLeastOne) { Mmap = MapMmapRule.WithFlag, HasDirectValue = true },
        new(MapType.ProgArray, "BPF_MAP_TYPE_PROG_ARRAY", new(4, 2), MapKeyRule.UInt32, MapValueRule.FileDescriptor, MapMaxEntriesRule.AtLeastOne),
        new(MapType.PerfEventArray, "BPF_MAP_TYPE_PERF_EVENT_ARRAY", new(4, 3), MapKeyRule.UInt32, MapValueRule.FileDescriptor, MapMaxEntriesRule.AtLeastOne),
        new(MapType.PerCpuHash, "BPF_MAP_TYPE_PERCPU_HASH", new(4, 6), MapKeyRule.Bytes, MapValueRule.Bytes, MapMaxEntriesRule.AtLeastOne) { IsPerCpu = true },
        new(MapType.PerCpuArray, "BPF_MAP_TYPE_PERCPU_ARRAY", new(4, 6), MapKeyRule.UInt32, MapValueRule.Bytes, MapMaxEntriesRule.AtLeastOne) { IsPerCpu = true },
        new(MapType.StackTrace, "BPF_MAP_TYPE_STACK_TRACE", new(4, 6), MapKeyRule.UInt32, MapValueRule.StackFrames, MapMaxEntriesRule.AtLeastOne),
        new(MapType.CgroupArray, "BPF_MAP_TYPE_CGROUP_ARRAY", new(4, 8), MapKeyRule.UInt32, MapValueRule.FileDescriptor, MapMaxEntriesRule.AtLeastOne),
        new(MapType.LruHash, "BPF_MAP_TYPE_LRU_HASH", new(4, 10), MapKeyRule.Bytes, MapValueRule.Bytes, MapMaxEntriesRule.AtLeastOne) { IsLru = true },
        new(MapType.LruPerCpuHash, "BPF_MAP_TYPE_LRU_PERCPU_HASH", new(4, 10), MapKeyRule.Bytes, MapValueRule.Bytes, MapMaxEntriesRule.AtLeastOne) { IsLru = true, IsPerCpu = true },
        new(MapType.LpmTrie, "BPF_MAP_TYPE_LPM_TRIE", new(4, 11), MapKeyRule.LpmPrefix, MapValueRule.Bytes, MapMaxEntriesRule.AtLeastOne) { RequiresNoPrealloc = true },
        new(MapType.ArrayOfMaps, "BPF_MAP_TYPE_ARRAY_OF_MAPS", new(4, 12), MapKeyRule.UInt32, MapValueRule.FileDescriptor, MapMaxEntriesRule.AtLeastOne) { HoldsMaps = true },
        new(MapType.HashOfMaps, "BPF_MAP_TYPE_HASH_OF_MAPS", new(4, 12), MapKeyRule.Bytes, MapValueRule.FileDescriptor, MapMaxEntriesRule.AtLeastOne) { HoldsMaps = true },
        new(MapType.Devmap, "BPF_MAP_TYPE_DEVMAP", new(4, 14), MapKeyRule.UInt32, MapValueRule.RedirectTarget, MapMaxEntriesRule.AtLeastOne),
        new(MapType.Sockmap, "BPF_MAP_TYPE_SOCKMAP", new(4, 14), MapKeyRule.UInt32, MapValueRule.Socket, MapMaxEntriesRule.AtLeastOne),
        new(MapType.Cpumap, "BPF_MAP_TYPE_CPUMAP", new(4, 15), MapKeyRule.UInt32, MapValueRule.RedirectTarget, MapMaxEntriesRule.AtLeastOne),
        new(MapType.Xskmap, "BPF_MAP_TYPE_XSKMAP", new(4, 18), MapKeyRule.UInt32, MapValueRule.FileDescriptor, MapMaxEntriesRule.AtLeastOne),
        new(MapType.Sockhash, "BPF_MAP_TYPE_SOCKHASH", new(4, 18), MapKeyRule.Bytes, MapValueRule.Socket, MapMaxEntriesRule.AtLeastOne),
        new(MapType.CgroupStorage, "BPF_MAP_TYPE_CGROUP_STORAGE", new(4, 19), MapKeyRule.CgroupStorage, MapValueRule.Bytes, MapMaxEntriesRule.Zero),
        new(MapType.ReuseportSockarray, "BPF_MAP_TYPE_REUSEPORT_SOCKARRAY", new(4, 19), MapKeyRule.UInt32, MapValueRule.Socket, MapMaxEntriesRule.AtLeastOne),
        new(MapType.PerCpuCgroupStorage, "BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE", new(4, 20), MapKeyRule.CgroupStorage, MapValueRule.Bytes, MapMaxEntriesRule.Zero) { IsPerCpu = true },
        new(MapType.Queue, "BPF_MAP_TYPE_QUEUE", new(4, 20), MapKeyRule.None, MapValueRule.Bytes, MapMaxEntriesRule.AtLeastOne),
        new(MapType.Stack, "BPF_MAP_TYPE_STACK", new(4, 20), MapKeyRule.None, MapValueRule.Bytes, MapMaxEntriesRule.AtLeastOne),
        new(MapType.SkStorage, "BPF_MAP_TYPE_SK_STORAGE", new(5, 2), MapKeyRule.UInt32, MapValueRule.Bytes, MapMaxEntriesRule.Zero) { RequiresNoPrealloc = true, RequiresBtf = true },
        new(MapType.DevmapHash, "BPF_MAP_TYPE_DEVMAP_HASH", new(5, 4), MapKeyRule.UInt32, MapValueRule.RedirectTarget, MapMaxEntriesRule.AtLeastOne),
        new(MapType.StructOps, "BPF_MAP_TYPE_STRUCT_OPS", new(5, 6), MapKeyRule.UInt32, MapValueRule.StructOps, MapMaxEntriesRule.One) { RequiresBtf = true },
        new(MapType.Ringbuf, "BPF_MAP_TYPE_RINGBUF", new(5, 8), MapKeyRule.None, MapValueRule.None, MapMaxEntriesRule.BufferSize) { Mmap = MapMmapRule.WithoutFlag },
        new(MapType.InodeStorage, "BPF_MAP_TYPE_INODE_STORAGE", new(5, 10), MapKeyRule.UInt32, MapValueRule.Bytes, MapMaxEntriesRule.Zero) { RequiresNoPrealloc = true, RequiresBtf = true },
        new(MapType.TaskStorage, "BPF_MAP_TYPE_TASK_STORAGE", new(5, 11), MapKeyRule.UInt32, MapValueRule.Bytes, MapMaxEntriesRule.Zero) { RequiresNoPrealloc = true, RequiresBtf = true },
        new(MapType.BloomFilter, "BPF_MAP_TYPE_BLOOM_FILTER", new(5, 16), MapKeyRule.None, MapValueRule.Bytes, MapMaxEntriesRule.AtLeastOne),
        new(MapType.UserRingbuf, "BPF_MAP_TYPE_USER_RINGBUF", new(6, 1), MapKeyRule.None, MapValueRule.None, MapMaxEntriesRule.BufferSize) { Mmap = MapMmapRule.WithoutFlag },
        new(MapType.CgrpStorage, "BPF_MAP_TYPE_CGRP_STORAGE", new(6, 2), MapKeyRule.UInt32, MapValueRule.Bytes, MapMaxEntriesRule.Zero) { RequiresNoPrealloc = true, RequiresBtf = true },
        new(MapType.Arena, "BPF_MAP_TYPE_ARENA", new(6, 9), MapKeyRule.None, MapValueRule.None, MapMaxEntriesRule.AtLeastOne) { Mmap = MapMmapRule.FlagRequired, HasDirectValue = true },
    ];

    private static readonly KernelTable<MapTypeInfo> Table = new(Rows, static row => (int)row.Id, static row => row.KernelName);

    /// <summary>All rows, by ascending id.</summary>
    public static IReadOnlyList<MapTypeInfo> All => Table.Rows;

    /// <summary>The row of a map type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The row, or null if the tables know no such type (it is newer than they are, or no type at all).</returns>
    public static MapTypeInfo? Find(MapType type) => Table.Find((int)type);

    /// <summary>The row of a map type by the kernel's name.</summary>
    /// <param name="kernelName">The kernel's name, such as BPF_MAP_TYPE_HASH.</param>
    /// <returns>The row, or null if no row has the name.</returns>
    public static MapTypeInfo? Find(string kernelName) => Table.Find(kernelName);

    /// <summary>The row of a map type that is a constant of the caller's, so that a missing row is a mistake in the program.</summary>
    /// <param name="type">A member of the enum.</param>
    /// <returns>The row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is no member of the enum.</exception>
    public static MapTypeInfo Get(MapType type) =>
        Find(type) ?? throw new ArgumentOutOfRangeException(nameof(type), type, "no such map type in the kernel facts");
}
