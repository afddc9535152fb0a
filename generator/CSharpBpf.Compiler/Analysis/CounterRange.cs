using System;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Where a counter starts, what it is compared with, and the values that its type has.</summary>
internal readonly record struct CounterRange((decimal Least, decimal Most) Start, (decimal Least, decimal Most) Limit, (decimal Least, decimal Most) Space)
{
    /// <summary>The most trips while "counter + offset STAY limit" holds; long.MaxValue if none are known.</summary>
    public long Trips(IrOp stay, CounterStep step, CounterStep offset)
    {
        decimal spread = offset.Most - offset.Least;
        (decimal least, decimal most) = Start;
        if (most + offset.Most > Space.Most || least + offset.Least < Space.Least)
        {
            // The first trip may wrap, and start anywhere.
            (least, most) = Space;
        }

        bool up = step.Least >= 1;
        decimal distance;
        switch (stay)
        {
            case IrOp.ULt or IrOp.SLt when up && Limit.Most - 1 + step.Most + spread <= Space.Most:
            case IrOp.ULe or IrOp.SLe when up && Limit.Most + step.Most + spread <= Space.Most:
                distance = Limit.Most - least - offset.Least;
                break;
            case IrOp.UGt or IrOp.SGt when !up && Limit.Least + 1 + step.Least - spread >= Space.Least:
            case IrOp.UGe or IrOp.SGe when !up && Limit.Least + step.Least - spread >= Space.Least:
                distance = most + offset.Most - Limit.Least;
                break;
            case IrOp.Ne when up && IsOne(step, 1) && spread == 0 && most + offset.Most <= Limit.Least && Limit.Least == Limit.Most && Limit.Most <= Space.Most:
                distance = Limit.Least - least - offset.Least;
                break;
            case IrOp.Ne when IsOne(step, -1) && spread == 0 && least + offset.Least >= Limit.Most && Limit.Least == Limit.Most && Limit.Least >= Space.Least:
                distance = most + offset.Most - Limit.Most;
                break;
            default:
                return long.MaxValue;
        }

        decimal speed = Math.Min(Math.Abs(step.Least), Math.Abs(step.Most));
        decimal count = distance < 0 ? 1 : Math.Floor(distance / speed) + 2;
        return count > uint.MaxValue ? long.MaxValue : (long)count;
    }

    private static bool IsOne(CounterStep step, int direction) => step.Least == direction && step.Most == direction;
}
