namespace CSharpBpf.Vm.Memory;

/// <summary>
/// A run of guest memory with one meaning. It occupies guest addresses from <see cref="Base"/>, which is the start of a 64 KiB granule; of these only
/// [<see cref="Start"/>, <see cref="End"/>) can be accessed, and an access must lie wholly inside. The host bytes belong to whoever made the region
/// and must outlive it.
/// </summary>
public sealed unsafe class MemoryRegion
{
    internal MemoryRegion(MemoryRegionKind kind, string name, uint @base, uint capacity, byte* host, AccessRights rights)
    {
        Kind = kind;
        Name = name;
        Base = @base;
        Capacity = capacity;
        Host = host;
        Rights = rights;
        Start = @base;
        End = @base + capacity;
    }

    /// <summary>What the region is.</summary>
    public MemoryRegionKind Kind { get; }

    /// <summary>The name for messages: the map's, the section's, or the kind's own.</summary>
    public string Name { get; }

    /// <summary>The guest address of the first byte of <see cref="Host"/>.</summary>
    public uint Base { get; }

    /// <summary>The number of host bytes behind the region.</summary>
    public uint Capacity { get; }

    /// <summary>The host bytes; null when there are none.</summary>
    public byte* Host { get; }

    /// <summary>What a program may do.</summary>
    public AccessRights Rights { get; }

    /// <summary>The first accessible guest address.</summary>
    public uint Start { get; private set; }

    /// <summary>The guest address after the last accessible byte.</summary>
    public uint End { get; private set; }

    /// <summary>Accessible bytes.</summary>
    public uint Length => End - Start;

    /// <summary>The guest address of a host pointer into this region (the end included).</summary>
    public uint AddressOf(byte* pointer) => Base + (uint)(pointer - Host);

    internal void SetBounds(uint start, uint end)
    {
        Start = start;
        End = end;
    }
}
