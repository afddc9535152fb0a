namespace CSharpBpf.Isa;

/// <summary>What a call calls: the value of its source field (RFC 9669, section 4.3.1).</summary>
public enum CallSource : byte
{
    /// <summary>The helper whose id is the immediate.</summary>
    Helper = 0,

    /// <summary>BPF_PSEUDO_CALL: the subprogram at the next slot plus the immediate. Kernel 4.16.</summary>
    Local = 1,

    /// <summary>BPF_PSEUDO_KFUNC_CALL: the kernel function whose BTF id is the immediate. Kernel 5.13.</summary>
    Kfunc = 2,
}
