using System;

namespace CSharpBpf;

/// <summary>What a run of an XDP program gave.</summary>
/// <param name="ReturnValue">What the program returned, as a number.</param>
/// <param name="Packet">The packet after the run, without metadata in front of it.</param>
/// <param name="Duration">The time of one run, the mean over the repetitions, as the kernel measures it; zero in the virtual machine.</param>
/// <param name="InstructionCount">The instructions of the last run; 0 from the kernel, which does not count them.</param>
public sealed record XdpRunResult(uint ReturnValue, ReadOnlyMemory<byte> Packet, TimeSpan Duration, long InstructionCount)
{
    /// <summary>The decision.</summary>
    public XdpAction Action => (XdpAction)ReturnValue;

    /// <summary>The metadata in front of the packet after the run. A kernel before 5.15 does not tell where it ends: it is the start of <see cref="Packet"/> then.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>Where the packet goes, if the answer is <see cref="XdpAction.Redirect"/> and a helper said where. The kernel does not tell: None.</summary>
    public RedirectTarget Redirect { get; init; }
}
