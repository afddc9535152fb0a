using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>A stack address that is known: an alloca and a distance.</summary>
internal readonly record struct StackAddress(IrInstruction Alloca, int Offset);

/// <summary>The allocas of a function whose every use is understood, the addresses known to lie in them, and the uses.</summary>
internal sealed class SliceCandidates
{
    private readonly IrFunction function;
    private readonly Dictionary<IrValue, SlicedAlloca> candidates = [];
    private readonly Dictionary<IrValue, StackAddress> addresses = [];

    public SliceCandidates(IrFunction function)
    {
        this.function = function;
        CollectAllocas();
        CollectAddresses();
        DropMisunderstood();
    }

    public IReadOnlyDictionary<IrValue, SlicedAlloca> Allocas => candidates;

    public void Remove(SlicedAlloca candidate) => candidates.Remove(candidate.Alloca);

    /// <summary>The candidate and offset that a pointer stands for.</summary>
    public bool TryAddress(IrValue pointer, out SlicedAlloca alloca, out int offset)
    {
        if (addresses.TryGetValue(pointer, out StackAddress address) && candidates.TryGetValue(address.Alloca, out SlicedAlloca? found))
        {
            alloca = found;
            offset = address.Offset;
            return true;
        }

        alloca = null!;
        offset = 0;
        return false;
    }

    /// <summary>Whether the block is a copy from here to memory that is not a candidate.</summary>
    public bool IsCopyOut(IrInstruction copy, SlicedAlloca source, int at) =>
        copy.Op == IrOp.Copy && TryAddress(copy.Operands[1], out SlicedAlloca from, out int offset) && from == source && offset == at
        && !TryAddress(copy.Operands[0], out _, out _);

    /// <summary>Whether the pointer is to this distance in this alloca.</summary>
    public bool IsAt(IrValue pointer, SlicedAlloca alloca, int at) => TryAddress(pointer, out SlicedAlloca found, out int offset) && found == alloca && offset == at;

    /// <summary>Lists anew how the remaining candidates are used: one that went away turns copies from and to it into copies from and to other memory.</summary>
    public void CollectUses()
    {
        foreach (SlicedAlloca candidate in candidates.Values)
        {
            candidate.Accesses.Clear();
            candidate.Blocks.Clear();
            candidate.Ranges.Clear();
            candidate.Slices.Clear();
        }

        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                switch (instruction.Op)
                {
                    case IrOp.Load or IrOp.Store when TryAddress(instruction.Operands[0], out SlicedAlloca accessed, out int offset):
                        accessed.Accesses.Add((instruction, offset + instruction.Offset));
                        accessed.Ranges.Add((offset + instruction.Offset, offset + instruction.Offset + instruction.Access.Size()));
                        break;
                    case IrOp.Copy or IrOp.Zero:
                        foreach (IrValue operand in instruction.Operands)
                        {
                            if (TryAddress(operand, out SlicedAlloca touched, out int start))
                            {
                                touched.Blocks.Add((instruction, start));
                            }
                        }

                        break;
                }
            }
        }
    }

    private void CollectAllocas()
    {
        foreach (IrInstruction instruction in function.Blocks[0].Instructions)
        {
            if (instruction.Op == IrOp.Alloca)
            {
                candidates.Add(instruction, new SlicedAlloca(instruction));
                addresses.Add(instruction, new StackAddress(instruction, 0));
            }
        }
    }

    private void CollectAddresses()
    {
        // An address may be used in a block that stands before its definition in the list, so the addresses come first.
        bool found = candidates.Count > 0;
        while (found)
        {
            found = false;
            foreach (BasicBlock block in function.Blocks)
            {
                foreach (IrInstruction instruction in block.Instructions)
                {
                    if (instruction.Op == IrOp.PtrAdd && !addresses.ContainsKey(instruction) && addresses.TryGetValue(instruction.Operands[0], out StackAddress at)
                        && instruction.Operands[1] is IrConstant distance && at.Offset + distance.Value is >= 0 and <= int.MaxValue)
                    {
                        addresses.Add(instruction, at with { Offset = at.Offset + (int)distance.Value });
                        found = true;
                    }
                }
            }
        }
    }

    private void DropMisunderstood()
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                for (int i = 0; i < instruction.Operands.Count; i++)
                {
                    if (addresses.TryGetValue(instruction.Operands[i], out StackAddress address) && !IsUnderstood(instruction, i, address))
                    {
                        candidates.Remove(address.Alloca);
                    }
                }
            }
        }
    }

    private bool IsUnderstood(IrInstruction instruction, int operand, StackAddress address)
    {
        int size = address.Alloca.Size;
        return instruction.Op switch
        {
            IrOp.Load => Inside(address.Offset + instruction.Offset, instruction.Access.Size()),
            IrOp.Store => operand == 0 && Inside(address.Offset + instruction.Offset, instruction.Access.Size()),
            IrOp.Copy or IrOp.Zero => Inside(address.Offset, instruction.Size),
            IrOp.PtrAdd => operand == 0 && addresses.ContainsKey(instruction),
            _ => false,
        };

        bool Inside(int start, int length) => start >= 0 && length <= size && start <= size - length;
    }
}
