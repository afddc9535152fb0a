namespace CSharpBpf;

/// <summary>What a run of a tracing program gave.</summary>
/// <param name="ReturnValue">What the program returned.</param>
/// <param name="InstructionCount">The instructions of the run; 0 from the kernel, which does not count them.</param>
public sealed record TracingRunResult(int ReturnValue, long InstructionCount);
