using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>One level of the call stack: its 512 bytes of stack, and what to restore when it returns.</summary>
internal sealed unsafe class CallFrame(MemoryRegion stack)
{
    /// <summary>Bytes of stack per frame (MAX_BPF_STACK).</summary>
    public const int StackSize = 512;

    /// <summary>Frames a call chain may have, the program's own included (MAX_CALL_FRAMES).</summary>
    public const int MaximalDepth = 8;

    public MemoryRegion Stack { get; } = stack;

    public VmProgram? CallerProgram { get; set; }

    public DecodedInstruction* CallSite { get; set; }

    public ulong R6 { get; set; }

    public ulong R7 { get; set; }

    public ulong R8 { get; set; }

    public ulong R9 { get; set; }
}
