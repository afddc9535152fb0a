namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>The library's methods on numbers, and sizes.</summary>
internal sealed class Intrinsics(Scope scope, ExpressionGenerator expressions)
{
    private static readonly FuzzType[] Unsigned = [Integers.UInt, Integers.ULong];
    private static readonly FuzzType[] Signed = [Integers.SByte, Integers.Short, Integers.Int, Integers.Long];

    public (string Text, FuzzType Type) Number(int depth)
    {
        (FuzzType type, FuzzType wide, FuzzType signed) = (scope.Pick(Integers.Numbers), scope.Pick(Unsigned), scope.Pick(Signed));
        string Of(FuzzType wanted) => expressions.Number(wanted, depth - 1);
        switch (scope.Random.Next(17))
        {
            case 0 or 1:
                return ($"Math.{scope.Pick<string>(["Min", "Max"])}({Of(type)}, {Of(type)})", type);
            case 2:
                return ($"BitOperations.Rotate{scope.Pick<string>(["Left", "Right"])}({Of(wide)}, {expressions.Number(Integers.Int, depth - 2)})", wide);
            case 3 or 4:
                return ($"BinaryPrimitives.ReverseEndianness({Of(type)})", type);
            case 5:
                return ($"Math.Clamp({Of(type)}, ({type}){scope.Random.Next(20)}, ({type}){scope.Random.Next(20, 127)})", type);
            case 6:
                return ($"Math.Sign({Of(signed)})", Integers.Int);
            case 7:
                return ($"BitOperations.{scope.Pick<string>(["PopCount", "LeadingZeroCount", "TrailingZeroCount", "Log2"])}({Of(wide)})", Integers.Int);
            case 8:
                return ($"BitOperations.RoundUpToPowerOf2({Of(wide)})", wide);
            case 9:
                FuzzType hashed = scope.Pick<FuzzType>([Integers.Byte, Integers.UShort, Integers.UInt, Integers.ULong]);
                return ($"BitOperations.Crc32C({Of(Integers.UInt)}, {Of(hashed)})", Integers.UInt);
            case 10:
                return ($"Math.BigMul({Of(Integers.Int)}, {Of(Integers.Int)})", Integers.Long);
            case 11:
                return ($"Math.DivRem({Of(type)}, {expressions.Divisor(type, depth - 2)}).{scope.Pick<string>(["Quotient", "Remainder"])}", type);
            case 12:
                return ($"{type}.{scope.Pick<string>(["PopCount", "LeadingZeroCount", "TrailingZeroCount"])}({Of(type)})", type);
            case 13:
                return ($"{type}.{scope.Pick<string>(["RotateLeft", "RotateRight"])}({Of(type)}, {expressions.Number(Integers.Int, depth - 2)})", type);
            case 14:
                // An int's constant and a uint make a uint, not a long.
                return ($"(({type})({Of(type)})).CompareTo({Of(type)})", Integers.Int);
            case 15 when expressions.CanFault:
                return ($"Math.Abs({Of(signed)})", signed);
            default:
                // A constant: an int would become whatever it is combined with.
                return ($"(uint)sizeof({scope.Pick(Integers.All)})", Integers.UInt);
        }
    }

    public string Bool(int depth)
    {
        string Of(FuzzType wanted) => expressions.Number(wanted, depth - 1);
        FuzzType type = scope.Pick(Integers.Numbers);
        return scope.Random.Next(5) switch
        {
            0 => $"BitOperations.IsPow2({Of(scope.Pick(Unsigned))})",
            1 => $"(({type})({Of(type)})).Equals({Of(type)})",
            2 => $"{type}.IsEvenInteger({Of(type)})",
            3 => $"char.IsAscii{scope.Pick<string>(["Digit", "Letter", "HexDigit", "LetterOrDigit"])}({Of(Integers.Char)})",
            _ => $"char.IsBetween({Of(Integers.Char)}, '!', 'z')",
        };
    }
}
