using System;

namespace CSharpBpf;

/// <summary>What a run of an XDP program gave.</summary>
/// <param name="ReturnValue">What the program returned, as a number.</param>
/// <param name="Packet">The packet after the run.</param>
/// <param name="Duration">The time of one run, the mean over the repetitions, as the kernel measures it; zero in the virtual machine.</param>
/// <param name="InstructionCount">The instructions of the last run; 0 from the kernel, which does not count them.</param>
public sealed record XdpRunResult(uint ReturnValue, ReadOnlyMemory<byte> Packet, TimeSpan Duration, long InstructionCount)
{
    /// <summary>The decision.</summary>
    public XdpAction Action => (XdpAction)ReturnValue;
}
