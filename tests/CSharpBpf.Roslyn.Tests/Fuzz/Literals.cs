using System;
using System.Globalization;
using System.Numerics;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Numbers where things go wrong: the ends of each width, powers of two and their neighbours, and small ones.</summary>
internal static class Literals
{
    public static string Write(FuzzType type, Random random)
    {
        string digits = Choose(type, random).ToString(CultureInfo.InvariantCulture);
        return type.Name switch
        {
            "int" => digits == "-2147483648" ? "int.MinValue" : Parenthesized(digits),
            "uint" => digits + "u",
            "long" => digits == "-9223372036854775808" ? "long.MinValue" : Parenthesized(digits + "L"),
            "ulong" => digits + "ul",
            "char" => $"(char){digits}",
            _ => $"({type.Name}){Parenthesized(digits)}",
        };
    }

    public static BigInteger Choose(FuzzType type, Random random)
    {
        BigInteger value = random.Next(6) switch
        {
            0 => random.Next(-4, 20),
            1 => Minimum(type),
            2 => Maximum(type),
            3 => (BigInteger.One << random.Next(type.Bits)) + random.Next(-1, 2),
            4 => random.Next(),
            _ => random.NextInt64(),
        };
        BigInteger wrapped = value & ((BigInteger.One << type.Bits) - 1);
        return type.IsSigned && wrapped > Maximum(type) ? wrapped - (BigInteger.One << type.Bits) : wrapped;
    }

    public static BigInteger Maximum(FuzzType type) => (BigInteger.One << (type.Bits - (type.IsSigned ? 1 : 0))) - 1;

    public static BigInteger Minimum(FuzzType type) => type.IsSigned ? -(BigInteger.One << (type.Bits - 1)) : 0;

    private static string Parenthesized(string digits) => digits[0] == '-' ? $"({digits})" : digits;
}
