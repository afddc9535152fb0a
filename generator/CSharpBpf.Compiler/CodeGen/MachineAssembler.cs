using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// From machine instructions in their final order to BPF instructions: chooses encodings, drops jumps to the next block, and collects relocations and source
/// positions.
/// </summary>
internal sealed class MachineAssembler
{
    private readonly CpuVersion cpu;
    private readonly List<AssemblyItem> items = [];

    private MachineAssembler(MachineFunction function, CpuVersion cpu)
    {
        this.cpu = cpu;
        var firstItems = new Dictionary<MachineBlock, int>();
        for (int i = 0; i < function.Blocks.Count; i++)
        {
            MachineBlock block = function.Blocks[i];
            firstItems.Add(block, items.Count);
            foreach (MachineInstruction instruction in block.Instructions)
            {
                Add(instruction, i + 1 < function.Blocks.Count ? function.Blocks[i + 1] : null);
            }
        }

        foreach (AssemblyItem item in items)
        {
            item.Goal = item.Target is null ? null : items[firstItems[item.Target]];
        }
    }

    public static AssembledFunction Assemble(MachineFunction function, CpuVersion cpu)
    {
        var assembler = new MachineAssembler(function, cpu);
        new JumpPlacement(assembler.items, cpu).Run();
        return assembler.Emit();
    }

    private AssembledFunction Emit()
    {
        var instructions = new List<Instruction>();
        var relocations = new List<Relocation>();
        var locations = new List<(int Slot, SourceLocation Location)>();
        foreach (AssemblyItem item in items)
        {
            if (item.Location is not null)
            {
                locations.Add((item.Slot, item.Location));
            }

            if (item.Relocation is RelocationKind kind)
            {
                relocations.Add(new Relocation(item.Slot, kind, item.Symbol!, item.Addend));
            }

            if (item.Goal is null)
            {
                instructions.Add(item.Instruction);
                continue;
            }

            if (!item.IsLong)
            {
                instructions.Add(item.Instruction with { Offset = checked((short)item.Distance) });
                continue;
            }

            if (item.IsLongBranch)
            {
                instructions.Add(item.Instruction with { Offset = 1 });
                instructions.Add(Instructions.Goto(1));
            }

            instructions.Add(Instructions.GotoLong(item.Distance));
        }

        return new AssembledFunction(instructions, relocations, locations);
    }

    private void Add(MachineInstruction instruction, MachineBlock? next)
    {
        int destination = instruction.Destination;
        int source = instruction.Source;
        SourceLocation? location = instruction.Location;
        switch (instruction.Op)
        {
            case MachineOp.Copy:
                Add(Instructions.MovRegister(true, destination, source), location);
                break;
            case MachineOp.LoadConstant:
                Add(Constant(destination, instruction.Immediate), location);
                break;
            case MachineOp.ZeroExtend:
                Add(Instructions.MovRegister(false, destination, source), location);
                break;
            case MachineOp.SignExtend:
                Add(Instructions.MovSignExtend(instruction.Is64, destination, source, instruction.Bits), location);
                break;
            case MachineOp.Alu:
                Add(source == MachineInstruction.None
                    ? Instructions.AluImmediate(instruction.Alu, instruction.Is64, destination, checked((int)instruction.Immediate))
                    : Instructions.AluRegister(instruction.Alu, instruction.Is64, destination, source), location);
                break;
            case MachineOp.Negate:
                Add(Instructions.Neg(instruction.Is64, destination), location);
                break;
            case MachineOp.ByteSwap:
                Add(Instructions.EndianSwap(cpu >= CpuVersion.V4 ? ByteSwap.Always : ByteSwap.BigEndian, destination, instruction.Bits), location);
                break;
            case MachineOp.Load:
                Add(Instructions.LoadMemory(instruction.Size, destination, source, Offset(instruction)), location);
                break;
            case MachineOp.LoadSigned:
                Add(Instructions.LoadMemorySignExtend(instruction.Size, destination, source, Offset(instruction)), location);
                break;
            case MachineOp.Store:
                Add(source == MachineInstruction.None
                    ? Instructions.StoreImmediate(instruction.Size, destination, Offset(instruction), checked((int)instruction.Immediate))
                    : Instructions.StoreRegister(instruction.Size, destination, Offset(instruction), source), location);
                break;
            case MachineOp.Atomic:
                Add(Instructions.Atomic(instruction.AtomicOperation, instruction.Size, destination, Offset(instruction), source), location);
                break;
            case MachineOp.MapAddress:
                AddSymbol(destination, RelocationKind.Map, instruction);
                break;
            case MachineOp.GlobalAddress:
                AddSymbol(destination, RelocationKind.Data, instruction);
                break;
            case MachineOp.FunctionAddress:
                AddSymbol(destination, RelocationKind.Function, instruction);
                break;
            case MachineOp.FrameAddress:
                Add(Instructions.MovRegister(true, destination, Register.R10), location);
                if (Offset(instruction) != 0)
                {
                    Add(Instructions.AluImmediate(AluOperation.Add, true, destination, Offset(instruction)), location);
                }

                break;
            case MachineOp.Call when instruction.Symbol is { } function:
                Add(new AssemblyItem(Instructions.CallLocal(-1), location) { Relocation = RelocationKind.Call, Symbol = function });
                break;
            case MachineOp.Call when KernelFunctionTable.Find((HelperId)instruction.Immediate) is { } function:
                Add(new AssemblyItem(Instructions.CallKfunc(0), location) { Relocation = RelocationKind.KernelFunction, Symbol = function.Call.KernelName });
                break;
            case MachineOp.Call:
                Add(Instructions.CallHelper(checked((int)instruction.Immediate)), location);
                break;
            case MachineOp.MoveUnless:
                AddMoveUnless(instruction);
                break;
            case MachineOp.AskNumber:
                Add(Instructions.JumpImmediate(JumpOperation.Jsgt, true, source, int.MaxValue, 0), location);
                break;
            case MachineOp.Branch:
                AddBranch(instruction, next);
                break;
            case MachineOp.Jump:
                AddJump(instruction.Target!, next, location);
                break;
            case MachineOp.Exit:
                Add(Instructions.Exit(), location);
                break;
            default:
                throw new CodeGenException("No encoding for " + instruction.Op + ".");
        }
    }

    private static int Offset(MachineInstruction instruction) => instruction.Offset + (instruction.Frame?.Offset ?? 0);

    private static Instruction Constant(int destination, long value) =>
        value == (uint)value ? Instructions.MovImmediate(false, destination, (int)(uint)value)
        : value == (int)value ? Instructions.MovImmediate(true, destination, (int)value)
        : Instructions.LoadImmediate64(destination, value);

    private void AddMoveUnless(MachineInstruction instruction)
    {
        if (instruction.Source == instruction.Destination)
        {
            return;
        }

        Instruction move = instruction.Source == MachineInstruction.None
            ? Constant(instruction.Destination, instruction.Immediate)
            : Instructions.MovRegister(true, instruction.Destination, instruction.Source);
        Add(Jump(instruction.Condition, move.SlotCount), instruction.Location);
        Add(move, instruction.Location);
    }

    private void AddBranch(MachineInstruction branch, MachineBlock? next)
    {
        MachineBlock target = branch.Target!;
        MachineBlock otherwise = branch.Otherwise!;
        Condition condition = branch.Condition;
        if (target == next && condition.CanNegate)
        {
            condition = condition.Negate();
            (target, otherwise) = (otherwise, target);
        }

        Add(new AssemblyItem(Jump(condition, 0), branch.Location) { Target = target });
        AddJump(otherwise, next, branch.Location);
    }

    private void AddJump(MachineBlock target, MachineBlock? next, SourceLocation? location)
    {
        if (target != next)
        {
            Add(new AssemblyItem(Instructions.Goto(0), location) { Target = target });
        }
    }

    private Instruction Jump(Condition condition, int offset)
    {
        if (condition.Right == MachineInstruction.None)
        {
            return Instructions.JumpImmediate(condition.Operation, condition.Is64, condition.Left, checked((int)condition.Immediate), offset);
        }

        if (cpu < CpuVersion.V2 && Mirror(condition.Operation) is JumpOperation mirrored)
        {
            return Instructions.JumpRegister(mirrored, condition.Is64, condition.Right, condition.Left, offset);
        }

        return Instructions.JumpRegister(condition.Operation, condition.Is64, condition.Left, condition.Right, offset);
    }

    /// <summary>cpu v1 has no "less" jumps: the operands change places.</summary>
    private static JumpOperation? Mirror(JumpOperation operation) => operation switch
    {
        JumpOperation.Jlt => JumpOperation.Jgt,
        JumpOperation.Jle => JumpOperation.Jge,
        JumpOperation.Jslt => JumpOperation.Jsgt,
        JumpOperation.Jsle => JumpOperation.Jsge,
        _ => null,
    };

    private void AddSymbol(int destination, RelocationKind kind, MachineInstruction instruction) =>
        Add(new AssemblyItem(Instructions.LoadImmediate64(destination, 0), instruction.Location)
        {
            Relocation = kind,
            Symbol = instruction.Symbol,
            Addend = checked((int)instruction.Immediate),
        });

    private void Add(Instruction instruction, SourceLocation? location) => Add(new AssemblyItem(instruction, location));

    private void Add(AssemblyItem item) => items.Add(item);
}

/// <summary>The code of a function, the bytes of its stack frame, its relocations, and for every instruction that has one its source position, ascending by slot.</summary>
internal sealed record AssembledFunction(
    IReadOnlyList<Instruction> Instructions, IReadOnlyList<Relocation> Relocations, IReadOnlyList<(int Slot, SourceLocation Location)> Locations)
{
    public int FrameSize { get; init; }

    public int SlotCount => Instructions.Sum(instruction => instruction.SlotCount);
}
