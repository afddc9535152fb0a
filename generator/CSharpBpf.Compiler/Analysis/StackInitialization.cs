using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Whether stack bytes are written on every path before they are read (BPF0205): kernels up to 6.2 refuse to read others, by loads as by helpers.
/// A write at a variable place writes nothing for certain; a read at one needs its whole local.
/// </summary>
internal sealed class StackInitialization(CfgInfo cfg, MemoryExtents extents)
{
    private readonly Dictionary<IrInstruction, int> starts = [];

    public void Check(SafetyReport report)
    {
        int bytes = NumberBytes();
        if (bytes == 0)
        {
            return;
        }

        var exits = new ulong[]?[cfg.ReversePostorder.Count];
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (BasicBlock block in cfg.ReversePostorder)
            {
                ulong[] state = Enter(block, exits, bytes);
                foreach (IrInstruction instruction in block.Instructions)
                {
                    Write(instruction, state);
                }

                if (exits[block.Number] is not { } before || !state.AsSpan().SequenceEqual(before))
                {
                    exits[block.Number] = state;
                    changed = true;
                }
            }
        }

        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            ulong[] state = Enter(block, exits, bytes);
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (ReadsUnwritten(instruction, state))
                {
                    report.Add("BPF0205", instruction);
                }

                Write(instruction, state);
            }
        }
    }

    /// <summary>Gives the bytes of all allocas numbers, one alloca after the other.</summary>
    private int NumberBytes()
    {
        int bytes = 0;
        foreach (IrInstruction instruction in cfg.ReversePostorder[0].Instructions)
        {
            if (instruction.Op == IrOp.Alloca)
            {
                starts.Add(instruction, bytes);
                bytes += instruction.Size;
            }
        }

        return bytes;
    }

    private ulong[] Enter(BasicBlock block, ulong[]?[] exits, int bytes)
    {
        ulong[]? joined = null;
        foreach (BasicBlock predecessor in cfg.Predecessors(block))
        {
            if (exits[predecessor.Number] is not { } exit)
            {
                continue;
            }

            if (joined is null)
            {
                joined = (ulong[])exit.Clone();
                continue;
            }

            for (int i = 0; i < joined.Length; i++)
            {
                joined[i] &= exit[i];
            }
        }

        return joined ?? new ulong[(bytes + 63) / 64];
    }

    private void Write(IrInstruction instruction, ulong[] state)
    {
        switch (instruction.Op)
        {
            case IrOp.Store:
                Set(instruction.Operands[0], instruction.Offset, instruction.Access.Size(), state);
                break;
            case IrOp.Zero or IrOp.Copy:
                Set(instruction.Operands[0], 0, instruction.Size, state);
                break;
            case IrOp.CallHelper:
                foreach (HelperMemory memory in HelperMemoryOf(instruction))
                {
                    if (memory.Writes)
                    {
                        Set(memory.Pointer, 0, memory.Size, state);
                    }
                }

                break;
        }
    }

    private bool ReadsUnwritten(IrInstruction instruction, ulong[] state)
    {
        switch (instruction.Op)
        {
            case IrOp.Load or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange:
                return !IsSet(instruction.Operands[0], instruction.Offset, instruction.Access.Size(), state);
            case IrOp.Copy:
                return !IsSet(instruction.Operands[1], 0, instruction.Size, state);
            case IrOp.CallHelper:
                foreach (HelperMemory memory in HelperMemoryOf(instruction))
                {
                    if (memory.Reads && !IsSet(memory.Pointer, 0, memory.Size, state))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    private IEnumerable<HelperMemory> HelperMemoryOf(IrInstruction call) =>
        HelperTable.Find(call.Helper)?.Signature is { } signature
            ? HelperArgumentCheck.Memory(call, signature, extents, size => size is IrConstant constant ? Interval.Constant(constant) : Interval.Full(size.Type))
            : [];

    private void Set(IrValue pointer, long offset, long size, ulong[] state)
    {
        (IrValue root, long distance) = PointerRules.Strip(pointer);
        if (root is IrInstruction { Op: IrOp.Alloca } alloca)
        {
            for (long at = distance + offset; at < distance + offset + size; at++)
            {
                if (at >= 0 && at < alloca.Size)
                {
                    long bit = starts[alloca] + at;
                    state[bit / 64] |= 1UL << (int)(bit % 64);
                }
            }
        }
    }

    private bool IsSet(IrValue pointer, long offset, long size, ulong[] state)
    {
        (IrValue root, long distance) = PointerRules.Strip(pointer);
        long start = distance + offset;
        while (root is IrInstruction { Op: IrOp.PtrAdd } variable)
        {
            root = variable.Operands[0];
            start = 0;
            size = long.MaxValue;
        }

        if (root is not IrInstruction { Op: IrOp.Alloca } alloca)
        {
            return true;
        }

        long end = size > alloca.Size - start ? alloca.Size : start + size;
        for (long at = Math.Max(start, 0); at < end; at++)
        {
            long bit = starts[alloca] + at;
            if ((state[bit / 64] & (1UL << (int)(bit % 64))) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
