using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Gives pointers of unknown origin the type of what they are made from: through additions, phis, selects, and stack slots that are stored with one type
/// of pointer. Starts from "no type seen yet" and joins until nothing changes, so that a loop's pointer has the type it starts with.
/// Null constants take the type they are used with.
/// </summary>
internal sealed class PointerRefinement
{
    private readonly IrFunction function;
    private readonly Dictionary<IrValue, IrType> types = [];
    private readonly Dictionary<(IrValue Alloca, int Offset), List<IrInstruction>> loadsOfSlot = [];
    private readonly Dictionary<(IrValue Alloca, int Offset), IrType> slots = [];

    private PointerRefinement(IrFunction function) => this.function = function;

    public static bool Run(IrFunction function) => new PointerRefinement(function).Run();

    private bool Run()
    {
        if (!HasUnknown())
        {
            return TypeNulls();
        }

        Propagate();
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (types.TryGetValue(instruction, out IrType type) && type != instruction.Type && type != IrType.Void)
                {
                    instruction.Type = type;
                    changed = true;
                }
            }
        }

        return TypeNulls() | changed;
    }

    private bool HasUnknown()
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Type == IrType.Pointer)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Propagate()
    {
        var uses = new UseLists(function.Blocks);
        var work = new Stack<IrInstruction>();
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.Load && instruction.Access == MemoryAccess.Pointer)
                {
                    if (!loadsOfSlot.TryGetValue((instruction.Operands[0], instruction.Offset), out List<IrInstruction>? loads))
                    {
                        loads = [];
                        loadsOfSlot.Add((instruction.Operands[0], instruction.Offset), loads);
                    }

                    loads.Add(instruction);
                }

                work.Push(instruction);
            }
        }

        while (work.Count > 0)
        {
            IrInstruction instruction = work.Pop();
            if (instruction is { Op: IrOp.Store, Access: MemoryAccess.Pointer })
            {
                StoreSlot(instruction, work);
                continue;
            }

            if (instruction.Type != IrType.Pointer)
            {
                continue;
            }

            IrType joined = Joined(instruction);
            if (joined != IrType.Void && (!types.TryGetValue(instruction, out IrType known) || known != joined))
            {
                types[instruction] = joined;
                foreach (IrInstruction user in uses.Of(instruction))
                {
                    work.Push(user);
                }
            }
        }
    }

    private void StoreSlot(IrInstruction store, Stack<IrInstruction> work)
    {
        (IrValue, int) slot = (store.Operands[0], store.Offset);
        slots.TryGetValue(slot, out IrType known);
        IrType joined = Join(known, TypeOf(store.Operands[1]));
        if (joined != known)
        {
            slots[slot] = joined;
            if (loadsOfSlot.TryGetValue(slot, out List<IrInstruction>? loads))
            {
                loads.ForEach(work.Push);
            }
        }
    }

    private IrType Joined(IrInstruction instruction)
    {
        IrType joined = IrType.Void;
        switch (instruction.Op)
        {
            case IrOp.PtrAdd:
                return TypeOf(instruction.Operands[0]);
            case IrOp.Load:
                return slots.TryGetValue((instruction.Operands[0], instruction.Offset), out IrType stored) ? stored : IrType.Void;
            case IrOp.Select:
                return Join(TypeOf(instruction.Operands[1]), TypeOf(instruction.Operands[2]));
            case IrOp.Phi:
                foreach (IrValue operand in instruction.Operands)
                {
                    joined = Join(joined, TypeOf(operand));
                }

                return joined;
            default:
                return IrType.Pointer;
        }
    }

    private IrType TypeOf(IrValue value) => value switch
    {
        IrConstant => IrType.Void,
        { Type: not IrType.Pointer } => value.Type,
        IrParameter => IrType.Pointer,
        _ => types.TryGetValue(value, out IrType type) ? type : IrType.Void,
    };

    private static IrType Join(IrType left, IrType right) =>
        left == right || right == IrType.Void ? left : left == IrType.Void ? right : IrType.Pointer;

    private bool TypeNulls()
    {
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                for (int i = 0; i < instruction.Operands.Count; i++)
                {
                    if (instruction.Operands[i] is not IrConstant { Type: IrType.Pointer })
                    {
                        continue;
                    }

                    IrType type = instruction.Op.IsComparison() ? instruction.Operands[1 - i].Type
                        : instruction.Op is IrOp.Phi or IrOp.Select ? instruction.Type
                        : IrType.Pointer;
                    if (type.IsPointer() && type != IrType.Pointer)
                    {
                        instruction.Operands[i] = IrConstant.Null(type);
                        changed = true;
                    }
                }
            }
        }

        return changed;
    }
}
