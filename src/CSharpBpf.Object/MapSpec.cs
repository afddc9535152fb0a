using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Object;

/// <summary>The blueprint of one map.</summary>
public sealed class MapSpec
{
    /// <summary>The map's full name, a C identifier.</summary>
    public required string Name { get; init; }

    /// <summary>The map type.</summary>
    public required MapType Type { get; init; }

    /// <summary>The key's size in bytes; 0 for keyless maps.</summary>
    public int KeySize { get; init; }

    /// <summary>The value's size in bytes.</summary>
    public int ValueSize { get; init; }

    /// <summary>The capacity in entries.</summary>
    public uint MaxEntries { get; init; }

    /// <summary>BPF_F_* creation flags.</summary>
    public uint Flags { get; init; }

    /// <summary>The BTF type id of the key; 0 when there is none.</summary>
    public int BtfKeyTypeId { get; init; }

    /// <summary>The BTF type id of the value; 0 when there is none.</summary>
    public int BtfValueTypeId { get; init; }

    /// <summary>Where the map is pinned by default.</summary>
    public MapPinning Pinning { get; init; }

    /// <summary>The NUMA node the map lives on, used with BPF_F_NUMA_NODE in <see cref="Flags"/>; null when the object does not say.</summary>
    public int? NumaNode { get; init; }

    /// <summary>The map_extra word: a Bloom filter's hash count, an arena's address. Kernel 5.16.</summary>
    public ulong Extra { get; init; }

    /// <summary>For a map of maps, what its inner maps look like; its name is <c>outer.inner</c>.</summary>
    public MapSpec? InnerMap { get; init; }

    /// <summary>For a map of maps or of programs, what stands in it after loading.</summary>
    public IReadOnlyList<MapElementSpec> InitialElements { get; init; } = [];
}

/// <summary>Where libbpf pins a map by default (enum libbpf_pin_type).</summary>
public enum MapPinning
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>In the BPF file system, under the map's name.</summary>
    ByName = 1,
}

/// <summary>An element that a map of maps or of programs starts with.</summary>
/// <param name="Key">The index.</param>
/// <param name="Symbol">The name of the map or program.</param>
public readonly record struct MapElementSpec(int Key, string Symbol);

/// <summary>Which kind of global data a section holds.</summary>
public enum DataSectionKind
{
    /// <summary><c>.rodata</c>: frozen at load, the verifier reads its values.</summary>
    ReadOnly,

    /// <summary><c>.data</c>: initialised, writable.</summary>
    Data,

    /// <summary><c>.bss</c>: zero, writable.</summary>
    Bss,
}

/// <summary>A global data section: one single-element array map in the kernel.</summary>
public sealed class DataSectionSpec
{
    /// <summary>The section name: <c>.rodata</c>, <c>.data</c> or <c>.bss</c>, or one of these with a suffix.</summary>
    public required string Name { get; init; }

    /// <summary>What the section holds.</summary>
    public required DataSectionKind Kind { get; init; }

    /// <summary>The initial bytes; all zero for <c>.bss</c>.</summary>
    public required byte[] Contents { get; init; }

    /// <summary>The variables, ascending by offset.</summary>
    public IReadOnlyList<VariableSpec> Variables { get; init; } = [];

    /// <summary>The BTF type id of the section's BTF_KIND_DATASEC; 0 when there is none.</summary>
    public int BtfTypeId { get; init; }
}

/// <summary>A global variable.</summary>
/// <param name="Name">The symbol name.</param>
/// <param name="Offset">The offset in its section, in bytes.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="BtfTypeId">
/// The BTF id of its BTF_KIND_VAR, or of its type, which <see cref="ObjectBtf.Complete"/> wraps in one; 0 when there is none, and the variable is
/// then described as an array of bytes.
/// </param>
public readonly record struct VariableSpec(string Name, int Offset, int Size, int BtfTypeId);
