using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// The length of the packet is never negative and fits in 31 bits, so cutting it to 32 bits and widening it again changes nothing. The kernel does not know
/// that, and what it can prove of a length it learns from the 32 bits: only lengths that are added up and stored, as counters do, are left whole.
/// </summary>
internal static class CountedLengths
{
    private const int MaximumDepth = 4;

    public static bool Run(IrFunction function)
    {
        var uses = new UseLists(function.Blocks);
        var replacements = new Replacements();
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction is { Op: IrOp.ZExt32 } && instruction.Operands[0] is IrInstruction { Op: IrOp.Trunc } cut && IsPacketLength(cut.Operands[0]) && IsCounted(instruction, uses, MaximumDepth))
                {
                    replacements.Replace(instruction, cut.Operands[0]);
                }
            }
        }

        replacements.ApplyTo(function);
        return replacements.Any;
    }

    /// <summary>Whether the value is the end less the start of the packet, both as they were at one time.</summary>
    private static bool IsPacketLength(IrValue value)
    {
        if (value is not IrInstruction { Op: IrOp.PtrDiff } difference || difference.Operands[0] is not IrInstruction { Op: IrOp.ContextLoad, Type: IrType.PacketEndPointer } end
            || difference.Operands[1] is not IrInstruction { Op: IrOp.ContextLoad, Type: IrType.PacketPointer } start || start.Block != end.Block)
        {
            return false;
        }

        List<IrInstruction> instructions = start.Block!.Instructions;
        int from = instructions.IndexOf(start);
        int to = instructions.IndexOf(end);
        return !instructions.GetRange(Math.Min(from, to), Math.Abs(to - from)).Exists(static between => between.Op is IrOp.CallHelper or IrOp.Call);
    }

    private static bool IsCounted(IrInstruction value, UseLists uses, int depth)
    {
        if (depth == 0)
        {
            return false;
        }

        foreach (IrInstruction user in uses.Of(value))
        {
            bool isCounted = user.Op switch
            {
                IrOp.Store or IrOp.AtomicUpdate => user.Operands[1] == value && user.Operands[0] != value,
                IrOp.Add or IrOp.Sub => IsCounted(user, uses, depth - 1),
                _ => false,
            };
            if (!isCounted)
            {
                return false;
            }
        }

        return uses.Of(value).Count > 0;
    }
}
