using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Sparse conditional constant propagation (Wegman and Zadeck): assumes that no edge is taken and every value is one constant until shown otherwise. So a
/// variable that only code behind an unknown branch would change, and only if it had changed already, is found to keep its first value.
/// </summary>
internal sealed class ConditionalConstants
{
    private readonly IrFunction function;
    private readonly UseLists uses;

    /// <summary>Null is "not one constant"; what is missing has not been reached.</summary>
    private readonly Dictionary<IrInstruction, IrConstant?> values = [];
    private readonly HashSet<(BasicBlock From, BasicBlock To)> edges = [];
    private readonly HashSet<BasicBlock> reached = [];
    private readonly Stack<BasicBlock> blocks = new();
    private readonly Stack<IrInstruction> changed = new();

    private ConditionalConstants(IrFunction function)
    {
        this.function = function;
        uses = new UseLists(function.Blocks);
    }

    public static bool Run(IrFunction function) => new ConditionalConstants(function).Run();

    private bool Run()
    {
        reached.Add(function.Blocks[0]);
        blocks.Push(function.Blocks[0]);
        while (blocks.Count + changed.Count > 0)
        {
            if (changed.Count > 0)
            {
                foreach (IrInstruction user in uses.Of(changed.Pop()))
                {
                    if (reached.Contains(user.Block!))
                    {
                        Visit(user);
                    }
                }
            }
            else
            {
                blocks.Pop().Instructions.ForEach(Visit);
            }
        }

        var replacements = new Replacements();
        foreach (KeyValuePair<IrInstruction, IrConstant?> pair in values)
        {
            if (pair.Value is { } constant)
            {
                replacements.Replace(pair.Key, constant);
            }
        }

        replacements.ApplyTo(function);
        function.Blocks.ForEach(block => block.Instructions.RemoveAll(i => values.TryGetValue(i, out IrConstant? constant) && constant is not null));
        return replacements.Any;
    }

    private void Visit(IrInstruction instruction)
    {
        if (instruction.IsTerminator)
        {
            Leave(instruction);
            return;
        }

        if (!instruction.Type.IsInteger() || (values.TryGetValue(instruction, out IrConstant? known) && known is null))
        {
            return;
        }

        bool isKnown = Evaluate(instruction, out IrConstant? value);
        if (isKnown && (known is null || value is null || known.Value != value.Value))
        {
            // A second constant is one too many: a value only ever goes from unknown to constant to varying.
            values[instruction] = known is null ? value : null;
            changed.Push(instruction);
        }
    }

    private void Leave(IrInstruction terminator)
    {
        if (terminator.Op == IrOp.CondBr)
        {
            if (!Value(terminator.Operands[0], out IrConstant? condition))
            {
                return;
            }

            if (condition is not null)
            {
                Take(terminator.Block!, terminator.Targets[condition.Value != 0 ? 0 : 1]);
                return;
            }
        }

        foreach (BasicBlock target in terminator.Targets)
        {
            Take(terminator.Block!, target);
        }
    }

    private void Take(BasicBlock from, BasicBlock to)
    {
        if (!edges.Add((from, to)))
        {
            return;
        }

        if (reached.Add(to))
        {
            blocks.Push(to);
        }
        else
        {
            foreach (IrInstruction phi in IrEdit.Phis(to))
            {
                Visit(phi);
            }
        }
    }

    /// <summary>Whether anything is known of the value yet: that it is a constant, or (null) that it is not.</summary>
    private bool Value(IrValue value, out IrConstant? constant)
    {
        constant = value as IrConstant;
        return constant is not null || value is not IrInstruction instruction || !instruction.Type.IsInteger() || values.TryGetValue(instruction, out constant);
    }

    private bool Evaluate(IrInstruction instruction, out IrConstant? result)
    {
        result = null;
        if (instruction.Op == IrOp.Phi)
        {
            return Meet(instruction, out result);
        }

        if (instruction.Op > IrOp.Select || instruction.Operands.Count == 0)
        {
            return true;
        }

        if (!Value(instruction.Operands[0], out IrConstant? first))
        {
            return false;
        }

        if (instruction.Op == IrOp.Select)
        {
            return first is null || Value(instruction.Operands[first.Value != 0 ? 1 : 2], out result);
        }

        if (instruction.Operands.Count == 1)
        {
            result = first is null ? null : ConstantFolding.Unary(instruction.Op, instruction.Type, first.Value);
            return true;
        }

        if (!Value(instruction.Operands[1], out IrConstant? second))
        {
            return false;
        }

        if (first is not null && second is not null)
        {
            result = !instruction.Op.IsComparison() ? ConstantFolding.Binary(instruction.Op, instruction.Type, first.Value, second.Value)
                : ComparisonRules.Truth(ConstantFolding.Compare(instruction.Op, first.Type, first.Value, second.Value));
        }

        return true;
    }

    /// <summary>What the operands of the edges that are taken have in common.</summary>
    private bool Meet(IrInstruction phi, out IrConstant? common)
    {
        common = null;
        bool any = false;
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            if (!edges.Contains((phi.PhiBlocks[i], phi.Block!)) || !Value(phi.Operands[i], out IrConstant? constant))
            {
                continue;
            }

            if (constant is null || (any && common!.Value != constant.Value))
            {
                common = null;
                return true;
            }

            common = constant;
            any = true;
        }

        return any;
    }
}
