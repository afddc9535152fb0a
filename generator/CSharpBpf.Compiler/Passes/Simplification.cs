using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// One walk that replaces each instruction by something cheaper with the same result, looking only at its operands' definitions. Rules are split by
/// topic: <see cref="ArithmeticRules"/>, <see cref="ExtensionRules"/>, <see cref="ComparisonRules"/>, <see cref="PointerRules"/>.
/// </summary>
internal static class Simplification
{
    public static bool Run(IrFunction function)
    {
        var cfg = new CfgInfo(function);
        var rewriter = new Rewriter(ChoicesOf(function), () => new NeededRanges(cfg.ReversePostorder, new LoopInfo(cfg, new DominatorTree(cfg))));
        bool changed = false;
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            rewriter.Enter(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                rewriter.Replacements.ApplyTo(instruction);
                rewriter.At(instruction);
                if (instruction.Op == IrOp.CondBr)
                {
                    changed |= ComparisonRules.SimplifyBranch(instruction);
                }

                changed |= PointerRules.FoldOffset(instruction) | ExtensionRules.NarrowStored(instruction);
                IrValue? simpler = Simplify(instruction, rewriter);
                if (simpler is not null && simpler != instruction)
                {
                    rewriter.Replacements.Replace(instruction, simpler);
                    changed = true;
                }
                else
                {
                    rewriter.Keep(instruction);
                }
            }

            rewriter.Leave();
        }

        rewriter.Replacements.ApplyTo(function);
        return changed | rewriter.Changed;
    }

    private static IrValue? Simplify(IrInstruction instruction, Rewriter rewriter)
    {
        switch (instruction.Op)
        {
            case <= IrOp.Not:
                return ArithmeticRules.Simplify(instruction, rewriter);
            case >= IrOp.ZExt8 and <= IrOp.ByteSwap64:
                return ExtensionRules.Simplify(instruction, rewriter);
            case >= IrOp.Eq and <= IrOp.SGe:
                return ComparisonRules.Simplify(instruction, rewriter);
            case IrOp.Select:
                return ComparisonRules.SimplifySelect(instruction, rewriter);
            case IrOp.PtrAdd or IrOp.PtrDiff:
                return PointerRules.Simplify(instruction, rewriter);
            case IrOp.Phi:
                return SimplifyPhi(instruction);
            default:
                return null;
        }
    }

    private static HashSet<IrInstruction> ChoicesOf(IrFunction function)
    {
        var choices = new HashSet<IrInstruction>();
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.Select && instruction.Operands[0] is IrInstruction condition)
                {
                    choices.Add(condition);
                }
            }
        }

        return choices;
    }

    /// <summary>A phi of one value is that value.</summary>
    private static IrValue? SimplifyPhi(IrInstruction phi)
    {
        IrValue? only = null;
        foreach (IrValue operand in phi.Operands)
        {
            if (operand == phi || (only is not null && IrEdit.Same(only, operand)))
            {
                continue;
            }

            if (only is not null)
            {
                return null;
            }

            only = operand;
        }

        return only;
    }
}

/// <summary>Where the rules put the instructions they make: before the one they replace.</summary>
internal sealed class Rewriter(HashSet<IrInstruction> choices, Func<NeededRanges> findRanges)
{
    private readonly Lazy<NeededRanges> ranges = new(findRanges);
    private readonly List<IrInstruction> output = [];
    private readonly HashSet<IrInstruction> made = [];
    private BasicBlock? block;
    private IrInstruction? current;

    public Replacements Replacements { get; } = new();

    /// <summary>Whether something was made.</summary>
    public bool Changed { get; private set; }

    /// <summary>Whether a select chooses by the instruction that is being rewritten.</summary>
    public bool IsChoice => choices.Contains(current!);

    /// <summary>Whether the kernel must know the range of the instruction that is being rewritten.</summary>
    public bool IsRangeNeeded => ranges.Value.Contains(current!);

    /// <summary>Whether the kernel must, as far as is known, know the range of a value; of what was made since, nothing is known.</summary>
    public bool MayNeedRangeOf(IrInstruction value) => made.Contains(value) || ranges.Value.Contains(value);

    public void Enter(BasicBlock entered)
    {
        block = entered;
        output.Clear();
    }

    public void At(IrInstruction instruction) => current = instruction;

    public void Keep(IrInstruction instruction) => output.Add(instruction);

    public void Leave()
    {
        block!.Instructions.Clear();
        block.Instructions.AddRange(output);
    }

    public IrInstruction Make(IrOp op, IrType type, params IrValue[] operands)
    {
        IrInstruction instruction = IrEdit.Create(op, type, current!.Location, operands);
        instruction.Block = block;
        output.Add(instruction);
        made.Add(instruction);
        Changed = true;
        return instruction;
    }
}
