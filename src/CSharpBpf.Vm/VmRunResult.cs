namespace CSharpBpf.Vm;

/// <summary>What came of a run: a return value, or a fault that cannot be mistaken for one.</summary>
public readonly struct VmRunResult
{
    private readonly ulong returnValue;

    internal VmRunResult(ulong returnValue, long instructionCount, VmFault? fault)
    {
        this.returnValue = returnValue;
        InstructionCount = instructionCount;
        Fault = fault;
    }

    /// <summary>r0 at the program's exit.</summary>
    /// <exception cref="VmFaultException">The run faulted.</exception>
    public ulong ReturnValue => Fault is null ? returnValue : throw new VmFaultException(Fault);

    /// <summary>Instructions executed; lddw counts as one.</summary>
    public long InstructionCount { get; }

    /// <summary>Why there is no return value; null when there is one.</summary>
    public VmFault? Fault { get; }
}
