using System;

namespace CSharpBpf;

/// <summary>Flags of bpf_skb_store_bytes (BPF_F_* of uapi/linux/bpf.h).</summary>
[Flags]
public enum SkbStoreFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>BPF_F_RECOMPUTE_CSUM: correct the sum that hardware made of the whole packet.</summary>
    RecomputeChecksum = 1,

    /// <summary>BPF_F_INVALIDATE_HASH: forget the flow's hash.</summary>
    InvalidateHash = 2,
}

/// <summary>Flags of bpf_l4_csum_replace (BPF_F_* of uapi/linux/bpf.h).</summary>
[Flags]
public enum L4ChecksumFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>BPF_F_PSEUDO_HDR: the word is part of the pseudo header, an address.</summary>
    PseudoHeader = 0x10,

    /// <summary>BPF_F_MARK_MANGLED_0: UDP over IPv4: a checksum of zero says that there is none; it stays, and no other becomes zero.</summary>
    ZeroIsNone = 0x20,

    /// <summary>BPF_F_MARK_ENFORCE: with <see cref="ZeroIsNone"/>, update a checksum of zero too.</summary>
    Enforce = 0x40,
}
