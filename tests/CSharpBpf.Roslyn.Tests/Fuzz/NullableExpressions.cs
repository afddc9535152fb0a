namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Numbers that may be missing: made, asked, lifted, and taken apart by patterns.</summary>
internal sealed class NullableExpressions(Scope scope, ExpressionGenerator expressions)
{
    public string Value(FuzzType type, int depth)
    {
        if (depth <= 0 || scope.Chance(20))
        {
            return scope.Find(p => p.Type == type)?.Text ?? $"({type})null";
        }

        FuzzType number = type.Number!;
        return (scope.Random.Next(5), scope.Find(static p => p.Type.Kind == TypeKind.Nullable)) switch
        {
            (0, { } place) => $"(({type}){place.Text})",
            (1, { Type.Number: { } other } place) when Integers.Promote(number, other) is not null => $"({type})({place.Text} {scope.Pick<string>(["+", "-", "*", "&", "|", "^"])} {expressions.Number(number, depth - 1)})",
            (2, { } place) => $"({type})({scope.Pick<string>(["~", "+"])}{place.Text})",
            (3, _) => $"({type}){expressions.Number(number, depth - 1)}",
            _ => $"({expressions.Bool(depth - 1)} ? ({type}){expressions.Number(number, depth - 1)} : null)",
        };
    }

    /// <summary>Null if no variable is in reach.</summary>
    public (string Text, FuzzType Type)? Number(int depth)
    {
        if (scope.Find(static p => p.Type.Kind == TypeKind.Nullable) is not { Text: { } text, Type.Number: { } number } place)
        {
            return null;
        }

        string name = scope.NewName("n");
        return scope.Random.Next(7) switch
        {
            0 or 1 => ($"({text} ?? {expressions.Number(number, depth - 1)})", number),
            2 => ($"{text}.GetValueOrDefault({(scope.Chance(50) ? "" : expressions.Number(number, depth - 1))})", number),
            3 => ($"({text} is {{ }} {name} ? ({number}){name} : {expressions.Number(number, depth - 1)})", number),
            4 when place.IsWritable => ($"({text} ??= {expressions.Number(number, depth - 1)})", number),
            5 when expressions.CanFault => ($"{text}.Value", number),
            _ => ($"({text} switch {{ null => {expressions.Number(number, depth - 2)}, {expressions.Patterns.List(number)[0]} => {expressions.Number(number, depth - 2)}, {number} {name} => {name} }})", number),
        };
    }

    /// <summary>Null if no variable is in reach.</summary>
    public string? Bool(int depth)
    {
        if (scope.Find(static p => p.Type.Kind == TypeKind.Nullable) is not { Text: { } text, Type: { Number: { } number } type })
        {
            return null;
        }

        return scope.Random.Next(5) switch
        {
            0 => $"{text}.HasValue",
            1 => $"({text} {scope.Pick<string>(["==", "!=", "is", "is not"])} null)",
            2 => $"({text} {scope.Pick<string>(["<", "<=", ">", ">=", "==", "!="])} {expressions.Number(number, depth - 1)})",
            3 => $"({text} {scope.Pick<string>(["<", ">=", "==", "!="])} {Value(type, depth - 1)})",
            _ => $"({text} is {string.Join(" or ", expressions.Patterns.List(number))} or null)",
        };
    }
}
