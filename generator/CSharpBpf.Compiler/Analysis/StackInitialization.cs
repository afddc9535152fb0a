using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Whether stack bytes are written on every path before they are read (BPF0205): kernels up to 6.2 refuse to read others, by loads as by helpers.
/// A write at a variable place writes nothing for certain; a read at one needs its whole local. Of the stack memory that a function is given by its caller,
/// what it needs and what it writes is its <see cref="StackContract"/>.
/// </summary>
internal sealed class StackInitialization
{
    private readonly CfgInfo cfg;
    private readonly MemoryExtents extents;
    private readonly Dictionary<IrFunction, StackContract> contracts;
    private readonly Dictionary<IrValue, int> starts = [];
    private readonly List<IrInstruction> unwritten = [];
    private readonly ulong[] demanded;

    /// <param name="cfg">The function's blocks.</param>
    /// <param name="extents">The sizes of what pointers point into.</param>
    /// <param name="contracts">Those of the functions that it calls.</param>
    public StackInitialization(CfgInfo cfg, MemoryExtents extents, Dictionary<IrFunction, StackContract> contracts)
    {
        this.cfg = cfg;
        this.extents = extents;
        this.contracts = contracts;
        int bytes = NumberBytes();
        demanded = new ulong[(bytes + 63) / 64];
        Contract = bytes == 0 ? StackContract.Empty : Solve(bytes);
    }

    public StackContract Contract { get; }

    public void Check(SafetyReport report) => unwritten.ForEach(instruction => report.Add("BPF0205", instruction));

    private StackContract Solve(int bytes)
    {
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

        ulong[]? written = null;
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            ulong[] state = Enter(block, exits, bytes);
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (ReadsUnwritten(instruction, state))
                {
                    unwritten.Add(instruction);
                }

                Write(instruction, state);
            }

            if (block.Terminator is { Op: IrOp.Ret } ret && WrittenBefore(ret, state, exits, bytes) is { } returned)
            {
                written = written is null ? returned : Intersect(written, returned);
            }
        }

        return StackContract.Of(cfg.Function, starts, demanded, written ?? new ulong[demanded.Length]);
    }

    /// <summary>Gives the bytes of all allocas, and of what parameters point to, numbers, one after the other.</summary>
    private int NumberBytes()
    {
        int bytes = 0;
        foreach (IrParameter parameter in cfg.Function.Parameters)
        {
            if (parameter.Type == IrType.StackPointer)
            {
                starts.Add(parameter, bytes);
                bytes += StackContract.MaximumBytes;
            }
        }

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

    private static int SizeOf(IrValue root) => root is IrInstruction alloca ? alloca.Size : StackContract.MaximumBytes;

    private static ulong[] Intersect(ulong[] left, ulong[] right)
    {
        for (int i = 0; i < left.Length; i++)
        {
            left[i] &= right[i];
        }

        return left;
    }

    /// <summary>What is written where the function returns, of the ways that return no fault: behind a fault nobody goes on. Null if there is none.</summary>
    private ulong[]? WrittenBefore(IrInstruction ret, ulong[] state, ulong[]?[] exits, int bytes)
    {
        if (!cfg.Function.ReturnsFault)
        {
            return state;
        }

        if (ret.Operands[0] is not IrInstruction { Op: IrOp.Phi } phi || phi.Block != ret.Block)
        {
            return IrEdit.IsConstant(ret.Operands[0], IrFunction.FaultResult) ? null : state;
        }

        ulong[] returned = Enter(ret.Block!, exits, bytes, from => !IrEdit.IsConstant(phi.Operands[phi.PhiBlocks.IndexOf(from)], IrFunction.FaultResult));
        ret.Block!.Instructions.ForEach(instruction => Write(instruction, returned));
        return returned;
    }

    private ulong[] Enter(BasicBlock block, ulong[]?[] exits, int bytes, Predicate<BasicBlock>? isWanted = null)
    {
        ulong[]? joined = null;
        foreach (BasicBlock predecessor in cfg.Predecessors(block))
        {
            if (exits[predecessor.Number] is not { } exit || isWanted?.Invoke(predecessor) == false)
            {
                continue;
            }

            joined = joined is null ? (ulong[])exit.Clone() : Intersect(joined, exit);
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
            case IrOp.Call:
                foreach ((IrValue pointer, int at) in contracts[instruction.Callee!].Writes(instruction))
                {
                    Set(pointer, at, 1, state);
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

                return Callbacks.Of(instruction) is { } callback && LacksNeeded(instruction, callback, state);
            case IrOp.Call:
                return LacksNeeded(instruction, instruction.Callee!, state);
            default:
                return false;
        }
    }

    private bool LacksNeeded(IrInstruction call, IrFunction callee, ulong[] state)
    {
        // Of a global function the kernel wants all that it may read.
        if (callee.IsGlobal && callee.Parameters.Exists(parameter => parameter.Type == IrType.MemoryPointer && !IsSet(call.Operands[parameter.Index], 0, parameter.Target!.Size, state)))
        {
            return true;
        }

        foreach ((IrValue pointer, int at) in contracts[callee].Needs(call))
        {
            if (!IsSet(pointer, at, 1, state))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<HelperMemory> HelperMemoryOf(IrInstruction call) =>
        HelperTable.Find(call.Helper)?.Signature is { } signature
            ? HelperArgumentCheck.Memory(call, signature, extents, size => size is IrConstant constant ? Interval.Constant(constant) : Interval.Full(size.Type))
            : [];

    private void Set(IrValue pointer, long offset, long size, ulong[] state)
    {
        (IrValue root, long distance) = PointerRules.Strip(pointer);
        if (starts.TryGetValue(root, out int first))
        {
            for (long at = Math.Max(distance + offset, 0); at < distance + offset + size && at < SizeOf(root); at++)
            {
                long bit = first + at;
                state[bit / 64] |= 1UL << (int)(bit % 64);
            }
        }
    }

    /// <summary>Whether the bytes are written; of a parameter's, those that are not are the caller's to write.</summary>
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

        if (!starts.TryGetValue(root, out int first))
        {
            return true;
        }

        long end = size > SizeOf(root) - start ? SizeOf(root) : start + size;
        for (long at = Math.Max(start, 0); at < end; at++)
        {
            long bit = first + at;
            if ((state[bit / 64] & (1UL << (int)(bit % 64))) != 0)
            {
                continue;
            }

            if (root is not IrParameter)
            {
                return false;
            }

            demanded[bit / 64] |= 1UL << (int)(bit % 64);
        }

        return true;
    }
}
