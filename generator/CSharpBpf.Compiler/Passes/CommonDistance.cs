using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// What the ways of a trip move a pointer by, as one expression: 4 * (n + 2) on one way, 8 * (n + 1) on another and 8 on a third are 4 * (m + 2), where m is
/// n, n + n or 0. So the pointer moves in one place, and the kernel finds the range of a way inside that of another: of a sum it does not know that it is
/// even, as it would of a shifted number. A constant would still be a kind of its own; where that costs much, it is made of a zero that the kernel
/// does not know.
/// </summary>
internal sealed class CommonDistance
{
    /// <summary>More doublings of a value than these cost more than they spare.</summary>
    private const long MaximumFactor = 4;

    private readonly LoopSteps steps;
    private readonly Loop loop;
    private readonly LoopInfo loops;
    private readonly IntervalAnalysis intervals;
    private readonly HashSet<IrValue> collected = [];
    private readonly List<LinearForm> forms = [];
    private readonly Dictionary<IrValue, Interval> ranges = [];
    private readonly Dictionary<IrValue, IrValue> counts = [];
    private long unit;
    private long least = long.MaxValue;

    private CommonDistance(LoopSteps steps, Loop loop, LoopInfo loops, IntervalAnalysis intervals)
    {
        this.steps = steps;
        this.loop = loop;
        this.loops = loops;
        this.intervals = intervals;
    }

    /// <summary>Null if there is no such expression, or if all distances are constants, which the kernel follows one by one anyway.</summary>
    public static CommonDistance? Of(LoopSteps steps, Loop loop, LoopInfo loops, IntervalAnalysis intervals)
    {
        var common = new CommonDistance(steps, loop, loops, intervals);
        return common.steps.Distances.TrueForAll(step => common.Collect(step.Distance, step.Block)) && common.FindUnit() ? common : null;
    }

    /// <summary>The bits that a zero may have for the kernel without being more than any distance that varies.</summary>
    public ulong ZeroMask
    {
        get
        {
            ulong fewest = ulong.MaxValue;
            foreach (LinearForm form in forms)
            {
                fewest = form.Variable is null ? fewest : Math.Min(fewest, (ulong)(form.Factor / unit) * ranges[form.Variable].UMax);
            }

            ulong bits = KnownBits.Fill(fewest);
            return bits > fewest ? bits >> 1 : bits;
        }
    }

    /// <summary>The distance, as an I64 at the end of the trip. <paramref name="constant"/> makes what is counted on the ways where it is constant.</summary>
    public IrValue Make(Func<IrOp, IrType, IrValue[], IrInstruction> append, Func<int, IrValue> constant)
    {
        IrValue distance = steps.Distance(IrType.I32, step => Count(step, constant));
        distance = least == 0 ? distance : append(IrOp.Add, IrType.I32, [distance, IrConstant.I32((int)least)]);
        distance = unit == 1 ? distance : append(IrOp.Mul, IrType.I32, [distance, IrConstant.I32((int)unit)]);
        return append(IrOp.ZExt32, IrType.I64, [distance]);
    }

    private bool Collect(IrValue distance, BasicBlock block)
    {
        if (!collected.Add(distance))
        {
            return true;
        }

        if (Choice(distance) is { } choice)
        {
            for (int i = choice.Op == IrOp.Select ? 1 : 0; i < choice.Operands.Count; i++)
            {
                if (!Collect(choice.Operands[i], choice.Op == IrOp.Phi ? choice.PhiBlocks[i] : block))
                {
                    return false;
                }
            }

            return true;
        }

        if (LinearForm.Of(distance) is not { } form)
        {
            return false;
        }

        Interval range = Interval.Constant(IrConstant.I32(0));
        if (form.Variable is { } variable)
        {
            range = intervals.At(variable, block);
            ranges[variable] = range;
        }

        // Ranges lie inside one another if they are those of bits.
        forms.Add(form);
        return form.IsBelow(PacketOffsets.Maximum, range) && range.UMin == 0 && (range.UMax & (range.UMax + 1)) == 0;
    }

    private bool FindUnit()
    {
        if (!forms.Exists(static form => form.Variable is not null))
        {
            return false;
        }

        long bits = 0;
        foreach (LinearForm form in forms)
        {
            bits |= form.Factor | form.Addend;
        }

        unit = bits & -bits;
        foreach (LinearForm form in forms)
        {
            least = Math.Min(least, form.Addend / unit);
            long factor = form.Factor / unit;
            if (factor > MaximumFactor || (factor & (factor - 1)) != 0)
            {
                return false;
            }
        }

        // What has no unit in common is not simpler counted.
        return unit > 1;
    }

    /// <summary>The phi or select in the loop that a distance is; null if it is a single way's.</summary>
    private IrInstruction? Choice(IrValue distance)
    {
        IrValue value = distance is IrInstruction { Op: IrOp.ZExt32 } wide ? wide.Operands[0] : distance;
        return value is IrInstruction { Op: IrOp.Phi or IrOp.Select, Block: { } home } choice && home != loop.Header && loops.Contains(loop, home) ? choice : null;
    }

    /// <summary>How many units a distance is above the least one.</summary>
    private IrValue Count(IrValue distance, Func<int, IrValue> constant)
    {
        if (counts.TryGetValue(distance, out IrValue? count))
        {
            return count;
        }

        if (Choice(distance) is { } choice)
        {
            // A select's condition stays what it is.
            int first = choice.Op == IrOp.Select ? 1 : 0;
            IEnumerable<IrValue> counted = choice.Operands.Select((operand, i) => i < first ? operand : Count(operand, constant));
            IrInstruction made = InsertAfter(choice, choice.Op, [.. counted]);
            made.PhiBlocks.AddRange(choice.PhiBlocks);
            count = made;
        }
        else
        {
            LinearForm form = LinearForm.Of(distance)!.Value;
            int above = (int)((form.Addend / unit) - least);
            count = form.Variable is null ? constant(above) : Count(form.Variable, form.Factor / unit, above, (IrInstruction)distance);
        }

        counts.Add(distance, count);
        return count;
    }

    private static IrValue Count(IrValue value, long factor, int above, IrInstruction place)
    {
        for (; factor > 1; factor /= 2)
        {
            value = place = InsertAfter(place, IrOp.Add, value, value);
        }

        return above == 0 ? value : InsertAfter(place, IrOp.Add, value, IrConstant.I32(above));
    }

    private static IrInstruction InsertAfter(IrInstruction place, IrOp op, params IrValue[] operands)
    {
        IrInstruction made = IrEdit.Create(op, IrType.I32, place.Location, operands);
        List<IrInstruction> instructions = place.Block!.Instructions;
        made.Block = place.Block;
        int index = instructions.IndexOf(place) + 1;
        while (op != IrOp.Phi && instructions[index].Op == IrOp.Phi)
        {
            index++;
        }

        instructions.Insert(index, made);
        return made;
    }
}
