using System;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Model;

/// <summary>
/// C# stores a constant in the type it was written in; a variable has its own. The conversion is the language's implicit constant conversion:
/// it succeeds if and only if the variable's type can hold the value.
/// </summary>
internal static class ConstantConversion
{
    /// <summary>The integral type whose bits a variable of the type holds: itself, or an enum's underlying type; None for others.</summary>
    public static SpecialType StorageType(ITypeSymbol type)
    {
        SpecialType special = (type as INamedTypeSymbol)?.EnumUnderlyingType?.SpecialType ?? type.SpecialType;
        return special is SpecialType.System_Boolean or SpecialType.System_Char || TryGetRange(special, out _, out _) ? special : SpecialType.None;
    }

    /// <summary>Converts a boxed constant to the storage type; null if it does not fit.</summary>
    public static object? Convert(object? value, SpecialType storage)
    {
        if (storage == SpecialType.System_Boolean || value is bool)
        {
            return storage == SpecialType.System_Boolean ? value as bool? : null;
        }

        decimal number;
        switch (value)
        {
            case char c:
                number = c;
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong:
                number = System.Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            default:
                return null;
        }

        if (storage == SpecialType.System_Char)
        {
            return value as char?;
        }

        if (!TryGetRange(storage, out decimal minimum, out decimal maximum) || number < minimum || number > maximum)
        {
            return null;
        }

        return storage switch
        {
            SpecialType.System_SByte => (sbyte)number,
            SpecialType.System_Byte => (byte)number,
            SpecialType.System_Int16 => (short)number,
            SpecialType.System_UInt16 => (ushort)number,
            SpecialType.System_Int32 => (int)number,
            SpecialType.System_UInt32 => (uint)number,
            SpecialType.System_Int64 => (long)number,
            SpecialType.System_UInt64 => (ulong)number,
            _ => throw new ArgumentOutOfRangeException(nameof(storage), storage, "no integral type"),
        };
    }

    private static bool TryGetRange(SpecialType type, out decimal minimum, out decimal maximum)
    {
        (minimum, maximum) = type switch
        {
            SpecialType.System_SByte => ((decimal)sbyte.MinValue, (decimal)sbyte.MaxValue),
            SpecialType.System_Byte => (byte.MinValue, byte.MaxValue),
            SpecialType.System_Int16 => (short.MinValue, short.MaxValue),
            SpecialType.System_UInt16 => (ushort.MinValue, ushort.MaxValue),
            SpecialType.System_Int32 => (int.MinValue, int.MaxValue),
            SpecialType.System_UInt32 => (uint.MinValue, uint.MaxValue),
            SpecialType.System_Int64 => (long.MinValue, long.MaxValue),
            SpecialType.System_UInt64 => (ulong.MinValue, ulong.MaxValue),
            _ => (1m, 0m),
        };
        return minimum <= maximum;
    }
}
