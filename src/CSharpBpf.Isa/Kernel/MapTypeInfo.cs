namespace CSharpBpf.Isa.Kernel;

/// <summary>Which key sizes a map type takes.</summary>
public enum MapKeyRule
{
    /// <summary>No key: the size is 0.</summary>
    None,

    /// <summary>4 bytes: an index, a CPU, or (in local storage, seen from user space) a file descriptor.</summary>
    UInt32,

    /// <summary>At least one byte; keys compare by bytes.</summary>
    Bytes,

    /// <summary>A 32-bit prefix length, then 1 to 256 bytes, most significant first.</summary>
    LpmPrefix,

    /// <summary>8 bytes, the id of a control group, or 16 bytes, struct bpf_cgroup_storage_key.</summary>
    CgroupStorage,
}

/// <summary>Which value sizes a map type takes.</summary>
public enum MapValueRule
{
    /// <summary>No value: the size is 0.</summary>
    None,

    /// <summary>At least one byte.</summary>
    Bytes,

    /// <summary>4 bytes, a file descriptor when written from user space (of a program, map, perf event, control group or socket).</summary>
    FileDescriptor,

    /// <summary>4 or 8 bytes: a socket's descriptor, or its cookie when read.</summary>
    Socket,

    /// <summary>4 bytes (an interface's index, or the length of a CPU's queue), or 8 with a program's file descriptor behind it.</summary>
    RedirectTarget,

    /// <summary>A multiple of 8 bytes, one word for each frame of a stack.</summary>
    StackFrames,

    /// <summary>The size of the kernel's struct that wraps the operations.</summary>
    StructOps,
}

/// <summary>Which numbers of entries a map type takes.</summary>
public enum MapMaxEntriesRule
{
    /// <summary>At least one.</summary>
    AtLeastOne,

    /// <summary>Exactly one.</summary>
    One,

    /// <summary>None: the map grows with what its entries belong to.</summary>
    Zero,

    /// <summary>The size of the buffer in bytes: a power of two that is a multiple of the page size.</summary>
    BufferSize,
}

/// <summary>Whether user space can map a map's memory.</summary>
public enum MapMmapRule
{
    /// <summary>Never; BPF_F_MMAPABLE is refused.</summary>
    Never,

    /// <summary>If the map was created with BPF_F_MMAPABLE (for arrays since kernel 5.5).</summary>
    WithFlag,

    /// <summary>Always, and BPF_F_MMAPABLE must be given.</summary>
    FlagRequired,

    /// <summary>Always; the flag does not exist for this type.</summary>
    WithoutFlag,
}

/// <summary>What is known of a map type.</summary>
/// <param name="Id">The type.</param>
/// <param name="KernelName">The kernel's name, such as BPF_MAP_TYPE_HASH.</param>
/// <param name="Since">The first kernel that has the type.</param>
/// <param name="Key">Which key sizes it takes.</param>
/// <param name="Value">Which value sizes it takes.</param>
/// <param name="MaxEntries">Which numbers of entries it takes.</param>
public sealed record MapTypeInfo(MapType Id, string KernelName, KernelVersion Since, MapKeyRule Key, MapValueRule Value, MapMaxEntriesRule MaxEntries)
{
    /// <summary>Whether entries are found by a key.</summary>
    public bool IsKeyed => Key != MapKeyRule.None;

    /// <summary>Whether there are values at all, which ring buffers and arenas lack.</summary>
    public bool HasValue => Value != MapValueRule.None;

    /// <summary>Whether every CPU has its own value under a key; user space then reads and writes one value for each possible CPU, each rounded up to 8 bytes.</summary>
    public bool IsPerCpu { get; init; }

    /// <summary>Whether the map evicts the least recently used entry when it is full.</summary>
    public bool IsLru { get; init; }

    /// <summary>Whether the values are maps, so that an inner map must be described at creation.</summary>
    public bool HoldsMaps { get; init; }

    /// <summary>Whether user space can map the memory.</summary>
    public MapMmapRule Mmap { get; init; }

    /// <summary>Whether BPF_F_MMAPABLE may be given at creation.</summary>
    public bool AllowsMmapableFlag => Mmap is MapMmapRule.WithFlag or MapMmapRule.FlagRequired;

    /// <summary>Whether a program can load the address of the value by an instruction (BPF_PSEUDO_MAP_VALUE); an array must have one entry for that. Since kernel 5.2.</summary>
    public bool HasDirectValue { get; init; }

    /// <summary>Whether BPF_F_NO_PREALLOC must be given at creation.</summary>
    public bool RequiresNoPrealloc { get; init; }

    /// <summary>Whether the key and the value must be described by BTF at creation.</summary>
    public bool RequiresBtf { get; init; }
}
