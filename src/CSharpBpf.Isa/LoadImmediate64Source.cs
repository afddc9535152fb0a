namespace CSharpBpf.Isa;

/// <summary>What the 64-bit immediate load loads: the value of its source field (RFC 9669, section 5.4; the kernel's BPF_PSEUDO_* names).</summary>
public enum LoadImmediate64Source : byte
{
    /// <summary>The 64-bit immediate itself.</summary>
    Value = 0,

    /// <summary>BPF_PSEUDO_MAP_FD: the map with the file descriptor in the low half.</summary>
    MapFd = 1,

    /// <summary>BPF_PSEUDO_MAP_VALUE: the address of the map's first value plus the high half; the low half is the map's file descriptor. Kernel 5.2.</summary>
    MapValue = 2,

    /// <summary>BPF_PSEUDO_BTF_ID: the address of a kernel variable; the low half is its BTF id, the high half the BTF object's file descriptor, 0 for vmlinux. Kernel 5.10.</summary>
    BtfId = 3,

    /// <summary>BPF_PSEUDO_FUNC: the address of a subprogram, for callbacks; the low half is the distance in slots from the slot after the first. Kernel 5.13.</summary>
    Function = 4,

    /// <summary>BPF_PSEUDO_MAP_IDX: as <see cref="MapFd"/>, with an index into the load command's fd_array. Kernel 5.14.</summary>
    MapIndex = 5,

    /// <summary>BPF_PSEUDO_MAP_IDX_VALUE: as <see cref="MapValue"/>, with an index into the load command's fd_array. Kernel 5.14.</summary>
    MapIndexValue = 6,
}
