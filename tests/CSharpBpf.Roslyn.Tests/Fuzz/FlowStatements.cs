using System.Collections.Generic;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Statements that decide what runs next, and functions inside methods.</summary>
internal sealed class FlowStatements(Scope scope, SourceText output, ExpressionGenerator expressions, ObjectShape shape)
{
    /// <summary>A jump forward over a block.</summary>
    public void Goto(StatementGenerator statements, int depth)
    {
        string label = scope.NewName("L");
        output.Line($"if ({expressions.Bool(2)}) goto {label};");
        statements.Block(scope.Random.Next(1, 3), depth - 1);
        output.Line($"{label}: sum ^= {expressions.Number(Integers.ULong, 2)};");
    }

    public void Try(StatementGenerator statements, int depth)
    {
        output.Line("try");
        statements.Guarded(scope.Random.Next(1, 4), depth - 1);
        output.Line("finally");
        statements.Final(scope.Random.Next(1, 3), depth - 1);
    }

    public void Using(StatementGenerator statements, int depth)
    {
        if (scope.Chance(50))
        {
            output.Line($"using (new AddAtEnd(ref sum, {expressions.Number(Integers.ULong, 2)}))");
            statements.Guarded(scope.Random.Next(1, 4), depth - 1);
            return;
        }

        output.Line("{").Line($"using AddAtEnd {scope.NewName("u")} = new(ref sum, {expressions.Number(Integers.ULong, 2)});");
        statements.Guarded(scope.Random.Next(1, 4), depth - 1);
        output.Line("}");
    }

    /// <summary>A local function or a lambda, and statements that may call it.</summary>
    public void Function(StatementGenerator statements, int depth)
    {
        FuzzType result = scope.Pick(Integers.All);
        FuzzType parameter = scope.Chance(30) ? scope.Pick(shape.Structs) : scope.Pick(Integers.All);
        string modifier = scope.Pick<string>(["", "", "ref", "in"]);
        bool isLambda = modifier.Length == 0 && scope.Chance(40);
        (string name, string argument) = (scope.NewName("f"), scope.NewName("g"));
        int mark = scope.Mark;
        output.Line("{").Line(isLambda ? $"Func<{parameter}, {result}> {name} = {argument} =>" : $"{result} {name}({modifier} {parameter} {argument})".Replace("( ", "(", System.StringComparison.Ordinal)).Line("{");
        IReadOnlyList<Place> outside = scope.EnterFunction();
        scope.Add(new Place(argument, parameter, modifier != "in", modifier != "in", modifier.Length == 0));
        new StatementGenerator(scope, output, expressions, shape) { EarlyReturn = $"({result})sum", IsNested = true }.Statements(scope.Random.Next(1, 3), 1);
        output.Line($"return {expressions.Number(result, 2)};").Line(isLambda ? "};" : "}");
        scope.Leave(outside);

        Callee callee = new(name, result, [(modifier, parameter)], false);
        expressions.Callees.Add(callee);
        for (int i = 0; i < 2; i++)
        {
            if (expressions.Call(c => c == callee, 2) is { } call)
            {
                output.Line($"sum = (sum * 5) + (ulong){call.Text};");
            }
        }

        statements.Statements(1, depth - 1);
        expressions.Callees.Remove(callee);
        output.Line("}");
        scope.Reset(mark);
    }

    /// <summary>A place through a pointer, and memory of the stack.</summary>
    public void Pointer(bool mayAllocate)
    {
        FuzzType type = scope.Pick(Integers.Numbers);
        (string name, string value) = (scope.NewName("q"), scope.NewName("t"));
        output.Line("unsafe").Line("{");
        if (mayAllocate && scope.Chance(50))
        {
            output.Line($"{type}* {name} = stackalloc {type}[4];");
            output.Line($"{name}[{expressions.Number(Integers.UInt, 2)} & 3] = {expressions.Number(type, 2)};");
            output.Line($"*({name} + 1) ^= {expressions.Number(type, 2)};");
            output.Line($"for (int i = 0; i < 4; i++) sum = (sum * 3) + (ulong){name}[i];");
        }
        else
        {
            output.Line($"{type} {value} = {expressions.Number(type, 2)};").Line($"{type}* {name} = &{value};");
            output.Line($"*{name} += {expressions.Number(type, 2)};").Line($"sum ^= (ulong)({name}[0] ^ {value});");
        }

        output.Line("}");
    }

    /// <summary>Several places at once; a tuple taken apart.</summary>
    public void Tuple()
    {
        if (scope.Find(static p => p.IsWritable && p.Type.IsInteger) is { } left && scope.Find(static p => p.IsWritable && p.Type.IsInteger) is { } right && scope.Chance(60))
        {
            output.Line($"({left.Text}, {right.Text}) = ({expressions.Number(left.Type, 2)}, {expressions.Number(right.Type, 2)});");
            return;
        }

        (string first, string second) = (scope.NewName("v"), scope.NewName("v"));
        FuzzType type = scope.Pick(Integers.All);

        // Not var: to a constant operand that fits C# gives the type of the other, so that what counts as a long may be a uint.
        output.Line($"({type} {first}, var {second}) = ({expressions.Number(type, 2)}, {expressions.Bool(2)});");
        scope.Add(new Place(first, type, true, true, true) { IsLocal = true, IsCapturable = true });
        scope.Add(new Place(second, Integers.Bool, true, true, true) { IsLocal = true, IsCapturable = true });
    }

    /// <summary>What throws in .NET: only where faults are allowed.</summary>
    /// <param name="mayBeNull">Whether a null reference may be followed: documented is that nothing that runs last does so after it.</param>
    public void Fault(bool mayBeNull)
    {
        MapShape array = scope.Pick(shape.Arrays);
        switch (scope.Random.Next(4))
        {
            case 0:
                output.Line($"if ({expressions.Bool(3)}) throw new InvalidOperationException();");
                break;
            case 1 when scope.Find(static p => p.IsWritable && p.Type.IsInteger) is { } place:
                output.Line("checked").Line("{").Line($"{place.Text} {scope.Pick<string>(["+=", "-=", "*="])} unchecked({expressions.Number(place.Type, 2)});").Line("}");
                break;
            case 2 when mayBeNull && array.Value.IsInteger:
                output.Line($"{array.Name}.GetValueRefOrNullRef({expressions.Number(Integers.UInt, 2)} % 5) += {expressions.Number(array.Value, 2)};");
                break;
            default:
                output.Line($"sum += {expressions.Number(Integers.ULong, 2)} / (sum & 15);");
                break;
        }
    }
}
