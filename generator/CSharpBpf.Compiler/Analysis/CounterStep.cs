using System;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// How far a value is from the counter (a phi of the loop's header) that it was made of in the same trip: the least and the most over all paths, if no
/// operation on the way wraps. Whoever uses it proves that: <see cref="Width"/> is the narrowest type on the way.
/// </summary>
internal readonly record struct CounterStep(decimal Least, decimal Most, Interval? Width)
{
    /// <summary>What holds for both ways.</summary>
    public static CounterStep Join(CounterStep left, CounterStep right)
    {
        var joined = new CounterStep(Math.Min(left.Least, right.Least), Math.Max(left.Most, right.Most), left.Width);
        return right.Width is { } width ? joined.Within(width) : joined;
    }

    public CounterStep Plus(Interval added) => this with { Least = Least + added.SMin, Most = Most + added.SMax };

    public CounterStep Minus(Interval taken) => this with { Least = Least - taken.SMax, Most = Most - taken.SMin };

    /// <summary>When up to so many more steps may have been made.</summary>
    public CounterStep Further(CounterStep step, int count) => this with { Least = Least + (count * Math.Min(step.Least, 0)), Most = Most + (count * Math.Max(step.Most, 0)) };

    public CounterStep Within(Interval cut) => this with
    {
        Width = Width is { } known ? new Interval(Math.Max(known.UMin, cut.UMin), Math.Min(known.UMax, cut.UMax), Math.Max(known.SMin, cut.SMin), Math.Min(known.SMax, cut.SMax)) : cut,
    };
}
