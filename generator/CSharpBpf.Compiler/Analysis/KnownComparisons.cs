using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// What the branches on the only way to a block have compared. It knows more than the kernel, which learns nothing from comparing two variables, so a proof
/// by it may end a check but no access.
/// </summary>
internal sealed class KnownComparisons(DominatorTree dominators, IntervalAnalysis intervals)
{
    /// <summary>Whether left op right is what a branch has found, or follows from it.</summary>
    public bool Holds(IrOp op, IrValue left, IrValue right, BasicBlock block)
    {
        if (Has(op, left, right, block))
        {
            return true;
        }

        // 0 <= left < right, signed, says the same unsigned.
        IrOp? signed = op switch
        {
            IrOp.ULt => IrOp.SLt,
            IrOp.ULe => IrOp.SLe,
            _ => null,
        };
        return signed is { } known && IsNonNegative(left, block) && (Has(known, left, right, block) || (known == IrOp.SLe && IsMinimumWith(left, right, known)));
    }

    /// <summary>Whether an integer is not negative: by its range, as a packet's length, or as the smaller or larger of two such.</summary>
    private bool IsNonNegative(IrValue value, BasicBlock block)
    {
        if (intervals.At(value, block).SMin >= 0)
        {
            return true;
        }

        return PacketLength.Of(value) is { } length
            ? length.Start is IrInstruction { Op: IrOp.ContextLoad } || Has(IrOp.ULe, length.Start, length.End, block)
            : value is IrInstruction { Op: IrOp.Select } select && IsNonNegative(select.Operands[1], block) && IsNonNegative(select.Operands[2], block);
    }

    /// <summary>Whether a branch has found left op right, or left op a minimum of right and another.</summary>
    public bool Has(IrOp op, IrValue left, IrValue right, BasicBlock block)
    {
        foreach ((IrOp known, IrValue a, IrValue b) in Before(block))
        {
            if (IrEdit.Same(a, left) && (known == op || known == Strict(op)) && (IrEdit.Same(b, right) || IsMinimumWith(b, right, op)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether so many bytes from a packet pointer on are inside the packet: the pointer is made by adding a variable to another, behind which a comparison with
    /// the end has shown as many bytes as the variable can be, or more bytes than the variable is by another comparison.
    /// </summary>
    public bool IsInPacket(IrInstruction add, long bytes, IrValue end, PointerState state, BasicBlock block)
    {
        (IrValue root, long offset) = PointerRules.Strip(add.Operands[0]);
        Interval distance = intervals.At(add.Operands[1], block);
        if (distance.SMin < 0 || distance.UMax > PacketOffsets.Maximum || offset < 0)
        {
            return false;
        }

        if (state.TryPacket(root, out PacketFact fact) && offset + (long)distance.UMax + bytes <= fact.Range)
        {
            return true;
        }

        foreach ((IrOp op, IrValue limit, IrValue b) in Before(block))
        {
            if (op != IrOp.ULe || b != end || PointerRules.Strip(limit) is not (IrInstruction { Op: IrOp.PtrAdd } far, var more))
            {
                continue;
            }

            // base + far + more <= end, and the variable is less than far.
            (IrValue farRoot, long farOffset) = PointerRules.Strip(far.Operands[0]);
            if (farRoot == root && offset + bytes <= farOffset + more + 1 && intervals.At(far.Operands[1], block).SMin >= 0 && IsLess(add.Operands[1], far.Operands[1], block))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsLess(IrValue left, IrValue right, BasicBlock block)
    {
        bool areWidened = left is IrInstruction { Op: IrOp.ZExt32 } && right is IrInstruction { Op: IrOp.ZExt32 };
        return areWidened ? Holds(IrOp.ULt, ((IrInstruction)left).Operands[0], ((IrInstruction)right).Operands[0], block) : Holds(IrOp.ULt, left, right, block);
    }

    private IEnumerable<(IrOp Op, IrValue Left, IrValue Right)> Before(BasicBlock block)
    {
        for (BasicBlock? at = block; at is not null; at = dominators.ImmediateDominator(at))
        {
            if (dominators.OnlyEntry(at) is not { Terminator: { Op: IrOp.CondBr } branch } || branch.Targets[0] == branch.Targets[1]
                || branch.Operands[0] is not IrInstruction condition || !condition.Op.IsComparison())
            {
                continue;
            }

            IrOp op = branch.Targets[0] == at ? condition.Op : ConstantFolding.Inverted(condition.Op);
            yield return (op, condition.Operands[0], condition.Operands[1]);
            yield return (ConstantFolding.Mirrored(op), condition.Operands[1], condition.Operands[0]);
        }
    }

    private static IrOp Strict(IrOp op) => op switch
    {
        IrOp.ULe => IrOp.ULt,
        IrOp.SLe => IrOp.SLt,
        _ => op,
    };

    /// <summary>value is the smaller one, by the comparison's sign, of two of which one is <paramref name="right"/>.</summary>
    private static bool IsMinimumWith(IrValue value, IrValue right, IrOp op)
    {
        if (value is not IrInstruction { Op: IrOp.Select } select || select.Operands[0] is not IrInstruction test || !test.Op.IsComparison())
        {
            return false;
        }

        bool forwards = IrEdit.Same(test.Operands[0], select.Operands[1]) && IrEdit.Same(test.Operands[1], select.Operands[2]);
        bool backwards = IrEdit.Same(test.Operands[0], select.Operands[2]) && IrEdit.Same(test.Operands[1], select.Operands[1]);
        IrOp less = backwards ? ConstantFolding.Mirrored(test.Op) : test.Op;
        bool isMinimum = op is IrOp.SLt or IrOp.SLe ? less is IrOp.SLt or IrOp.SLe : op is IrOp.ULt or IrOp.ULe && less is IrOp.ULt or IrOp.ULe;
        return isMinimum && (forwards || backwards) && (IrEdit.Same(select.Operands[1], right) || IrEdit.Same(select.Operands[2], right));
    }
}
