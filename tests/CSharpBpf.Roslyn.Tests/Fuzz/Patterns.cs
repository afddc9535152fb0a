using System.Collections.Generic;
using System.Linq;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Patterns, and tests by them.</summary>
internal sealed class Patterns(Scope scope)
{
    /// <summary>Patterns of which none is covered by the ones before, and that leave something for a discard.</summary>
    public IReadOnlyList<string> List(FuzzType type)
    {
        string cast = type == Integers.Char ? "(char)" : "";
        int low = type.IsSigned ? -5 : 5;
        List<string> patterns = [.. Enumerable.Range(0, scope.Random.Next(1, 4)).Select(_ => low + scope.Random.Next(1, 40)).Distinct().Select(v => $"{cast}{v}")];
        if (scope.Chance(40))
        {
            patterns.Add($"> {cast}{scope.Random.Next(60, 120)}");
        }

        if (scope.Chance(40))
        {
            patterns.Add($"< {cast}{low}");
        }

        return patterns;
    }

    /// <summary>A test of a variable.</summary>
    public string Test()
    {
        if (scope.Find(static p => p.Type.IsInteger && p.Type != Integers.Char) is not { } subject)
        {
            return "true";
        }

        int low = scope.Random.Next(1, 50);
        int high = scope.Random.Next(low + 3, 127);
        return scope.Random.Next(5) switch
        {
            4 when scope.Find(static p => p.Type.IsOwn) is { } record => Property(record),
            0 => $"({subject.Text} is > {low} and <= {high})",
            1 => $"({subject.Text} is {low} or {high} or {low + 1})",
            2 => $"({subject.Text} is not ({low} or >= {high}))",
            _ => $"({subject.Text} is < {low} or > {high})",
        };
    }

    private string Property(Place record)
    {
        Member[] numbers = [.. record.Type.Members.Where(static m => m.Type.IsInteger)];
        return numbers.Length == 0
            ? $"({record.Text} is {{ }})"
            : $"({record.Text} is {(scope.Chance(30) ? "not " : "")}{{ {string.Join(", ", numbers.Take(2).Select(m => $"{m.Name}: {string.Join(" or ", List(m.Type))}"))} }})";
    }
}
