using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;
using CSharpBpf.Object;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>One instruction in its final order; with a goal, a jump whose distance is not known yet.</summary>
internal sealed class AssemblyItem(Instruction instruction, SourceLocation? location)
{
    private const int LongBranchSlots = 3;

    public Instruction Instruction { get; } = instruction;

    public SourceLocation? Location { get; } = location;

    /// <summary>Where the jump goes in the end, until all items are there.</summary>
    public MachineBlock? Target { get; init; }

    /// <summary>Where the jump goes: the first item of its target, or another jump on the way.</summary>
    public AssemblyItem? Goal { get; set; }

    public RelocationKind? Relocation { get; init; }

    public string? Symbol { get; init; }

    public int Addend { get; init; }

    public bool IsLong { get; set; }

    /// <summary>Its first slot, as far as is known.</summary>
    public int Slot { get; set; }

    /// <summary>From the slot behind the jump to its goal.</summary>
    public int Distance => Goal!.Slot - Slot - SlotCount;

    /// <summary>Whether it is a conditional jump that became "if ... goto +1; goto +1; gotol goal"; a long jump is just a gotol.</summary>
    public bool IsLongBranch => IsLong && !IsGoto;

    public int SlotCount => IsLongBranch ? LongBranchSlots : Instruction.SlotCount;

    /// <summary>Whether what stands behind is reached by jumps only.</summary>
    public bool EndsFlow => IsGoto || Instruction == Instructions.Exit();

    /// <summary>Whether it jumps over what stands behind it, so that nothing can come between.</summary>
    public bool HoldsNext => Goal is null && Instruction.Class is InstructionClass.Jmp or InstructionClass.Jmp32 && Instruction.Offset != 0;

    private bool IsGoto => Goal is not null && Instruction == Instructions.Goto(0);
}
