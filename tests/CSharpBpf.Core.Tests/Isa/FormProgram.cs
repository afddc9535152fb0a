using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Core.Tests.Isa;

/// <summary>A socket filter around one instruction: r0 to r5, r8 and r9 are unknown numbers, r6 is the context, the stack from r10 -16 is written.</summary>
internal static class FormProgram
{
    /// <summary>Forms that need what a bare program lacks, with the reason; the kernel refuses them here whatever their operands.</summary>
    public static readonly IReadOnlyDictionary<string, string> Unloadable = new Dictionary<string, string>
    {
        ["addr_space_cast_to_kernel"] = "needs an arena map",
        ["addr_space_cast_to_user"] = "needs an arena map",
        ["lddw_btf_id"] = "needs the BTF id of a kernel variable",
        ["lddw_func"] = "needs func_info",
        ["lddw_map_idx"] = "needs fd_array",
        ["lddw_map_idx_value"] = "needs fd_array",
        ["call_kfunc"] = "needs the BTF id of a kernel function",
        ["call_module_kfunc"] = "needs the BTF id of a module's function",
        ["callx"] = "no kernel has it",
    };

    private static readonly Instruction[] Prologue =
    [
        Instructions.MovRegister(true, Register.R6, Register.R1),
        Instructions.CallHelper((int)HelperId.GetPrandomU32),
        .. new[] { Register.R1, Register.R2, Register.R3, Register.R4, Register.R5, Register.R8, Register.R9 }.Select(register => Instructions.MovRegister(true, register, Register.R0)),
        Instructions.StoreImmediate(MemorySize.DoubleWord, Register.R10, -8, 0),
        Instructions.StoreImmediate(MemorySize.DoubleWord, Register.R10, -16, 0),
    ];

    /// <summary>The slot of the instruction in question.</summary>
    public static int Slot => Prologue.Length;

    public static Instruction[] Around(Instruction instruction) => instruction.Opcode == 0x95
        ? [.. Prologue, instruction]
        : [.. Prologue, instruction, .. Epilogue(instruction)];

    /// <summary>Valid instructions of a form with operands that make sense in the program.</summary>
    /// <param name="mapFd">An array map with one value.</param>
    public static IEnumerable<Instruction> Samples(InstructionForm form, int mapFd)
    {
        Instruction ordinary = Place(form, FormSamples.Ordinary(form), mapFd);
        yield return ordinary;
        if (form.Immediate.Use == FieldUse.Value && form.Kind is InstructionKind.Alu or InstructionKind.Jump or InstructionKind.StoreImmediate or InstructionKind.LoadPacket || form.Name == "lddw")
        {
            foreach (Instruction sample in FormSamples.Valid(form))
            {
                yield return ordinary with { Immediate = sample.Immediate };
            }
        }
    }

    public static Instruction Place(InstructionForm form, Instruction instruction, int mapFd) => form.Kind switch
    {
        InstructionKind.Load or InstructionKind.LoadSignExtend or InstructionKind.LoadAcquire => instruction with { Source = Register.R10, Offset = -8 },
        InstructionKind.StoreRegister or InstructionKind.StoreImmediate or InstructionKind.Atomic or InstructionKind.StoreRelease => instruction with { Destination = Register.R10, Offset = -8 },
        InstructionKind.Jump => instruction with { Offset = 1 },
        InstructionKind.Goto or InstructionKind.MayGoto => instruction with { Offset = 0, Immediate = 0 },
        InstructionKind.Call when form.Name == "call_local" => instruction with { Immediate = 3 },
        InstructionKind.LoadImmediate64 when form.Name is "lddw_map_fd" or "lddw_map_value" => instruction with { Immediate = mapFd },
        _ => instruction,
    };

    private static IEnumerable<Instruction> Epilogue(Instruction instruction)
    {
        Instruction zero = Instructions.MovImmediate(true, Register.R0, 0);
        Instruction[] main = [zero, zero, Instructions.Exit()];
        bool callsLocal = instruction.Opcode == 0x85 && instruction.Source == (byte)CallSource.Local;
        return callsLocal ? [.. main, zero, Instructions.Exit()] : main;
    }
}
