using System;

namespace CSharpBpf.Isa;

/// <summary>Which registers an instruction reads and writes, by role.</summary>
[Flags]
public enum RegisterEffects
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Reads the destination register.</summary>
    ReadsDestination = 1 << 0,

    /// <summary>Reads the source register.</summary>
    ReadsSource = 1 << 1,

    /// <summary>Writes the destination register.</summary>
    WritesDestination = 1 << 2,

    /// <summary>Writes the source register: the fetching atomics.</summary>
    WritesSource = 1 << 3,

    /// <summary>Reads r0: exit and compare-exchange.</summary>
    ReadsR0 = 1 << 4,

    /// <summary>Writes r0: calls, packet loads, compare-exchange.</summary>
    WritesR0 = 1 << 5,

    /// <summary>Reads r6, which must hold the context: the packet loads.</summary>
    ReadsR6 = 1 << 6,

    /// <summary>Reads as many of r1 to r5 as the callee has parameters.</summary>
    ReadsArguments = 1 << 7,

    /// <summary>Leaves r1 to r5 undefined.</summary>
    ClobbersArguments = 1 << 8,
}
