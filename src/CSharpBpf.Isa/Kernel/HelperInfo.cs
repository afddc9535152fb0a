using System;

namespace CSharpBpf.Isa.Kernel;

/// <summary>Properties of a helper that do not depend on the program that calls it.</summary>
[Flags]
public enum HelperTraits
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Only programs under a licence that is compatible with the GPL may call it.</summary>
    GplOnly = 1,

    /// <summary>Pointers into the packet are accepted where it takes memory.</summary>
    PacketAccess = 2,

    /// <summary>Only programs that may sleep can call it.</summary>
    MightSleep = 4,

    /// <summary>It may move or change the packet: every packet pointer is invalid after the call.</summary>
    ChangesPacketData = 8,
}

/// <summary>What is known of a helper.</summary>
/// <param name="Id">The helper.</param>
/// <param name="KernelName">The kernel's name, such as bpf_map_lookup_elem.</param>
/// <param name="Since">The first kernel that has the helper, for at least one program type.</param>
/// <param name="Traits">Its properties.</param>
/// <param name="Signature">Its return value and arguments, or null if they are not described yet: they depend on the program type.</param>
public sealed record HelperInfo(HelperId Id, string KernelName, KernelVersion Since, HelperTraits Traits, HelperSignature? Signature)
{
    /// <summary>Whether only programs under a licence that is compatible with the GPL may call it.</summary>
    public bool IsGplOnly => (Traits & HelperTraits.GplOnly) != 0;

    /// <summary>Whether pointers into the packet are accepted where it takes memory.</summary>
    public bool TakesPacketMemory => (Traits & HelperTraits.PacketAccess) != 0;

    /// <summary>Whether only programs that may sleep can call it.</summary>
    public bool MightSleep => (Traits & HelperTraits.MightSleep) != 0;

    /// <summary>Whether every packet pointer is invalid after the call.</summary>
    public bool ChangesPacketData => (Traits & HelperTraits.ChangesPacketData) != 0;
}
