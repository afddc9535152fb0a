using System;

namespace CSharpBpf.Vm.Maps;

/// <summary>Map creation flags (BPF_F_* of uapi/linux/bpf.h) that the managed maps know.</summary>
[Flags]
public enum MapFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>BPF_F_NO_PREALLOC. Accepted; storage here is always reserved and its pages come on first use.</summary>
    NoPrealloc = 1u << 0,

    /// <summary>BPF_F_NO_COMMON_LRU. Accepted; there is one list.</summary>
    NoCommonLru = 1u << 1,

    /// <summary>BPF_F_NUMA_NODE. Accepted without effect.</summary>
    NumaNode = 1u << 2,

    /// <summary>BPF_F_RDONLY: user space may not write. Left to the user-side adapter.</summary>
    ReadOnlyUser = 1u << 3,

    /// <summary>BPF_F_WRONLY: user space may not read. Left to the user-side adapter.</summary>
    WriteOnlyUser = 1u << 4,

    /// <summary>BPF_F_ZERO_SEED. Accepted; the hash always has a fixed seed, so that runs repeat.</summary>
    ZeroSeed = 1u << 6,

    /// <summary>BPF_F_RDONLY_PROG: programs may not write the values.</summary>
    ReadOnlyProgram = 1u << 7,

    /// <summary>BPF_F_WRONLY_PROG: programs may not read the values.</summary>
    WriteOnlyProgram = 1u << 8,

    /// <summary>BPF_F_MMAPABLE. Storage is page-aligned in any case.</summary>
    Mmapable = 1u << 10,

    /// <summary>BPF_F_INNER_MAP. Accepted without effect.</summary>
    InnerMap = 1u << 12,
}
