using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Numbers that a loop over a range changes, and that may become any number, start as that to the kernel, for the same reason and by the same zero as what
/// callbacks change (<see cref="CallbackStates"/>): else a sum from 0 that decides something behind the loop is followed without end. A number of which a
/// range is known starts as it does, since something may rely on its range.
/// </summary>
internal static class IteratedStarts
{
    public static bool Run(IrFunction function)
    {
        if (!function.Blocks.Exists(static block => block.Instructions.Exists(static instruction => instruction is { Op: IrOp.CallHelper, Helper: KernelFunctionId.IterNumNext })))
        {
            return false;
        }

        var cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        var loops = new LoopInfo(cfg, dominators);
        var intervals = new IntervalAnalysis(dominators, loops);
        var iterated = new IteratedLoops(loops, dominators, intervals);
        var zeros = new Dictionary<BasicBlock, IrInstruction>();
        foreach (Loop loop in loops.Loops)
        {
            foreach (IrInstruction phi in IrEdit.Phis(loop.Header))
            {
                if (phi.Type.IsInteger() && iterated.NextOf(loop) is { } next && intervals.At(phi, loop.Header) == Interval.Full(phi.Type))
                {
                    for (int i = 0; i < phi.Operands.Count; i++)
                    {
                        if (!loop.Latches.Contains(phi.PhiBlocks[i]))
                        {
                            phi.Operands[i] = Widen(phi.Operands[i], phi.PhiBlocks[i], next, zeros);
                        }
                    }
                }
            }
        }

        return zeros.Count > 0;
    }

    /// <summary>Whether a number is one that this pass has made of another.</summary>
    public static bool IsWide(IrValue value) => value is IrInstruction instruction && instruction.Op switch
    {
        IrOp.PtrDiff => instruction.Operands[0] == instruction.Operands[1],
        IrOp.Trunc => IsWide(instruction.Operands[0]),
        IrOp.Add => IsWide(instruction.Operands[1]),
        _ => false,
    };

    private static IrValue Widen(IrValue start, BasicBlock block, IrInstruction next, Dictionary<BasicBlock, IrInstruction> zeros)
    {
        if (!zeros.TryGetValue(block, out IrInstruction? zero))
        {
            zero = InsertLast(block, IrEdit.Create(IrOp.PtrDiff, IrType.I64, next.Location, next.Operands[0], next.Operands[0]));
            zeros.Add(block, zero);
        }

        IrInstruction fitting = start.Type == zero.Type ? zero : InsertLast(block, IrEdit.Create(IrOp.Trunc, start.Type, next.Location, zero));
        return IrEdit.IsConstant(start, 0) ? fitting : InsertLast(block, IrEdit.Create(IrOp.Add, start.Type, next.Location, start, fitting));
    }

    private static IrInstruction InsertLast(BasicBlock block, IrInstruction instruction)
    {
        instruction.Block = block;
        block.Instructions.Insert(block.Instructions.Count - 1, instruction);
        return instruction;
    }
}
