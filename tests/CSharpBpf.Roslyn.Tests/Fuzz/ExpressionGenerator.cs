using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>A method that expressions may call.</summary>
/// <param name="Text">The name, with the type arguments it needs.</param>
internal sealed record Callee(string Text, FuzzType Result, IReadOnlyList<(string Modifier, FuzzType Type)> Parameters, bool IsInstance)
{
    /// <summary>For programs that say what a fault gives.</summary>
    public bool CanFault { get; init; }
}

/// <summary>
/// Writes expressions. Operands of different width and sign meet as they come; where C# has no operator for them (ulong with a signed type) a
/// cast is written. Left out is what BPF and .NET are documented to do differently: divisors that are zero, or minus one.
/// </summary>
internal sealed class ExpressionGenerator(Scope scope, List<Callee> callees)
{
    private static readonly string[] Arithmetic = ["+", "-", "*", "&", "|", "^", "+", "-"];
    private static readonly string[] Comparisons = ["<", "<=", ">", ">=", "==", "!="];

    private readonly Patterns patterns = new(scope);

    /// <summary>Whether methods of the object may be called: not in static methods.</summary>
    public bool HasInstance { get; init; }

    /// <summary>Whether what throws in .NET may be written.</summary>
    public bool CanFault { get; init; }

    /// <summary>What may be called here.</summary>
    public List<Callee> Callees => callees;

    public Patterns Patterns => patterns;

    private NullableExpressions Nullable => new(scope, this);

    public string Value(FuzzType type, int depth) => type.Kind switch
    {
        TypeKind.Integer => Number(type, depth),
        TypeKind.Bool => Bool(depth),
        TypeKind.Enum => Enum(type, depth),
        TypeKind.BigEndian => BigEndian(type, depth),
        TypeKind.Address => Address(type, depth),
        TypeKind.Nullable => Nullable.Value(type, depth),
        _ => Struct(type, depth),
    };

    /// <summary>A number of exactly this type.</summary>
    public string Number(FuzzType type, int depth)
    {
        (string text, FuzzType actual) = Any(depth);
        return actual == type ? text : $"({type})({text})";
    }

    /// <summary>A number of the type it happens to have.</summary>
    public (string Text, FuzzType Type) Any(int depth)
    {
        if (depth <= 0 || --scope.Budget < 0 || scope.Chance(15))
        {
            return Leaf();
        }

        switch (scope.Random.Next(20))
        {
            case 0 or 1 or 2 or 3 or 4:
                return Binary(depth);
            case 5:
                return Division(depth);
            case 6 or 7:
                return Shift(depth);
            case 8:
                return Unary(depth);
            case 9 or 10:
                FuzzType target = scope.Pick(Integers.All);
                return ($"(({target})({Any(depth - 1).Text}))", target);
            case 11:
                FuzzType arm = scope.Pick(Integers.All);
                return ($"({Bool(depth - 1)} ? {Number(arm, depth - 1)} : {Number(arm, depth - 1)})", arm);
            case 12:
                return SideEffect(depth);
            case 13:
                return Call(static c => c.Result.IsInteger, depth) is { } call ? (call.Text, call.Callee.Result) : Leaf();
            case 14:
                return SwitchExpression(depth);
            case 15:
                return new Intrinsics(scope, this).Number(depth);
            case 16 or 17:
                return Nullable.Number(depth) ?? Binary(depth);
            case 18 when CanFault:
                return Faulting(depth);
            default:
                return scope.Find(static p => p.Type.Kind is TypeKind.Enum) is { } place
                    ? ($"(({place.Type.Number!})({place.Text}))", place.Type.Number!)
                    : Leaf();
        }
    }

    public string Bool(int depth)
    {
        if (depth <= 0 || --scope.Budget < 0)
        {
            return scope.Find(static p => p.Type.Kind == TypeKind.Bool)?.Text ?? (scope.Chance(50) ? Comparison(0) : scope.Chance(50) ? "true" : "false");
        }

        switch (scope.Random.Next(16))
        {
            case 0 or 1:
                return $"({Bool(depth - 1)} && {Bool(depth - 1)})";
            case 2 or 3:
                return $"({Bool(depth - 1)} || {Bool(depth - 1)})";
            case 4:
                return $"!{Bool(depth - 1)}";
            case 5:
                return $"({Bool(depth - 1)} {scope.Pick<string>(["^", "&", "|", "==", "!="])} {Bool(depth - 1)})";
            case 6:
                return patterns.Test();
            case 7:
                return Call(static c => c.Result.Kind == TypeKind.Bool, depth)?.Text ?? Comparison(depth);
            case 8 when scope.Find(static p => p.Type.Kind == TypeKind.Enum) is { } place:
                return scope.Chance(50)
                    ? $"{place.Text}.HasFlag({Enum(place.Type, depth - 1)})"
                    : $"({place.Text} {scope.Pick(Comparisons)} {Enum(place.Type, depth - 1)})";
            case 9 when scope.Find(static p => p.Type.Kind is TypeKind.Address or TypeKind.BigEndian) is { } place:
                return $"({place.Text} {scope.Pick<string>(["==", "!="])} {Value(place.Type, depth - 1)})";
            case 10 or 11:
                return Nullable.Bool(depth) ?? Comparison(depth);
            case 12 when scope.Chance(50):
                return new Intrinsics(scope, this).Bool(depth);
            default:
                return Comparison(depth);
        }
    }

    /// <summary>A call of a method whose parameters can be supplied here.</summary>
    public (string Text, Callee Callee)? Call(Func<Callee, bool> condition, int depth)
    {
        Callee[] fitting = [.. callees.Where(c => condition(c) && (HasInstance || !c.IsInstance) && (CanFault || !c.CanFault))];
        if (fitting.Length == 0)
        {
            return null;
        }

        Callee callee = scope.Pick(fitting);
        List<string> arguments = [];
        foreach ((string modifier, FuzzType type) in callee.Parameters)
        {
            if (modifier is "ref" or "out")
            {
                if (scope.Find(p => p.IsReferable && p.IsWritable && p.Type == type) is not { } place)
                {
                    return null;
                }

                arguments.Add($"{modifier} {place.Text}");
            }
            else
            {
                arguments.Add(Value(type, depth - 1));
            }
        }

        return ($"{callee.Text}({string.Join(", ", arguments)})", callee);
    }

    /// <summary>Not zero, and not minus one: those C# throws for, and BPF does not.</summary>
    public string Divisor(FuzzType type, int depth) => scope.Random.Next(4) switch
    {
        0 => $"({type}){scope.Pick<string>(["3", "7", "10", "16", "100", "1"])}",
        1 => $"({type})((({Any(depth).Text}) & 127) + 1)",
        2 when type.IsSigned => $"({type})(-(({Number(type, depth)} & 63) + 2))",
        _ when type.IsSigned => $"({type})(({Number(type, depth)} & {type}.MaxValue) | 1)",
        _ => $"({type})({Number(type, depth)} | 1)",
    };

    private (string Text, FuzzType Type) Leaf()
    {
        if (scope.Chance(75) && scope.Find(static p => p.Type.IsInteger) is { } place)
        {
            return (place.Text, place.Type);
        }

        if (scope.Chance(30) && scope.Find(static p => p.Type.Kind == TypeKind.BigEndian) is { } number)
        {
            return scope.Chance(75) ? ($"{number.Text}.Value", number.Type.Number!) : ($"{number.Text}.Raw", number.Type.Number!);
        }

        FuzzType type = scope.Pick(Integers.All);
        return (Literals.Write(type, scope.Random), type);
    }

    private (string Text, FuzzType Type) Binary(int depth)
    {
        (string left, FuzzType leftType, string right, FuzzType rightType) = Pair(depth);
        return ($"({left} {scope.Pick(Arithmetic)} {right})", Integers.Promote(leftType, rightType)!);
    }

    /// <summary>Two operands that C# has operators for.</summary>
    private (string Left, FuzzType LeftType, string Right, FuzzType RightType) Pair(int depth)
    {
        (string left, FuzzType leftType) = Any(depth - 1);
        (string right, FuzzType rightType) = Any(depth - 1);
        if (Integers.Promote(leftType, rightType) is null)
        {
            FuzzType common = scope.Chance(50) ? Integers.ULong : Integers.Long;
            return ($"({common})({left})", common, $"({common})({right})", common);
        }

        return (left, leftType, right, rightType);
    }

    private (string Text, FuzzType Type) Division(int depth)
    {
        (string left, FuzzType leftType) = Any(depth - 1);
        FuzzType type = Integers.Promote(leftType);
        return ($"(({type})({left}) {(scope.Chance(50) ? "/" : "%")} {Divisor(type, depth - 2)})", type);
    }

    /// <summary>Overflow, and division by anything. Constants that overflow are C# errors: there is a variable in it.</summary>
    private (string Text, FuzzType Type) Faulting(int depth)
    {
        if (scope.Find(static p => p.Type.IsInteger) is not { } place)
        {
            return Leaf();
        }

        FuzzType type = Integers.Promote(place.Type);
        FuzzType target = scope.Pick(Integers.All);
        return scope.Random.Next(4) switch
        {
            0 => ($"checked({place.Text} {scope.Pick<string>(["+", "-", "*"])} unchecked({Number(type, depth - 1)}))", type),
            1 => ($"checked(({target}){place.Text})", target),
            2 => ($"({Number(type, depth - 1)} {scope.Pick<string>(["/", "%"])} {place.Text})", type),
            _ => ($"({place.Text} switch {{ {string.Join(", ", patterns.List(place.Type).Select(pattern => $"{pattern} => {Number(target, depth - 2)}"))} }})", target),
        };
    }

    private (string Text, FuzzType Type) Shift(int depth)
    {
        (string left, FuzzType leftType) = Any(depth - 1);
        string count = scope.Chance(60) ? scope.Random.Next(-1, 70).ToString(CultureInfo.InvariantCulture) : Number(Integers.Int, depth - 2);
        return ($"({left} {scope.Pick<string>(["<<", ">>", ">>>"])} {count})", Integers.Promote(leftType));
    }

    private (string Text, FuzzType Type) Unary(int depth)
    {
        (string operand, FuzzType type) = Any(depth - 1);
        FuzzType promoted = Integers.Promote(type);
        return scope.Random.Next(3) switch
        {
            0 => ($"(~({operand}))", promoted),
            1 => ($"(+({operand}))", promoted),
            _ when promoted == Integers.ULong => ($"(-(long)({operand}))", Integers.Long),
            _ => ($"(-({operand}))", promoted == Integers.UInt ? Integers.Long : promoted),
        };
    }

    private (string Text, FuzzType Type) SideEffect(int depth)
    {
        if (scope.Find(static p => p.IsWritable && p.Type.IsInteger) is not { } place)
        {
            return Leaf();
        }

        return scope.Random.Next(4) switch
        {
            0 => ($"{place.Text}++", place.Type),
            1 => ($"(--{place.Text})", place.Type),
            2 => ($"({place.Text} = {Number(place.Type, depth - 1)})", place.Type),
            _ => ($"({place.Text} {scope.Pick<string>(["+=", "-=", "*=", "^=", "|=", "&="])} {Number(place.Type, depth - 1)})", place.Type),
        };
    }

    private (string Text, FuzzType Type) SwitchExpression(int depth)
    {
        if (scope.Find(static p => p.Type.IsInteger) is not { } subject)
        {
            return Leaf();
        }

        FuzzType result = scope.Pick(Integers.All);
        IEnumerable<string> arms = patterns.List(subject.Type).Select(pattern => $"{pattern} => {Number(result, depth - 2)}");
        string guard = scope.Chance(30) ? $"_ when {subject.Text} == 7 && {Bool(depth - 2)} => {Number(result, depth - 2)}, " : "";
        return ($"({subject.Text} switch {{ {guard}{string.Join(", ", arms)}, _ => {Number(result, depth - 2)} }})", result);
    }

    private string Comparison(int depth)
    {
        (string left, _, string right, _) = Pair(depth);
        return $"({left} {scope.Pick(Comparisons)} {right})";
    }

    private string Enum(FuzzType type, int depth)
    {
        if (scope.Chance(40) && scope.Find(p => p.Type == type) is { } place)
        {
            return place.Text;
        }

        return depth <= 0 || scope.Chance(40) ? scope.Pick(type.Constants)
            : scope.Chance(50) ? $"({type})({Number(type.Number!, depth - 1)})"
            : $"({Enum(type, depth - 1)} {scope.Pick<string>(["|", "&", "^"])} {Enum(type, depth - 1)})";
    }

    private string BigEndian(FuzzType type, int depth) =>
        scope.Chance(40) && scope.Find(p => p.Type == type) is { } place ? place.Text
        : scope.Chance(20) ? $"{type}.FromRaw({Number(type.Number!, depth - 1)})"
        : $"new {type}({Number(type.Number!, depth - 1)})";

    private string Address(FuzzType type, int depth) =>
        scope.Chance(60) && scope.Find(p => p.Type == type) is { } place ? place.Text
        : type.Name == "IPv4Address" ? $"new IPv4Address({Number(Integers.UInt, depth - 1)})"
        : $"default({type})";

    private string Struct(FuzzType type, int depth)
    {
        Place? place = scope.Find(p => p.Type == type);
        if (place is not null && (depth <= 0 || scope.Chance(50)))
        {
            return place.Text;
        }

        if (!type.IsOwn || depth <= 0)
        {
            return $"default({type})";
        }

        Member member = scope.Pick(type.Members);
        switch (scope.Random.Next(6))
        {
            case 0 when Call(c => c.Result == type, depth) is { } call:
                return call.Text;
            case 1 when place is not null:
                return $"({place.Text} with {{ {member.Name} = {Value(member.Type, depth - 1)} }})";
            case 2:
                return $"({Bool(depth - 1)} ? {Struct(type, depth - 1)} : {Struct(type, depth - 1)})";
            case 3:
                return $"new {type}({string.Join(", ", type.Members.Where(static m => m.IsField).Select(m => Value(m.Type, depth - 2)))})";
            case 4 when place is not null:
                return $"({place.Text} + {Struct(type, depth - 1)})";
            default:
                return $"new {type} {{ {member.Name} = {Value(member.Type, depth - 1)} }}";
        }
    }
}
