namespace CSharpBpf.Isa.Kernel;

/// <summary>Attach types (enum bpf_attach_type of uapi/linux/bpf.h).</summary>
public enum AttachType
{
    /// <summary>BPF_XDP.</summary>
    Xdp = 37,
}
