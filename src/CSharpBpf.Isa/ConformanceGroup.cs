namespace CSharpBpf.Isa;

/// <summary>The conformance groups of RFC 9669, section 2.4, and two for what the RFC does not describe.</summary>
public enum ConformanceGroup
{
    /// <summary>base32: what every machine has.</summary>
    Base32,

    /// <summary>base64: base32 and the 64-bit forms.</summary>
    Base64,

    /// <summary>atomic32: atomic operations on 4 bytes.</summary>
    Atomic32,

    /// <summary>atomic64: atomic operations on 8 bytes.</summary>
    Atomic64,

    /// <summary>divmul32: multiplication, division and modulo in 32 bits.</summary>
    Divmul32,

    /// <summary>divmul64: multiplication, division and modulo in 64 bits.</summary>
    Divmul64,

    /// <summary>packet: the deprecated packet loads.</summary>
    Packet,

    /// <summary>callx: the call through a register, which compilers emit without optimisation and the bpf_conformance suite tests; no Linux kernel takes it.</summary>
    Callx,

    /// <summary>What Linux added after the RFC.</summary>
    Linux,
}
