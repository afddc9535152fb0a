using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Spans over the stack. Each element with a constant index is a place like a variable.</summary>
internal sealed class SpanStatements(Scope scope, SourceText output, ExpressionGenerator expressions)
{
    private readonly List<(string Name, FuzzType Element, int Length)> spans = [];

    /// <summary>stackalloc, a collection expression or an inline array; not in a loop.</summary>
    public void Declare()
    {
        FuzzType element = scope.Pick(Integers.Numbers);
        int length = scope.Pick<int>([2, 4, 4, 8]);
        length = element.Bits > 16 && length == 8 ? 4 : length;
        string name = scope.NewName("s");
        if (length == 4 && scope.Chance(30))
        {
            string row = scope.NewName("a");
            output.Line($"Row<{element}> {row} = default;").Line($"Span<{element}> {name} = {row};");
            output.Line($"{row}[{Text(scope.Random.Next(4))}] = {expressions.Value(element, 2)};");
        }
        else
        {
            string list = string.Join(", ", Enumerable.Range(0, length).Select(i => i % 2 == 0 ? expressions.Value(element, 1) : Literals.Write(element, scope.Random)));
            output.Line($"Span<{element}> {name} = {(scope.Chance(30) ? $"[{list}]" : $"stackalloc {element}[{Text(length)}]")};");
        }

        for (int i = 0; i < length; i += scope.Random.Next(1, 3))
        {
            output.Line($"{name}[{Text(i)}] = {expressions.Value(element, 2)};");
        }

        spans.Add((name, element, length));
        for (int i = 0; i < length; i++)
        {
            scope.Add(new Place($"{name}[{Text(i)}]", element, true, true, false) { IsLocal = true });
        }
    }

    /// <summary>False if no span can be named here.</summary>
    public bool Use()
    {
        spans.RemoveAll(span => scope.Find(place => place.Text == span.Name + "[0]") is null);
        if (spans.Count == 0)
        {
            return false;
        }

        (string name, FuzzType element, int length) = scope.Pick(spans);
        string masked = $"{name}[(int)({expressions.Number(Integers.UInt, 2)} & {Text(expressions.CanFault && scope.Chance(30) ? length : length - 1)})]";
        int from = scope.Random.Next(length);
        int to = scope.Random.Next(from, length + 1);
        string part = $"{name}[{Text(from)}..{(scope.Chance(50) ? Text(to) : "^" + Text(length - to))}]";
        switch (scope.Random.Next(13))
        {
            case 10:
                output.Line("{").Line($"Index at = {(scope.Chance(50) ? Text(scope.Random.Next(length)) : "^" + Text(scope.Random.Next(1, length + 1)))};").Line($"sum ^= (ulong){name}[at];").Line("}");
                break;
            case 11:
                output.Line("{").Line($"Range part = {Text(from)}..^{Text(length - to)};").Line($"foreach ({element} e in {name}[part]) sum = (sum * 7) ^ (ulong)e;").Line("}");
                break;
            case 12:
                output.Line($"if ({part} is [> {Text(scope.Random.Next(100))}, ..] or [{(scope.Chance(50) ? "_, " : "")}.., {Text(scope.Random.Next(9))} or < 3]) sum += 41;");
                break;
            case 0 or 1:
                output.Line($"sum += (ulong){masked};");
                break;
            case 2:
                // A switch expression on the right would be evaluated before the index is looked at; see docs/semantics.md.
                string value = expressions.Value(element, 2);
                output.Line(value.Contains(" switch ", StringComparison.Ordinal) ? $"{{ {element} e = {value}; {masked} = e; }}" : $"{masked} = {value};");
                break;
            case 3:
                output.Line($"foreach ({element} e in {part}) sum = (sum * 3) + (ulong)e;");
                break;
            case 4:
                output.Line($"for (int i = 0; i < {name}.Length; i++) {name}[i] ^= ({element})(i + (int)sum);");
                break;
            case 5:
                output.Line(scope.Chance(30) ? $"{part}.Clear();" : $"{part}.Fill({expressions.Value(element, 2)});");
                break;
            case 6:
                output.Line($"{part}.CopyTo({name}{(to - from == length ? "" : $"[{Text(scope.Random.Next(length - (to - from) + 1))}..]")});");
                break;
            case 7:
                int start = scope.Random.Next(length - (to - from) + 1);
                output.Line($"if ({part}.SequenceEqual({name}.Slice({Text(start)}, {Text(to - from)}))) sum ^= 21;");
                break;
            case 8:
                output.Line($"sum += (ulong)(uint){part}.IndexOf({expressions.Value(element, 1)});");
                break;
            default:
                (string first, string last) = (scope.NewName("a"), scope.NewName("b"));
                output.Line($"if ({part} is [var {first}, .., var {last}]) sum ^= (ulong){first} + ((ulong){last} << 3);");
                break;
        }

        return true;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
