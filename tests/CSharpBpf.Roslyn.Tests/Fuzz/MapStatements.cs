namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>
/// Uses of maps and of the packet in a program. While a reference into a map is held no entry comes or goes: what a freed entry's memory holds
/// then is each engine's own business.
/// </summary>
internal sealed class MapStatements(Scope scope, SourceText output, ExpressionGenerator expressions, ObjectShape shape, ProgramKind kind)
{
    private readonly StructureStatements structures = new(scope, output, expressions, shape, kind);
    private bool holdsReference;

    public void Statement(StatementGenerator statements, int depth)
    {
        if (holdsReference)
        {
            statements.Mix(depth);
            return;
        }

        switch (scope.Random.Next(10))
        {
            case 6 or 7 or 8 or 9:
                structures.Statement(statements);
                break;
            case 0 or 1:
                MapShape array = scope.Pick(shape.Arrays);
                Reference(statements, depth, array.Value, $"{array.Name}.GetValueRefOrNullRef({expressions.Number(Integers.UInt, 2)} % {(scope.Chance(70) ? 4 : 6)})", true);
                break;
            case 2:
                MapShape hash = scope.Pick(shape.Hashes);
                Reference(statements, depth, hash.Value, $"{hash.Name}.GetValueRefOrNullRef({Key(hash)})", true);
                break;
            case 3 or 4:
                Change(scope.Pick(shape.Hashes));
                break;
            default:
                string name = scope.NewName("c");
                output.Line($"ref ulong {name} = ref PerCpu.GetThisCpuValueRefOrNullRef({expressions.Number(Integers.UInt, 1)} & 3);");
                output.Line($"if (!Unsafe.IsNullRef(ref {name})) {name} += {expressions.Number(Integers.ULong, 2)};");
                break;
        }
    }

    /// <summary>A place in the packet itself.</summary>
    public void PacketReference(StatementGenerator statements, FuzzType type, bool isWritable, int depth) =>
        Reference(statements, depth, type, $"packet.ReadRefOrNullRef<{type}>()", false, isWritable);

    private void Reference(StatementGenerator statements, int depth, FuzzType type, string source, bool isMap, bool isWritable = true)
    {
        int mark = scope.Mark;
        string name = scope.NewName("m");
        output.Line($"ref {(isWritable ? "" : "readonly ")}{type} {name} = ref {source};");
        output.Line($"if (!Unsafe.IsNullRef({(isWritable ? "ref" : "in")} {name}))").Line("{");
        scope.Add(new Place(name, type, isWritable, isWritable, isMap));
        holdsReference = isMap;
        statements.Statements(scope.Random.Next(1, 4), depth - 1);
        holdsReference = false;
        output.Line("}");
        scope.Reset(mark);
    }

    private void Change(MapShape map)
    {
        string key = Key(map);
        string value = expressions.Value(map.Value, 2);
        switch (scope.Random.Next(6))
        {
            case 0:
                output.Line($"if ({map.Name}.TryAdd({key}, {value})) sum += 7;");
                break;
            case 1:
                output.Line($"{map.Name}.TrySet({key}, {value});");
                break;
            case 2:
                output.Line($"if (!{map.Name}.TryUpdate({key}, {value})) sum ^= 9;");
                break;
            case 3:
                output.Line($"sum = {map.Name}.Remove({key}) ? sum + 1 : sum * 5;");
                break;
            case 4:
                output.Line($"if ({map.Name}.ContainsKey({key})) sum -= 11;");
                break;
            default:
                string name = scope.NewName("o");
                output.Line($"if ({map.Name}.TryGetValue({key}, out {map.Value} {name})) sum += 13;");
                scope.Add(new Place(name, map.Value, true, true, true));
                break;
        }
    }

    // Few keys, so that they meet.
    private string Key(MapShape map) => map.Key!.IsInteger ? $"({map.Key})({expressions.Any(2).Text} & 3)" : scope.Chance(50) ? $"default({map.Key})" : expressions.Value(map.Key, 1);
}
