using System;

namespace CSharpBpf;

/// <summary>What a run of a socket filter gave.</summary>
/// <param name="AcceptedBytes">How many bytes of the packet the socket would get: what the program returned, of which more than there are means all; 0 for none.</param>
/// <param name="Duration">The time of one run, the mean over the repetitions, as the kernel measures it; zero in the virtual machine.</param>
/// <param name="InstructionCount">The instructions of the runs; 0 from the kernel, which does not count them.</param>
public sealed record SocketFilterRunResult(uint AcceptedBytes, TimeSpan Duration, long InstructionCount);
