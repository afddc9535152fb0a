using System;

namespace CSharpBpf.Isa.Kernel;

/// <summary>What else an ELF section's name says about the programs in it.</summary>
[Flags]
public enum SectionTraits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The name may go on with a slash and the target to attach to: <c>kprobe/do_unlinkat</c>.</summary>
    TakesTarget = 1,

    /// <summary>The program may sleep: loaded with BPF_F_SLEEPABLE.</summary>
    Sleepable = 2,

    /// <summary>The program takes frames of several buffers: loaded with BPF_F_XDP_HAS_FRAGS (kernel 5.18).</summary>
    XdpFrags = 4,

    /// <summary>The target is a BTF type, whose id the kernel wants at load (attach_btf_id).</summary>
    BtfTarget = 8,

    /// <summary>A kernel that is older than the attach type takes the program without it.</summary>
    AttachTypeOptional = 16,
}

/// <summary>A name that libbpf gives to a section of programs, and what it implies.</summary>
/// <param name="Name">The section's name, without the target.</param>
/// <param name="ProgramType">The type of the programs in the section.</param>
/// <param name="AttachType">The expected attach type, or null if the name implies none.</param>
/// <param name="Traits">What else the name implies.</param>
public sealed record SectionInfo(string Name, ProgramType ProgramType, AttachType? AttachType, SectionTraits Traits)
{
    /// <summary>Whether a target may follow the name after a slash.</summary>
    public bool TakesTarget => (Traits & SectionTraits.TakesTarget) != 0;

    /// <summary>Whether the programs in the section may sleep.</summary>
    public bool IsSleepable => (Traits & SectionTraits.Sleepable) != 0;
}
