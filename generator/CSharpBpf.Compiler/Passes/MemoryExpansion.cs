using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Copy and Zero become loads and stores, and accesses of the stack and of records become aligned. BPF wants these at multiples of their width, whatever
/// the machine; packets, map values and globals may be accessed at any address. Where it helps, an alloca's alignment is raised; only what is still
/// not aligned is done in parts.
/// </summary>
internal sealed class MemoryExpansion
{
    private readonly IrFunction function;
    private readonly List<IrInstruction> output = [];
    private BasicBlock block;

    private MemoryExpansion(IrFunction function)
    {
        this.function = function;
        block = function.Blocks[0];
    }

    public static bool Run(IrFunction function) => new MemoryExpansion(function).Run();

    private bool Run()
    {
        bool changed = RaiseAlignments();
        var replacements = new Replacements();
        foreach (BasicBlock current in function.Blocks)
        {
            block = current;
            output.Clear();
            bool rewritten = false;
            foreach (IrInstruction instruction in current.Instructions)
            {
                switch (instruction.Op)
                {
                    case IrOp.Copy or IrOp.Zero:
                        Expand(instruction);
                        rewritten = true;
                        break;
                    case IrOp.Load when IsMisaligned(instruction):
                        replacements.Replace(instruction, LoadInParts(instruction));
                        rewritten = true;
                        break;
                    case IrOp.Store when IsMisaligned(instruction):
                        StoreInParts(instruction);
                        rewritten = true;
                        break;
                    default:
                        output.Add(instruction);
                        break;
                }
            }

            if (rewritten)
            {
                current.Instructions.Clear();
                current.Instructions.AddRange(output);
                changed = true;
            }
        }

        replacements.ApplyTo(function);
        return changed;
    }

    /// <summary>An alloca that is copied, zeroed or accessed wide is aligned to its largest useful width.</summary>
    private bool RaiseAlignments()
    {
        bool changed = false;
        foreach (BasicBlock current in function.Blocks)
        {
            foreach (IrInstruction instruction in current.Instructions)
            {
                int width = instruction.Op switch
                {
                    IrOp.Copy or IrOp.Zero => instruction.Size >= 8 ? 8 : instruction.Size >= 4 ? 4 : instruction.Size >= 2 ? 2 : 1,
                    IrOp.Load or IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange => instruction.Access.Size(),
                    _ => 0,
                };
                for (int i = 0; i < instruction.Operands.Count && width > 1; i++)
                {
                    (IrValue root, long offset) = PointerRules.Strip(instruction.Operands[i]);
                    if (root is IrInstruction { Op: IrOp.Alloca } alloca && alloca.Alignment < width && (offset + instruction.Offset) % width == 0)
                    {
                        alloca.Alignment = width;
                        changed = true;
                    }
                }
            }
        }

        return changed;
    }

    /// <summary>The largest power of two, up to 8, that is known to divide the address.</summary>
    internal static int Alignment(IrValue pointer, long offset) => pointer.Type is IrType.StackPointer or IrType.ContextPointer ? Alignment(pointer, offset, []) : 8;

    private static int Alignment(IrValue pointer, long offset, HashSet<IrValue> above)
    {
        (IrValue root, long distance) = PointerRules.Strip(pointer);
        int alignment = root switch
        {
            IrInstruction { Op: IrOp.Alloca } alloca => Math.Min(alloca.Alignment, 8),
            IrParameter { Type: IrType.ContextPointer } => 8,
            IrParameter parameter => Math.Min(parameter.Alignment, 8),
            _ => 1,
        };
        if (root is IrInstruction { Op: IrOp.Phi or IrOp.Select } choice)
        {
            // One of several places; what comes back around a loop is as aligned as what it started with.
            alignment = 8;
            if (above.Add(choice))
            {
                for (int i = choice.Op == IrOp.Select ? 1 : 0; i < choice.Operands.Count; i++)
                {
                    alignment = Math.Min(alignment, Alignment(choice.Operands[i], 0, above));
                }

                above.Remove(choice);
            }
        }

        while ((distance + offset) % alignment != 0)
        {
            alignment /= 2;
        }

        return alignment;
    }

    private static bool IsMisaligned(IrInstruction access)
    {
        // The alignment of a stack address with a variable offset is not known here; the checker refuses what the kernel would.
        (IrValue root, _) = PointerRules.Strip(access.Operands[0]);
        return access.Access != MemoryAccess.Pointer && root is IrInstruction { Op: IrOp.Alloca or IrOp.Phi or IrOp.Select } or IrParameter { Type: IrType.StackPointer or IrType.ContextPointer } && Alignment(access.Operands[0], access.Offset) < access.Access.Size();
    }

    private void Expand(IrInstruction instruction)
    {
        IrValue destination = instruction.Operands[0];
        IrValue? source = instruction.Op == IrOp.Copy ? instruction.Operands[1] : null;
        for (int offset = 0; offset < instruction.Size;)
        {
            int width = Math.Min(Alignment(destination, offset), source is null ? 8 : Alignment(source, offset));
            while (width > instruction.Size - offset)
            {
                width /= 2;
            }

            MemoryAccess access = AccessOf(width);
            IrType type = width == 8 ? IrType.I64 : IrType.I32;
            IrValue value = source is null ? IrEdit.Zero(type) : Load(source, offset, access, instruction);
            Store(destination, offset, access, value, instruction);
            offset += width;
        }
    }

    private IrValue LoadInParts(IrInstruction load)
    {
        int size = load.Access.Size();
        int width = Alignment(load.Operands[0], load.Offset);
        IrValue? whole = null;
        for (int at = 0; at < size; at += width)
        {
            IrValue part = Load(load.Operands[0], load.Offset + at, AccessOf(width), load);
            if (size == 8)
            {
                part = Emit(IrOp.ZExt32, IrType.I64, load, part);
            }

            if (at > 0)
            {
                part = Emit(IrOp.Shl, part.Type, load, part, new IrConstant(part.Type, at * 8));
            }

            whole = whole is null ? part : Emit(IrOp.Or, part.Type, load, whole, part);
        }

        return load.Access == MemoryAccess.S16 ? Emit(IrOp.SExt16, IrType.I32, load, whole!) : whole!;
    }

    private void StoreInParts(IrInstruction store)
    {
        int size = store.Access.Size();
        int width = Alignment(store.Operands[0], store.Offset);
        for (int at = 0; at < size; at += width)
        {
            IrValue part = store.Operands[1];
            if (at > 0)
            {
                part = Emit(IrOp.LShr, part.Type, store, part, new IrConstant(part.Type, at * 8));
            }

            if (part.Type == IrType.I64)
            {
                part = Emit(IrOp.Trunc, IrType.I32, store, part);
            }

            Store(store.Operands[0], store.Offset + at, AccessOf(width), part, store);
        }
    }

    private static MemoryAccess AccessOf(int width) => width switch
    {
        1 => MemoryAccess.U8,
        2 => MemoryAccess.U16,
        4 => MemoryAccess.U32,
        _ => MemoryAccess.U64,
    };

    private IrInstruction Load(IrValue pointer, int offset, MemoryAccess access, IrInstruction at)
    {
        IrInstruction load = Emit(IrOp.Load, access == MemoryAccess.U64 ? IrType.I64 : IrType.I32, at, pointer);
        load.Access = access;
        load.Offset = offset;
        return load;
    }

    private void Store(IrValue pointer, int offset, MemoryAccess access, IrValue value, IrInstruction at)
    {
        IrInstruction store = Emit(IrOp.Store, IrType.Void, at, pointer, value);
        store.Access = access;
        store.Offset = offset;
    }

    private IrInstruction Emit(IrOp op, IrType type, IrInstruction at, params IrValue[] operands)
    {
        IrInstruction instruction = IrEdit.Create(op, type, at.Location, operands);
        instruction.Block = block;
        output.Add(instruction);
        return instruction;
    }
}
