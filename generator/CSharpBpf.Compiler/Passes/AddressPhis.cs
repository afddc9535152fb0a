using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A phi of one address is that address, and a phi of the distance between two pointers is that distance: copies of a block that a path decides each have
/// their own instructions for them. What is known of a map, such as the size of its values, is known by its address only, and what is known of a length
/// by its pointers. In a loop that leaves the address alone, the phi is one of its own operands.
/// </summary>
internal static class AddressPhis
{
    private const int MaximumDepth = 3;

    public static bool Run(IrFunction function)
    {
        var replacements = new Replacements();
        foreach (BasicBlock block in function.Blocks)
        {
            int firstBehind = block.Instructions.FindIndex(static i => i.Op != IrOp.Phi);
            for (int i = firstBehind - 1; i >= 0; i--)
            {
                IrInstruction phi = block.Instructions[i];
                List<IrValue> versions = [.. phi.Operands.Where(operand => operand != phi)];
                if (versions.Count == 0 || versions.TrueForAll(version => version == versions[0]) || !AreSame(versions, MaximumDepth))
                {
                    continue;
                }

                block.Instructions.RemoveAt(i);
                firstBehind--;
                int at = firstBehind;
                replacements.Replace(phi, Make(versions, block, ref at));
            }
        }

        replacements.ApplyTo(function);
        return replacements.Any;
    }

    /// <summary>Whether all are one value, or made in the same way of values that are. Those dominate all the ways to the phi, and so the phi.</summary>
    private static bool AreSame(List<IrValue> versions, int depth)
    {
        if (versions.TrueForAll(version => IrEdit.Same(version, versions[0])))
        {
            return true;
        }

        return depth > 0 && versions[0] is IrInstruction { Op: IrOp.MapAddress or IrOp.GlobalAddress or IrOp.PtrDiff or IrOp.Trunc or IrOp.ZExt32 } first
            && versions.TrueForAll(version => version is IrInstruction other && other.Op == first.Op && other.Type == first.Type && other.Symbol == first.Symbol)
            && Enumerable.Range(0, first.Operands.Count).All(i => AreSame(Operands(versions, i), depth - 1));
    }

    private static IrValue Make(List<IrValue> versions, BasicBlock block, ref int at)
    {
        if (versions.TrueForAll(version => IrEdit.Same(version, versions[0])))
        {
            return versions[0];
        }

        var first = (IrInstruction)versions[0];
        IrInstruction made = IrEdit.CloneWithoutOperands(first);
        made.Block = block;
        for (int i = 0; i < first.Operands.Count; i++)
        {
            made.Operands.Add(Make(Operands(versions, i), block, ref at));
        }

        block.Instructions.Insert(at++, made);
        return made;
    }

    private static List<IrValue> Operands(List<IrValue> versions, int index) => [.. versions.Select(version => ((IrInstruction)version).Operands[index])];
}
