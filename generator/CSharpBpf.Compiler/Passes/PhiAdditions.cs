using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A sum of a value and one of two constants, one of them zero, as "x + (carry ? 1 : 0)": only the way that brings the other constant adds it, and the way
/// of the zero has nothing to do. The number that is not needed any more had to be made on both.
/// </summary>
internal static class PhiAdditions
{
    public static bool Run(IrFunction function)
    {
        var cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        var uses = new UseLists(cfg.ReversePostorder);
        var names = new BlockNames(function);
        var replacements = new Replacements();
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            if (block.Instructions.Find(i => Choice(i, uses) is not null) is { } sum && Other(sum) is { } other && IsKnownBefore(other, block, dominators))
            {
                IrInstruction choice = Choice(sum, uses)!;
                Rewrite(function, sum, choice, other, names);
                replacements.Replace(sum, choice);
                block.Instructions.Remove(sum);
            }
        }

        replacements.ApplyTo(function);
        return replacements.Any;
    }

    /// <summary>The phi of a zero and another constant that an addition of the same block is the only one to use.</summary>
    private static IrInstruction? Choice(IrInstruction sum, UseLists uses)
    {
        if (sum.Op != IrOp.Add)
        {
            return null;
        }

        foreach (IrValue operand in sum.Operands)
        {
            if (operand is IrInstruction { Op: IrOp.Phi, Operands: [IrConstant first, IrConstant second] } phi && phi.Block == sum.Block
                && first.Value == 0 != (second.Value == 0) && uses.Of(phi).Count == 1)
            {
                return phi;
            }
        }

        return null;
    }

    private static IrValue? Other(IrInstruction sum) => sum.Operands.Find(static operand => operand is not IrInstruction { Op: IrOp.Phi, Operands: [IrConstant, IrConstant] });

    private static bool IsKnownBefore(IrValue value, BasicBlock block, DominatorTree dominators) =>
        value is not IrInstruction { Block: { } home } || (home != block && dominators.Dominates(home, block));

    /// <summary>The phi becomes the sum: on one way the other value, on the other its sum with the constant, made on the edge.</summary>
    private static void Rewrite(IrFunction function, IrInstruction sum, IrInstruction phi, IrValue other, BlockNames names)
    {
        BasicBlock block = phi.Block!;
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            var constant = (IrConstant)phi.Operands[i];
            if (constant.Value == 0)
            {
                phi.Operands[i] = other;
                continue;
            }

            BasicBlock from = phi.PhiBlocks[i];
            BasicBlock edge = from.Terminator.Op == IrOp.Br ? from : Split(function, from, block, names);
            IrInstruction added = IrEdit.Create(IrOp.Add, phi.Type, sum.Location, other, constant);
            added.Block = edge;
            edge.Instructions.Insert(edge.Instructions.Count - 1, added);
            phi.Operands[i] = added;
        }
    }

    private static BasicBlock Split(IrFunction function, BasicBlock from, BasicBlock to, BlockNames names)
    {
        var edge = new BasicBlock(names.Create(from.Name));
        IrInstruction branch = IrEdit.Append(edge, IrEdit.Create(IrOp.Br, IrType.Void, from.Terminator.Location));
        branch.Targets.Add(to);
        List<BasicBlock> targets = from.Terminator.Targets;
        targets[targets.IndexOf(to)] = edge;
        foreach (IrInstruction phi in IrEdit.Phis(to))
        {
            phi.PhiBlocks[phi.PhiBlocks.IndexOf(from)] = edge;
        }

        function.Blocks.Insert(function.Blocks.IndexOf(from) + 1, edge);
        return edge;
    }
}
