namespace CSharpBpf.Isa.Kernel;

/// <summary>Program types (enum bpf_prog_type of uapi/linux/bpf.h).</summary>
public enum ProgramType
{
    /// <summary>BPF_PROG_TYPE_XDP.</summary>
    Xdp = 6,
}
