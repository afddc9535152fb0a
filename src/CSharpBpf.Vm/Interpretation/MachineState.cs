using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>What the interpreter's loop takes in and hands back. Lives in native memory, so that the loop can use plain pointers.</summary>
internal unsafe struct MachineState
{
    public const int RegisterCount = 11;

    public fixed ulong Registers[RegisterCount];
    public DecodedInstruction* Next;
    public Granule* Granules;
    public ulong GranuleCount;
    public long Budget;
}
