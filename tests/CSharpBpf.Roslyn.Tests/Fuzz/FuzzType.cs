using System.Collections.Generic;
using System.Linq;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

internal enum TypeKind
{
    Integer,
    Bool,
    Enum,
    Struct,
    BigEndian,
    Address,
    Nullable,
}

/// <summary>A field, or a property that is used like one.</summary>
internal sealed record Member(string Name, FuzzType Type, bool IsField);

/// <summary>A type of the generated programs.</summary>
/// <param name="Name">As written in C#.</param>
/// <param name="Bits">An integer's width; an enum's and a big-endian number's is that of its number.</param>
internal sealed record FuzzType(string Name, TypeKind Kind, int Bits = 0, bool IsSigned = false)
{
    /// <summary>The number under an enum, a big-endian or a nullable type.</summary>
    public FuzzType? Number { get; init; }

    public IReadOnlyList<Member> Members { get; init; } = [];

    /// <summary>An enum's names.</summary>
    public IReadOnlyList<string> Constants { get; init; } = [];

    /// <summary>A struct's size in bytes.</summary>
    public int Size { get; init; }

    /// <summary>A struct of the generated source: it has the constructor and methods that the generator writes.</summary>
    public bool IsOwn { get; init; }

    public bool IsInteger => Kind == TypeKind.Integer;

    public override string ToString() => Name;
}

/// <summary>C#'s integer types and the rules for mixing them.</summary>
internal static class Integers
{
    public static readonly FuzzType SByte = new("sbyte", TypeKind.Integer, 8, true) { Size = 1 };
    public static readonly FuzzType Byte = new("byte", TypeKind.Integer, 8) { Size = 1 };
    public static readonly FuzzType Short = new("short", TypeKind.Integer, 16, true) { Size = 2 };
    public static readonly FuzzType UShort = new("ushort", TypeKind.Integer, 16) { Size = 2 };
    public static readonly FuzzType Int = new("int", TypeKind.Integer, 32, true) { Size = 4 };
    public static readonly FuzzType UInt = new("uint", TypeKind.Integer, 32) { Size = 4 };
    public static readonly FuzzType Long = new("long", TypeKind.Integer, 64, true) { Size = 8 };
    public static readonly FuzzType ULong = new("ulong", TypeKind.Integer, 64) { Size = 8 };
    public static readonly FuzzType Char = new("char", TypeKind.Integer, 16) { Size = 2 };
    public static readonly FuzzType Bool = new("bool", TypeKind.Bool, 8) { Size = 1 };

    public static readonly FuzzType[] All = [SByte, Byte, Short, UShort, Int, UInt, Long, ULong, Char];

    /// <summary>The types that enums and packet fields have.</summary>
    public static readonly FuzzType[] Numbers = [SByte, Byte, Short, UShort, Int, UInt, Long, ULong];

    /// <summary>The numbers that may be missing.</summary>
    public static readonly FuzzType[] Nullable = [.. All.Select(static type => new FuzzType(type.Name + "?", TypeKind.Nullable) { Number = type })];

    /// <summary>What Interlocked takes.</summary>
    public static readonly FuzzType[] Atomic = [Int, UInt, Long, ULong];

    /// <summary>The type that a unary operation has.</summary>
    public static FuzzType Promote(FuzzType type) => type.Bits < 32 ? Int : type;

    /// <summary>The type that an operation on both has; null for ulong with a signed type, which C# refuses.</summary>
    public static FuzzType? Promote(FuzzType left, FuzzType right)
    {
        bool hasSign = left.IsSigned || right.IsSigned;
        return left == ULong || right == ULong ? (hasSign ? null : ULong)
            : left == Long || right == Long ? Long
            : left == UInt || right == UInt ? (hasSign ? Long : UInt)
            : Int;
    }

    /// <summary>Whether every value of one type is one of the other's, so that C# converts by itself.</summary>
    public static bool IsImplicit(FuzzType from, FuzzType to) =>
        from == to || (to != Char && from.Bits < to.Bits && (to.IsSigned || !from.IsSigned));
}
