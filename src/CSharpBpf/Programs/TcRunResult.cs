using System;

namespace CSharpBpf;

/// <summary>What a run of a classifier gave.</summary>
/// <param name="ReturnValue">What the program returned, as a number.</param>
/// <param name="Packet">The packet after the run.</param>
/// <param name="Mark">The mark after the run.</param>
/// <param name="Priority">The priority after the run.</param>
/// <param name="Duration">The time of one run, the mean over the repetitions, as the kernel measures it; zero in the virtual machine.</param>
/// <param name="InstructionCount">The instructions of the runs; 0 from the kernel, which does not count them.</param>
public sealed record TcRunResult(uint ReturnValue, ReadOnlyMemory<byte> Packet, uint Mark, uint Priority, TimeSpan Duration, long InstructionCount)
{
    /// <summary>The decision.</summary>
    public TcAction Action => (TcAction)ReturnValue;

    /// <summary>Where the packet goes, if the answer is <see cref="TcAction.Redirect"/> and a helper said where. The kernel does not tell: None.</summary>
    public RedirectTarget Redirect { get; init; }
}
