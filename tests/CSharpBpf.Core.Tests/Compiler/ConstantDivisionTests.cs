using System;
using CSharpBpf.Compiler.Analysis;
using Xunit;

namespace CSharpBpf.Core.Tests.Compiler;

public sealed class ConstantDivisionTests
{
    [Fact]
    public void Multiplications_are_exact_up_to_the_largest_dividend()
    {
        int found = 0;
        for (ulong divisor = 3; divisor < 3000; divisor++)
        {
            for (int bits = 2; bits <= 32; bits++)
            {
                ulong most = (1UL << bits) - 1;
                if (most < divisor || ConstantDivision.Find(divisor, most) is not { } multiplication)
                {
                    continue;
                }

                found++;
                ulong last = most / divisor * divisor;
                foreach (ulong dividend in (ReadOnlySpan<ulong>)[0, 1, divisor - 1, divisor, divisor + 1, most / 2, most / 3, last - 1, last, most])
                {
                    Assert.True((ulong)multiplication.Multiplier * dividend >> multiplication.Shift == dividend / divisor, $"{dividend} / {divisor}");
                }
            }
        }

        Assert.True(found > 50_000, $"{found} divisions became multiplications.");
    }

    [Theory]
    [InlineData(10, 255, 205, 11)]
    [InlineData(1_000_000, (1L << 30) - 1, 1_125_899_907, 50)]
    public void Known_multipliers(long divisor, long most, long multiplier, int shift) => Assert.Equal((multiplier, shift), ConstantDivision.Find((ulong)divisor, (ulong)most));

    [Fact]
    public void Too_large_dividends_are_divided()
    {
        Assert.Null(ConstantDivision.Find(10, uint.MaxValue));
        Assert.Null(ConstantDivision.Find(10, 1UL << 40));
    }
}
