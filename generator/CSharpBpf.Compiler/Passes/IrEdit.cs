using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Small edits that several passes make.</summary>
internal static class IrEdit
{
    public static IrInstruction Create(IrOp op, IrType type, SourceLocation? location, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type) { Location = location };
        instruction.Operands.AddRange(operands);
        return instruction;
    }

    /// <summary>A copy of all attributes with other operands and another place.</summary>
    public static IrInstruction CloneWithoutOperands(IrInstruction instruction) => new(instruction.Op, instruction.Type)
    {
        Location = instruction.Location,
        Offset = instruction.Offset,
        Access = instruction.Access,
        Size = instruction.Size,
        Alignment = instruction.Alignment,
        Symbol = instruction.Symbol,
        Helper = instruction.Helper,
        Callee = instruction.Callee,
        AtomicOperation = instruction.AtomicOperation,
        IsVolatile = instruction.IsVolatile,
    };

    public static IrInstruction Append(BasicBlock block, IrInstruction instruction)
    {
        instruction.Block = block;
        block.Instructions.Add(instruction);
        return instruction;
    }

    /// <summary>Puts a branch in the place of the terminator.</summary>
    public static void ReplaceTerminatorByBranch(BasicBlock block, BasicBlock target)
    {
        IrInstruction branch = Create(IrOp.Br, IrType.Void, block.Terminator.Location);
        branch.Targets.Add(target);
        branch.Block = block;
        block.Instructions[block.Instructions.Count - 1] = branch;
    }

    public static void RemovePhiOperand(IrInstruction phi, BasicBlock predecessor)
    {
        int index = phi.PhiBlocks.IndexOf(predecessor);
        if (index >= 0)
        {
            phi.PhiBlocks.RemoveAt(index);
            phi.Operands.RemoveAt(index);
        }
    }

    /// <summary>Takes the edge's operands out of the phis of a block that <paramref name="predecessor"/> no longer branches to.</summary>
    public static void RemoveIncoming(BasicBlock block, BasicBlock predecessor)
    {
        foreach (IrInstruction phi in Phis(block))
        {
            RemovePhiOperand(phi, predecessor);
        }
    }

    public static IEnumerable<IrInstruction> Phis(BasicBlock block)
    {
        foreach (IrInstruction instruction in block.Instructions)
        {
            if (instruction.Op != IrOp.Phi)
            {
                yield break;
            }

            yield return instruction;
        }
    }

    /// <summary>Whether nobody can tell that the instruction did not run.</summary>
    public static bool IsUnseen(IrInstruction instruction) =>
        instruction.IsTerminator || !instruction.HasSideEffects() || CallEffects.LeavesMemoryAlone(instruction);

    public static IrValue PhiOperand(IrInstruction phi, BasicBlock predecessor) => phi.Operands[phi.PhiBlocks.IndexOf(predecessor)];

    public static bool IsConstant(IrValue value, long constant) => value is IrConstant c && c.Value == constant;

    public static IrConstant Zero(IrType type) => new(type, 0);

    /// <summary>Whether two operands are the same value; constants are equal by type and value.</summary>
    public static bool Same(IrValue left, IrValue right) =>
        left == right || (left is IrConstant a && right is IrConstant b && a.Value == b.Value && (a.Type == b.Type || (a.Type.IsPointer() && b.Type.IsPointer())));
}

/// <summary>Gives out block names that are free in a function.</summary>
internal sealed class BlockNames
{
    private readonly HashSet<string> taken = [];
    private int next;

    public BlockNames(IrFunction function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            taken.Add(block.Name);
        }
    }

    /// <summary>A name that keeps the hint up to its first dot, so that copies of copies do not grow.</summary>
    public string Create(string hint)
    {
        int dot = hint.IndexOf('.');
        string stem = dot > 0 ? hint.Substring(0, dot) : hint;
        while (true)
        {
            string name = stem + "." + IrPrinter.Number(next++);
            if (taken.Add(name))
            {
                return name;
            }
        }
    }
}
