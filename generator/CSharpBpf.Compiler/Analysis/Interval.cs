using System;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// The values an integer may have, as an unsigned and a signed range; both hold. An I32 counts as its unsigned value below 2^32 in the one and as
/// its signed value in the other.
/// </summary>
public readonly record struct Interval(ulong UMin, ulong UMax, long SMin, long SMax)
{
    public static readonly Interval Full32 = new(0, uint.MaxValue, int.MinValue, int.MaxValue);
    public static readonly Interval Full64 = new(0, ulong.MaxValue, long.MinValue, long.MaxValue);

    public bool IsConstant => UMin == UMax;

    public static Interval Full(IrType type) => type == IrType.I32 ? Full32 : Full64;

    public static Interval Constant(IrConstant constant) =>
        constant.Type == IrType.I32
            ? new Interval((uint)constant.Value, (uint)constant.Value, constant.Value, constant.Value)
            : new Interval((ulong)constant.Value, (ulong)constant.Value, constant.Value, constant.Value);

    public static Interval Unsigned(IrType type, ulong minimum, ulong maximum) => (Full(type) with { UMin = minimum, UMax = maximum }).Normalize(type);

    public static Interval Signed(IrType type, long minimum, long maximum) => (Full(type) with { SMin = minimum, SMax = maximum }).Normalize(type);

    public static Interval Join(Interval left, Interval right) =>
        new(Math.Min(left.UMin, right.UMin), Math.Max(left.UMax, right.UMax), Math.Min(left.SMin, right.SMin), Math.Max(left.SMax, right.SMax));

    /// <summary>What both say; this one where they contradict each other, which happens only in code that never runs.</summary>
    public Interval Intersect(Interval other, IrType type)
    {
        var both = new Interval(Math.Max(UMin, other.UMin), Math.Min(UMax, other.UMax), Math.Max(SMin, other.SMin), Math.Min(SMax, other.SMax));
        return both.UMin > both.UMax || both.SMin > both.SMax ? this : both.Normalize(type);
    }

    /// <summary>Carries what one range says over to the other where the sign is known.</summary>
    public Interval Normalize(IrType type)
    {
        ulong signBit = KnownBits.SignBit(type);
        long bias = type == IrType.I32 ? 1L << 32 : 0;
        Interval result = this;
        if (UMax < signBit)
        {
            result = result with { SMin = Math.Max(SMin, (long)UMin), SMax = Math.Min(SMax, (long)UMax) };
        }
        else if (UMin >= signBit)
        {
            result = result with { SMin = Math.Max(SMin, unchecked((long)UMin - bias)), SMax = Math.Min(SMax, unchecked((long)UMax - bias)) };
        }

        if (result.SMin >= 0)
        {
            result = result with { UMin = Math.Max(result.UMin, (ulong)result.SMin), UMax = Math.Min(result.UMax, (ulong)result.SMax) };
        }
        else if (result.SMax < 0)
        {
            result = result with { UMin = Math.Max(result.UMin, unchecked((ulong)(result.SMin + bias))), UMax = Math.Min(result.UMax, unchecked((ulong)(result.SMax + bias))) };
        }

        return result.UMin > result.UMax || result.SMin > result.SMax ? this : result;
    }
}
