using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Where an edge leads to: through blocks of phis and a branch, up to the first block that does something. Two edges have the same outcome if they
/// meet with the same values, or return the same value.
/// </summary>
internal sealed class EdgeOutcome
{
    private const int MaximumSteps = 4;

    private readonly List<BasicBlock> blocks = [];
    private readonly List<Dictionary<IrValue, IrValue>> values = [];

    public EdgeOutcome(BasicBlock from, BasicBlock to)
    {
        for (int step = 0; step < MaximumSteps; step++)
        {
            var known = new Dictionary<IrValue, IrValue>();
            foreach (IrInstruction phi in IrEdit.Phis(to))
            {
                known.Add(phi, Resolve(IrEdit.PhiOperand(phi, from)));
            }

            blocks.Add(to);
            values.Add(known);
            if (to.Instructions[known.Count].Op != IrOp.Br)
            {
                break;
            }

            (from, to) = (to, to.Terminator.Targets[0]);
        }
    }

    public bool SameAs(EdgeOutcome other)
    {
        for (int i = 0; i < blocks.Count; i++)
        {
            int meeting = other.blocks.IndexOf(blocks[i]);
            if (meeting >= 0)
            {
                return SameValues(values[i], other.values[meeting]);
            }
        }

        return Returned() is { } left && other.Returned() is { } right && IrEdit.Same(left, right);
    }

    private static bool SameValues(Dictionary<IrValue, IrValue> left, Dictionary<IrValue, IrValue> right)
    {
        foreach (KeyValuePair<IrValue, IrValue> pair in left)
        {
            if (!IrEdit.Same(pair.Value, right[pair.Key]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The value, if all that the edge leads to is that it is returned.</summary>
    private IrValue? Returned()
    {
        BasicBlock last = blocks[blocks.Count - 1];
        int phis = values[values.Count - 1].Count;
        return last.Instructions[phis] is { Op: IrOp.Ret, Operands.Count: 1 } ret ? Resolve(ret.Operands[0]) : null;
    }

    private IrValue Resolve(IrValue value)
    {
        for (int i = values.Count - 1; i >= 0; i--)
        {
            if (values[i].TryGetValue(value, out IrValue? known))
            {
                return known;
            }
        }

        return value;
    }
}
