namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// x / c, for x up to n and a constant c, as x * m &gt;&gt; s: with m = (2^s + e) / c the result is exact where n * e is less than 2^s. The multiplier fits the
/// immediate of a BPF instruction, and the product 64 bits.
/// </summary>
public static class ConstantDivision
{
    private const int MaximumShift = 62;

    /// <summary>The smallest shift that is exact for dividends up to <paramref name="most"/>, and its multiplier; null if there is none.</summary>
    public static (long Multiplier, int Shift)? Find(ulong divisor, ulong most)
    {
        if (most > uint.MaxValue || divisor > most || divisor == 0)
        {
            return null;
        }

        for (int shift = 0; shift <= MaximumShift; shift++)
        {
            ulong power = 1UL << shift;
            ulong multiplier = ((power - 1) / divisor) + 1;
            if (multiplier > int.MaxValue)
            {
                return null;
            }

            ulong error = (multiplier * divisor) - power;
            if (most * error < power)
            {
                return ((long)multiplier, shift);
            }
        }

        return null;
    }
}
