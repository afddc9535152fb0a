using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Ranges of integers, refined by the comparisons on the way. Walks the dominator tree; loops are walked again with their phis widened until nothing
/// grows, then twice more to take back what widening gave away. A comparison of two values refines them only if one is constant on each path (a constant,
/// or a counter with constant start and step): kernels before 6.8 learn nothing from others. A counter in steps of 2 that stays below 100 is at most 98.
/// </summary>
public sealed class IntervalAnalysis
{
    private const int MaximumRounds = 100;
    private const int LandmarkRound = 2;

    /// <summary>What grows may rest at so many landmarks before it is given up.</summary>
    private const int MaximumRests = 40;

    private readonly List<BasicBlock> order;
    private readonly DominatorTree dominators;
    private readonly Dictionary<IrValue, Interval> ranges = [];
    private readonly Dictionary<(IrInstruction Phi, BasicBlock From), Interval> edges = [];
    private readonly Dictionary<BasicBlock, List<(IrValue Value, Interval Range)>> facts = [];
    private readonly Dictionary<IrValue, Interval> refined = [];
    private readonly Dictionary<IrValue, bool> exact = [];
    private readonly Dictionary<IrInstruction, CounterStride?> strides = [];
    private readonly List<long> landmarks = [];

    public IntervalAnalysis(DominatorTree dominators, LoopInfo loops)
    {
        this.dominators = dominators;
        order = dominators.Preorder();
        FindLandmarks();
        Solve(loops.Loops.Count > 0 || loops.IrreducibleEdges.Count > 0);
    }

    /// <summary>The value's range where <paramref name="block"/> is entered, or where the value is defined if that is in the block.</summary>
    public Interval At(IrValue value, BasicBlock block)
    {
        Interval range = Base(value);
        if (value is IrConstant)
        {
            return range;
        }

        range = Extended(value, range, operand => At(operand, block));
        BasicBlock? home = (value as IrInstruction)?.Block;
        for (BasicBlock? at = block; at is not null && at != home; at = dominators.ImmediateDominator(at))
        {
            if (facts.TryGetValue(at, out List<(IrValue Value, Interval Range)>? known))
            {
                foreach ((IrValue about, Interval fact) in known)
                {
                    if (about == value)
                    {
                        range = range.Intersect(fact, value.Type);
                    }
                }
            }
        }

        return range;
    }

    /// <summary>The range that a phi's operand has on the way in from a block.</summary>
    public Interval On(IrInstruction phi, BasicBlock from) =>
        edges.TryGetValue((phi, from), out Interval range) ? range : At(phi.Operands[phi.PhiBlocks.IndexOf(from)], from);

    private Interval Base(IrValue value) => value is IrConstant constant
        ? Interval.Constant(constant)
        : ranges.TryGetValue(value, out Interval range) ? range : Interval.Full(value.Type);

    private void Solve(bool hasCycles)
    {
        bool changed = true;
        int wideningRound = LandmarkRound + Math.Min(landmarks.Count, MaximumRests);
        for (int round = 0; changed && round < MaximumRounds; round++)
        {
            changed = Walk(round >= wideningRound ? Widened : round >= LandmarkRound ? WidenedToLandmark : Replaced) && hasCycles;
        }

        if (changed)
        {
            // Not settled: no phi of a cycle is known. One more walk makes everything else follow from that.
            Walk((phi, _, _) => Interval.Full(phi.Type));
            return;
        }

        for (int round = 0; round < 2 && hasCycles; round++)
        {
            Walk(Replaced);
        }
    }

    private static Interval Replaced(IrInstruction phi, Interval old, Interval next) => next;

    private static Interval Widened(IrInstruction phi, Interval old, Interval next)
    {
        Interval full = Interval.Full(phi.Type);
        return new Interval(
            next.UMin < old.UMin ? full.UMin : old.UMin,
            next.UMax > old.UMax ? full.UMax : old.UMax,
            next.SMin < old.SMin ? full.SMin : old.SMin,
            next.SMax > old.SMax ? full.SMax : old.SMax);
    }

    /// <summary>The values around the constants of comparisons: where what grows may stop.</summary>
    private void FindLandmarks()
    {
        var found = new SortedSet<long> { 0 };
        foreach (BasicBlock block in order)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op.IsComparison())
                {
                    foreach (IrValue operand in instruction.Operands)
                    {
                        if (operand is IrConstant constant && constant.Value is > int.MinValue and < int.MaxValue)
                        {
                            found.UnionWith([constant.Value - 1, constant.Value, constant.Value + 1]);
                        }
                    }
                }
            }
        }

        landmarks.AddRange(found);
    }

    private Interval WidenedToLandmark(IrInstruction phi, Interval old, Interval next)
    {
        Interval full = Interval.Full(phi.Type);
        ulong most = next.UMax > old.UMax ? full.UMax : old.UMax;
        long above = next.SMax > old.SMax ? full.SMax : old.SMax;
        long below = next.SMin < old.SMin ? full.SMin : old.SMin;
        ulong least = next.UMin < old.UMin ? full.UMin : old.UMin;
        for (int i = landmarks.Count - 1; i >= 0; i--)
        {
            most = next.UMax > old.UMax && landmarks[i] >= 0 && (ulong)landmarks[i] >= next.UMax ? Math.Min(most, (ulong)landmarks[i]) : most;
            above = next.SMax > old.SMax && landmarks[i] >= next.SMax ? Math.Min(above, landmarks[i]) : above;
            below = next.SMin < old.SMin && landmarks[i] <= next.SMin ? Math.Max(below, landmarks[i]) : below;
        }

        return new Interval(least, most, below, above);
    }

    /// <summary>One walk; <paramref name="combine"/> makes a phi's new range of its old and its joined one. True if a phi changed.</summary>
    private bool Walk(Func<IrInstruction, Interval, Interval, Interval> combine)
    {
        bool changed = false;
        facts.Clear();
        refined.Clear();
        var undo = new Stack<(IrValue Value, bool Had, Interval Old)>();
        var open = new Stack<(BasicBlock Block, int Mark)>();
        foreach (BasicBlock block in order)
        {
            while (open.Count > 0 && !dominators.Dominates(open.Peek().Block, block))
            {
                Undo(open.Pop().Mark);
            }

            open.Push((block, undo.Count));
            if (dominators.OnlyEntry(block) is { } entry)
            {
                List<(IrValue Value, Interval Range)> learned = Learn(entry, block);
                if (learned.Count > 0)
                {
                    facts[block] = learned;
                    learned.ForEach(fact => Assume(fact.Value, fact.Range));
                }
            }

            foreach (IrInstruction instruction in block.Instructions)
            {
                if (!instruction.Type.IsInteger())
                {
                    continue;
                }

                if (instruction.Op != IrOp.Phi)
                {
                    // The kernel follows single bits too, and masks that they make needless are gone.
                    ranges[instruction] = IntervalTransfer.Evaluate(instruction, Current).Intersect(Interval.Unsigned(instruction.Type, 0, KnownBits.KernelMayBeSet(instruction)), instruction.Type);
                    continue;
                }

                Interval joined = Joined(instruction);
                bool known = ranges.TryGetValue(instruction, out Interval old);
                Interval next = known ? combine(instruction, old, joined) : joined;
                next = StrideOf(instruction)?.Cut(next, next, instruction.Type) ?? next;
                changed |= !known || next != old;
                ranges[instruction] = next;
            }

            LeaveBlock(block);
        }

        return changed;

        void Assume(IrValue value, Interval range)
        {
            bool had = refined.TryGetValue(value, out Interval old);
            undo.Push((value, had, old));
            refined[value] = range;
        }

        void Undo(int mark)
        {
            while (undo.Count > mark)
            {
                (IrValue value, bool had, Interval old) = undo.Pop();
                if (had)
                {
                    refined[value] = old;
                }
                else
                {
                    refined.Remove(value);
                }
            }
        }
    }

    /// <summary>Notes the ranges of the phi operands on the edges out of the block.</summary>
    private void LeaveBlock(BasicBlock block)
    {
        foreach (BasicBlock target in block.Terminator.Targets)
        {
            List<(IrValue Value, Interval Range)>? learned = null;
            foreach (IrInstruction instruction in target.Instructions)
            {
                if (instruction.Op != IrOp.Phi)
                {
                    break;
                }

                if (!instruction.Type.IsInteger())
                {
                    continue;
                }

                IrValue operand = instruction.Operands[instruction.PhiBlocks.IndexOf(block)];
                Interval range = Current(operand);
                learned ??= Learn(block, target);
                foreach ((IrValue about, Interval fact) in learned)
                {
                    range = about == operand ? fact : range;
                }

                edges[(instruction, block)] = range;
            }
        }
    }

    private Interval Joined(IrInstruction phi)
    {
        Interval? joined = null;
        foreach (BasicBlock from in phi.PhiBlocks)
        {
            if (edges.TryGetValue((phi, from), out Interval range))
            {
                joined = joined is { } known ? Interval.Join(known, range) : range;
            }
        }

        return joined ?? Interval.Full(phi.Type);
    }

    private CounterStride? StrideOf(IrInstruction phi)
    {
        if (!strides.TryGetValue(phi, out CounterStride? stride))
        {
            stride = CounterStride.Of(phi);
            strides.Add(phi, stride);
        }

        return stride;
    }

    private Interval Current(IrValue value) => Extended(value, refined.TryGetValue(value, out Interval range) ? range : Base(value), Current);

    /// <summary>A zero extension is the same register: what is learned of its operand later is known of it.</summary>
    private static Interval Extended(IrValue value, Interval range, Func<IrValue, Interval> of) =>
        value is IrInstruction { Op: IrOp.ZExt32 } wide ? range.Intersect(IntervalTransfer.Evaluate(wide, of), wide.Type) : range;

    /// <summary>What the branch from one block to the other says about values.</summary>
    private List<(IrValue Value, Interval Range)> Learn(BasicBlock from, BasicBlock to)
    {
        var learned = new List<(IrValue, Interval)>();
        IrInstruction branch = from.Terminator;
        if (branch.Op != IrOp.CondBr || branch.Targets[0] == branch.Targets[1] || branch.Operands[0] is not IrInstruction condition)
        {
            return learned;
        }

        bool holds = branch.Targets[0] == to;
        if (!condition.Op.IsComparison())
        {
            if (!holds)
            {
                learned.Add((condition, Interval.Unsigned(IrType.I32, 0, 0)));
            }

            return learned;
        }

        IrValue left = condition.Operands[0];
        IrValue right = condition.Operands[1];
        if (!left.Type.IsInteger() || !(IsConstantOnPath(left) || IsConstantOnPath(right)))
        {
            return learned;
        }

        IrOp op = holds ? condition.Op : ConstantFolding.Inverted(condition.Op);
        Refine(left, op, right);
        Refine(right, ConstantFolding.Mirrored(op), left);
        return learned;

        void Refine(IrValue value, IrOp comparison, IrValue other)
        {
            if (value is not IrConstant)
            {
                Interval range = Current(value);
                Interval narrowed = range.Intersect(Bound(comparison, Current(other), value.Type), value.Type);
                narrowed = value is IrInstruction { Op: IrOp.Phi } counter ? StrideOf(counter)?.Cut(narrowed, Base(counter), value.Type) ?? narrowed : narrowed;
                if (narrowed != range)
                {
                    learned.Add((value, narrowed));
                }
            }
        }
    }

    /// <summary>The values for which a comparison with another value can hold.</summary>
    internal static Interval Bound(IrOp comparison, Interval other, IrType type)
    {
        Interval full = Interval.Full(type);
        return comparison switch
        {
            IrOp.Eq => other,
            IrOp.ULt when other.UMax > 0 => full with { UMax = other.UMax - 1 },
            IrOp.ULe => full with { UMax = other.UMax },
            IrOp.UGt when other.UMin < full.UMax => full with { UMin = other.UMin + 1 },
            IrOp.UGe => full with { UMin = other.UMin },
            IrOp.SLt when other.SMax > full.SMin => full with { SMax = other.SMax - 1 },
            IrOp.SLe => full with { SMax = other.SMax },
            IrOp.SGt when other.SMin < full.SMax => full with { SMin = other.SMin + 1 },
            IrOp.SGe => full with { SMin = other.SMin },
            _ => full,
        };
    }

    /// <summary>Whether the kernel, which follows each path, knows the exact value: it is made of constants and of the ways that were taken.</summary>
    public bool IsConstantOnPath(IrValue value)
    {
        if (!exact.TryGetValue(value, out bool known))
        {
            known = IsMadeOfConstants(value);
            exact.Add(value, known);
        }

        return known;
    }

    /// <inheritdoc cref="IsConstantOnPath"/>
    internal static bool IsMadeOfConstants(IrValue value) => IsMadeOfConstants(value, []);

    private static bool IsMadeOfConstants(IrValue value, HashSet<IrValue> seen)
    {
        if (value is IrConstant || !seen.Add(value))
        {
            return true;
        }

        if (value is not IrInstruction instruction)
        {
            return false;
        }

        switch (instruction.Op)
        {
            case IrOp.ZExt32 or IrOp.SExt32 or IrOp.Trunc or IrOp.ZExt8 or IrOp.ZExt16 or IrOp.SExt8 or IrOp.SExt16:
            case IrOp.Add or IrOp.Sub or IrOp.Mul or IrOp.And or IrOp.Or or IrOp.Xor or IrOp.Shl or IrOp.LShr or IrOp.AShr:
            case IrOp.Phi:
                foreach (IrValue operand in instruction.Operands)
                {
                    if (!IsMadeOfConstants(operand, seen))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }
}
