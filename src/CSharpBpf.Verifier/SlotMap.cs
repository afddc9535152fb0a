using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Verifier;

/// <summary>A program by slots, since jumps and calls count slots, and its functions: slot 0 and every slot that a call or a function's address names.</summary>
internal sealed class SlotMap
{
    private readonly Instruction?[] bySlot;
    private readonly List<int> functions = [];
    private readonly int[] functionIndexBySlot;

    public SlotMap(IReadOnlyList<Instruction> instructions, int slotCount)
    {
        bySlot = new Instruction?[slotCount];
        bool[] startsFunction = new bool[slotCount];
        startsFunction[0] = true;
        int slot = 0;
        foreach (Instruction instruction in instructions)
        {
            bySlot[slot] = instruction;
            if (FunctionTarget(instruction, slot) is { } target && Contains(target))
            {
                startsFunction[(int)target] = true;
            }

            slot += instruction.SlotCount;
        }

        functionIndexBySlot = new int[slotCount];
        for (slot = 0; slot < slotCount; slot++)
        {
            if (startsFunction[slot])
            {
                functions.Add(slot);
            }

            functionIndexBySlot[slot] = functions.Count - 1;
        }
    }

    /// <summary>How many slots there are.</summary>
    public int SlotCount => bySlot.Length;

    /// <summary>The first slot of each function, ascending.</summary>
    public IReadOnlyList<int> Functions => functions;

    /// <summary>The instruction that begins at a slot, or null for the second slot of lddw.</summary>
    public Instruction? At(int slot) => bySlot[slot];

    /// <summary>Whether a slot is in the program.</summary>
    public bool Contains(long slot) => slot >= 0 && slot < bySlot.Length;

    /// <summary>The function that a slot is in: its first slot, and the slot after its last.</summary>
    public (int Start, int End) FunctionAt(int slot)
    {
        int index = functionIndexBySlot[slot];
        return (functions[index], index + 1 < functions.Count ? functions[index + 1] : bySlot.Length);
    }

    /// <summary>What an instruction does; null for one that is in no row of the table.</summary>
    public static InstructionKind? KindOf(in Instruction instruction) => OpcodeTable.Find(instruction)?.Kind;

    /// <summary>The slot that a jump may go to, or null for other instructions. It may lie anywhere.</summary>
    public static long? JumpTarget(in Instruction instruction, int slot) => KindOf(instruction) switch
    {
        InstructionKind.Goto when instruction.Class == InstructionClass.Jmp32 => slot + 1 + instruction.Immediate,
        InstructionKind.Goto or InstructionKind.Jump or InstructionKind.MayGoto => slot + 1 + instruction.Offset,
        _ => null,
    };

    /// <summary>The slot of the function that an instruction calls or takes the address of, or null for other instructions. It may lie anywhere.</summary>
    public static long? FunctionTarget(in Instruction instruction, int slot) => KindOf(instruction) switch
    {
        InstructionKind.Call when instruction.Source == (byte)CallSource.Local => slot + 1 + instruction.Immediate,
        InstructionKind.LoadImmediate64 when instruction.Source == (byte)LoadImmediate64Source.Function => slot + 1 + unchecked((int)instruction.Immediate),
        _ => null,
    };
}
