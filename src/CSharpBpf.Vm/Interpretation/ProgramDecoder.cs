using System;
using System.Collections.Generic;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Isa.Text;
using CSharpBpf.Object;
using CSharpBpf.Vm.Helpers;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>
/// Turns a linked program into decoded instructions and refuses what the loop could not survive: invalid instructions, jumps
/// that leave their function or land inside an lddw, functions that control could run out of, helpers that do not exist.
/// </summary>
internal sealed unsafe class ProgramDecoder
{
    private const byte ImmediateMask = (byte)SourceOperand.X;
    private const int CallOpcode = 0x85;
    private const int ExitOpcode = 0x95;
    private const int GotoOpcode = 0x05;
    private const int GotoLongOpcode = 0x06;
    private const int MayGotoOpcode = 0xe5;

    private readonly LinkedProgram program;
    private readonly HelperRegistry helpers;
    private readonly Func<Relocation, ulong> resolve;
    private readonly Dictionary<int, Relocation> relocations = [];
    private readonly List<RegisteredHelper> called = [];
    private readonly Dictionary<int, int> calledIndex = [];
    private readonly bool[] isStart;
    private readonly SortedSet<int> functionStarts = [0];
    private int functionStart;
    private int functionEnd;

    private ProgramDecoder(LinkedProgram program, HelperRegistry helpers, Func<Relocation, ulong> resolve)
    {
        this.program = program;
        this.helpers = helpers;
        this.resolve = resolve;
        isStart = new bool[program.SlotCount];
        foreach (Relocation relocation in program.Relocations)
        {
            relocations[relocation.Slot] = relocation;
        }
    }

    /// <summary>Writes <see cref="LinkedProgram.SlotCount"/> decoded instructions.</summary>
    /// <param name="program">The program.</param>
    /// <param name="helpers">The helpers there are.</param>
    /// <param name="resolve">The guest address of a map's handle or of a place in a data section.</param>
    /// <param name="code">Room for the result, zeroed.</param>
    /// <returns>The helpers the program calls; a decoded call holds an index into this list.</returns>
    /// <exception cref="VmLoadException">The program is malformed or wants what the virtual machine does not have.</exception>
    public static RegisteredHelper[] Decode(LinkedProgram program, HelperRegistry helpers, Func<Relocation, ulong> resolve, DecodedInstruction* code)
    {
        ProgramDecoder decoder = new(program, helpers, resolve);
        decoder.Decode(code);
        return [.. decoder.called];
    }

    private void Decode(DecodedInstruction* code)
    {
        int slot = 0;
        foreach (LinkedFunction function in program.Functions)
        {
            functionStarts.Add(function.Slot);
        }

        foreach (Instruction instruction in program.Instructions)
        {
            isStart[slot] = true;
            if (instruction.Opcode == CallOpcode && instruction.Source == (byte)CallSource.Local)
            {
                functionStarts.Add(TargetOf(slot, instruction.Immediate));
            }

            slot += instruction.SlotCount;
        }

        slot = 0;
        bool fallsThrough = true;
        foreach (Instruction instruction in program.Instructions)
        {
            if (functionStarts.Contains(slot))
            {
                RequireEnd(fallsThrough && slot != 0, slot);
                functionStart = slot;
                functionEnd = NextFunction(slot);
            }

            code[slot] = DecodeOne(instruction, slot);
            fallsThrough = instruction.Opcode is not (ExitOpcode or GotoOpcode or GotoLongOpcode);
            slot += instruction.SlotCount;
        }

        RequireEnd(fallsThrough, slot);
    }

    private int NextFunction(int slot)
    {
        foreach (int start in functionStarts.GetViewBetween(slot + 1, int.MaxValue))
        {
            return start;
        }

        return program.SlotCount;
    }

    private int TargetOf(int slot, long distance)
    {
        long target = slot + 1 + distance;
        return target >= 0 && target < program.SlotCount
            ? (int)target
            : throw Malformed(slot, $"the call's target, slot {target}, is outside of the program");
    }

    private void RequireEnd(bool fallsThrough, int slot)
    {
        if (fallsThrough)
        {
            throw Malformed(Math.Max(0, slot - 1), "the function does not end with exit or a jump");
        }
    }

    private DecodedInstruction DecodeOne(Instruction instruction, int slot)
    {
        if (InstructionValidator.Check(instruction, slot) is { } problem)
        {
            throw Malformed(slot, $"{problem.What}: {problem.Why}");
        }

        DecodedInstruction decoded = new()
        {
            Destination = instruction.Destination,
            Source = instruction.Source,
            Offset = instruction.Offset,
            Immediate = instruction.Immediate,
        };
        switch ((InstructionClass)(instruction.Opcode & 7))
        {
            case InstructionClass.Alu:
            case InstructionClass.Alu64:
                RequireWritable(instruction.Destination, slot);
                decoded.Operation = DecodeAlu(instruction, slot);
                break;
            case InstructionClass.Jmp:
            case InstructionClass.Jmp32:
                DecodeJump(ref decoded, instruction, slot);
                break;
            case InstructionClass.Ldx:
                RequireWritable(instruction.Destination, slot);
                DecodeMemory(ref decoded, instruction, slot);
                break;
            case InstructionClass.St:
            case InstructionClass.Stx:
                DecodeMemory(ref decoded, instruction, slot);
                break;
            default:
                DecodeLoad(ref decoded, instruction, slot);
                break;
        }

        return decoded;
    }

    private DecodedOperation DecodeAlu(Instruction instruction, int slot)
    {
        bool is64 = (instruction.Opcode & 7) == (int)InstructionClass.Alu64;
        bool isRegister = (instruction.Opcode & ImmediateMask) != 0;
        int code = instruction.Opcode & 0xf0;
        if (code == 0x80)
        {
            return !isRegister && instruction.Offset == 0 ? is64 ? DecodedOperation.Neg64 : DecodedOperation.Neg32 : throw Unknown(instruction, slot);
        }

        if (code == 0xd0)
        {
            return DecodeByteSwap(instruction, slot);
        }

        if (code == (int)AluOperation.Mov && isRegister && instruction.Offset != 0)
        {
            return (is64, instruction.Offset) switch
            {
                (true, 8) => DecodedOperation.Sign8To64,
                (true, 16) => DecodedOperation.Sign16To64,
                (true, 32) => DecodedOperation.Sign32To64,
                (false, 8) => DecodedOperation.Sign8To32,
                (false, 16) => DecodedOperation.Sign16To32,
                _ => throw Unknown(instruction, slot),
            };
        }

        DecodedOperation first = OperationTable.Find((AluOperation)(code | (instruction.Offset << 8))) ?? throw Unknown(instruction, slot);
        return OperationTable.InGroup(first, is64, isRegister);
    }

    private static DecodedOperation DecodeByteSwap(Instruction instruction, int slot, DecodedOperation swap, DecodedOperation cut) =>
        BitConverter.IsLittleEndian == (instruction.Opcode == (byte)ByteSwap.BigEndian) || instruction.Opcode == (byte)ByteSwap.Always ? swap : cut;

    private DecodedOperation DecodeByteSwap(Instruction instruction, int slot)
    {
        if (instruction.Opcode is not ((byte)ByteSwap.BigEndian or (byte)ByteSwap.LittleEndian or (byte)ByteSwap.Always))
        {
            throw Unknown(instruction, slot);
        }

        return instruction.Immediate switch
        {
            16 => DecodeByteSwap(instruction, slot, DecodedOperation.Swap16, DecodedOperation.Zero16),
            32 => DecodeByteSwap(instruction, slot, DecodedOperation.Swap32, DecodedOperation.Zero32),
            64 => DecodeByteSwap(instruction, slot, DecodedOperation.Swap64, DecodedOperation.Nothing),
            _ => throw Unknown(instruction, slot),
        };
    }

    private void DecodeJump(ref DecodedInstruction decoded, Instruction instruction, int slot)
    {
        switch (instruction.Opcode)
        {
            case CallOpcode:
                DecodeCall(ref decoded, instruction, slot);
                return;
            case ExitOpcode:
                decoded.Operation = DecodedOperation.Exit;
                return;
            case GotoOpcode:
                decoded.Operation = DecodedOperation.Goto;
                break;
            case GotoLongOpcode:
                decoded.Operation = DecodedOperation.Goto;
                decoded.Offset = (int)instruction.Immediate;
                break;
            case MayGotoOpcode:
                decoded.Operation = DecodedOperation.MayGoto;
                break;
            default:
                DecodedOperation first = OperationTable.Find((JumpOperation)(instruction.Opcode & 0xf0)) ?? throw Unknown(instruction, slot);
                bool is64 = (instruction.Opcode & 7) == (int)InstructionClass.Jmp;
                decoded.Operation = OperationTable.InGroup(first, is64, (instruction.Opcode & ImmediateMask) != 0);
                break;
        }

        long target = slot + 1L + decoded.Offset;
        if (target < functionStart || target >= functionEnd || !isStart[target])
        {
            throw Malformed(slot, $"the jump's target, slot {target}, is not an instruction of the same function");
        }
    }

    private void DecodeCall(ref DecodedInstruction decoded, Instruction instruction, int slot)
    {
        switch ((CallSource)instruction.Source)
        {
            case CallSource.Helper when instruction.Immediate == (int)HelperId.TailCall:
                decoded.Operation = DecodedOperation.TailCall;
                break;
            case CallSource.Helper:
                decoded.Operation = DecodedOperation.CallHelper;
                decoded.Immediate = IndexOfHelper((int)instruction.Immediate, slot);
                break;
            case CallSource.Local:
                decoded.Operation = DecodedOperation.CallLocal;
                RequireStart(TargetOf(slot, instruction.Immediate), slot);
                break;
            default:
                // Its number is the running kernel's: only an open place says which function it is.
                string function = relocations.TryGetValue(slot, out Relocation open) ? open.Symbol : $"with the id {instruction.Immediate}";
                decoded.Operation = DecodedOperation.CallHelper;
                decoded.Immediate = KernelFunctionTable.Find(function) is { } known ? IndexOfHelper((int)known.Call.Id, slot) : throw Malformed(slot, $"the virtual machine does not have the kernel function {function}");
                break;
        }
    }

    private int IndexOfHelper(int id, int slot)
    {
        if (!calledIndex.TryGetValue(id, out int index))
        {
            if (!helpers.TryGet((HelperId)id, out RegisteredHelper helper))
            {
                throw Malformed(slot, $"the virtual machine does not have {HelperRegistry.NameOf((HelperId)id)} (helper id {id}); register it in VmOptions.Helpers");
            }

            index = called.Count;
            called.Add(helper);
            calledIndex.Add(id, index);
        }

        return index;
    }

    private void RequireStart(int target, int slot)
    {
        if (!isStart[target])
        {
            throw Malformed(slot, $"the call's target, slot {target}, is not an instruction");
        }
    }

    private void DecodeMemory(ref DecodedInstruction decoded, Instruction instruction, int slot)
    {
        int size = ((MemorySize)(instruction.Opcode & 0x18)).ByteCount();
        int sizeIndex = size switch { 1 => 0, 2 => 1, 4 => 2, _ => 3 };
        decoded.Size = (byte)size;
        switch ((InstructionClass)(instruction.Opcode & 7), (MemoryMode)(instruction.Opcode & 0xe0))
        {
            case (InstructionClass.Ldx, MemoryMode.Mem):
                decoded.Operation = DecodedOperation.Load8 + (byte)sizeIndex;
                break;
            case (InstructionClass.Ldx, MemoryMode.Memsx) when size != 8:
                decoded.Operation = DecodedOperation.LoadSigned8 + (byte)sizeIndex;
                break;
            case (InstructionClass.St, MemoryMode.Mem):
                decoded.Operation = DecodedOperation.StoreImmediate8 + (byte)sizeIndex;
                break;
            case (InstructionClass.Stx, MemoryMode.Mem):
                decoded.Operation = DecodedOperation.Store8 + (byte)sizeIndex;
                break;
            case (InstructionClass.Stx, MemoryMode.Atomic):
                decoded.Operation = DecodeAtomic(instruction, size, slot);
                break;
            default:
                throw Unknown(instruction, slot);
        }
    }

    private DecodedOperation DecodeAtomic(Instruction instruction, int size, int slot)
    {
        AtomicOperation operation = (AtomicOperation)instruction.Immediate;
        switch (operation)
        {
            case AtomicOperation.LoadAcquire:
                RequireWritable(instruction.Destination, slot);
                return DecodedOperation.Atomic;
            case AtomicOperation.StoreRelease:
                return DecodedOperation.Atomic;
            case AtomicOperation.Add when size >= 4:
                return size == 8 ? DecodedOperation.AtomicAdd64 : DecodedOperation.AtomicAdd32;
            case AtomicOperation.FetchAdd when size >= 4:
                RequireWritable(instruction.Source, slot);
                return size == 8 ? DecodedOperation.AtomicFetchAdd64 : DecodedOperation.AtomicFetchAdd32;
            case AtomicOperation.FetchOr or AtomicOperation.FetchAnd or AtomicOperation.FetchXor or AtomicOperation.Exchange when size >= 4:
                RequireWritable(instruction.Source, slot);
                return DecodedOperation.Atomic;
            case AtomicOperation.Or or AtomicOperation.And or AtomicOperation.Xor or AtomicOperation.CompareExchange when size >= 4:
                return DecodedOperation.Atomic;
            default:
                throw Unknown(instruction, slot);
        }
    }

    private void DecodeLoad(ref DecodedInstruction decoded, Instruction instruction, int slot)
    {
        if (instruction.Opcode == Instruction.LoadImmediate64)
        {
            RequireWritable(instruction.Destination, slot);
            decoded.Operation = DecodedOperation.LoadImmediate;
            if (relocations.TryGetValue(slot, out Relocation relocation))
            {
                decoded.Immediate = (long)resolve(relocation);
            }
            else if (instruction.Source == (byte)LoadImmediate64Source.Function)
            {
                int target = TargetOf(slot, unchecked((int)instruction.Immediate));
                decoded.Immediate = functionStarts.Contains(target)
                    ? (long)FunctionHandle.Of(target)
                    : throw Malformed(slot, $"the callback's address, slot {target}, is not the start of a function");
            }
            else if (instruction.Source != (byte)LoadImmediate64Source.Value)
            {
                throw Malformed(slot, $"lddw wants something only a kernel has (source {instruction.Source})");
            }

            return;
        }

        int size = ((MemorySize)(instruction.Opcode & 0x18)).ByteCount();
        if ((MemoryMode)(instruction.Opcode & 0xe0) is not (MemoryMode.Abs or MemoryMode.Ind) || size == 8)
        {
            throw Unknown(instruction, slot);
        }

        decoded.Operation = DecodedOperation.LoadPacket;
        decoded.Size = (byte)size;
        decoded.Offset = (MemoryMode)(instruction.Opcode & 0xe0) == MemoryMode.Ind ? 1 : 0;
    }

    private void RequireWritable(byte register, int slot)
    {
        if (register == Register.R10)
        {
            throw Malformed(slot, "r10 is the frame pointer and cannot be written");
        }
    }

    private VmLoadException Unknown(Instruction instruction, int slot) =>
        Malformed(slot, $"the virtual machine does not have the instruction '{Disassembler.Format(instruction)}'");

    private VmLoadException Malformed(int slot, string reason) => new($"Program '{program.Program.Name}', instruction {slot}: {reason}.");
}
