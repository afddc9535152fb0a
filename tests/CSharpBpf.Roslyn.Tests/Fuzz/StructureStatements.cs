using System.Collections.Generic;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Maps that are no tables: ring buffers, queues, stacks, prefixes, values of a CPU, values behind a lock; and what calls back.</summary>
internal sealed class StructureStatements(Scope scope, SourceText output, ExpressionGenerator expressions, ObjectShape shape, ProgramKind kind)
{
    private const string Address = "IPv4Address";

    private FuzzType Record => shape.Structs[0];

    /// <summary>The members that the statements use.</summary>
    public static void WriteMembers(SourceText output, FuzzType record)
    {
        output.Line($"[BpfMap(MaxEntries = 4096)] public partial RingBuffer<{record}> Reported {{ get; }}");
        output.Line($"[BpfMap(MaxEntries = 3)] public partial QueueMap<{record}> Waiting {{ get; }}");
        output.Line("[BpfMap(MaxEntries = 2)] public partial StackMap<uint> Recalled { get; }");
        output.Line($"[BpfMap(MaxEntries = 64)] public partial LpmTrieMap<LpmKey<{Address}>, uint> Prefixes {{ get; }}");
        output.Line("[BpfMap(MaxEntries = 8)] public partial PerCpuHashMap<uint, ulong> PerCpuByNumber { get; }");
        output.Line("[BpfMap(MaxEntries = 2)] public partial ArrayMap<Guarded> Locked { get; }");
        output.Line($"[BpfMap(MaxEntries = 64)] public partial BloomFilter<{record}> Seen {{ get; }}");
        output.Line("[BpfMap(MaxEntries = 4096)] public partial RingBuffer Written { get; }");
        output.Line("[BpfMap(MaxEntries = 4), BpfInnerMap(MaxEntries = 4)] public partial ArrayOfMaps<ArrayMap<ulong>> Tables { get; }");
        output.Line("[BpfMap(MaxEntries = 4), InnerMapEntry(nameof(Tables), 0)] public partial ArrayMap<ulong> FirstTable { get; }");
        output.Line("[BpfMap(MaxEntries = 4), InnerMapEntry(nameof(Tables), 1), InnerMapEntry(nameof(Tables), 2)] public partial ArrayMap<ulong> SecondTable { get; }");
    }

    public static IEnumerable<string> Dumps => ["Ring(\"Reported\", Reported)", "Ring(\"Written\", Written)", "Front(\"Waiting\", Waiting)", "Front(\"Recalled\", Recalled)", "Map(\"Prefixes\", Prefixes)", "Map(\"PerCpuByNumber\", PerCpuByNumber)", "Map(\"Locked\", Locked)", "Map(\"FirstTable\", FirstTable)", "Map(\"SecondTable\", SecondTable)"];

    public void Statement(StatementGenerator statements)
    {
        switch (scope.Random.Next(12))
        {
            case 10:
                Bloom();
                break;
            case 11 when !expressions.CanFault:
                Dynamic();
                break;
            case 9:
                Inner();
                break;
            case 0:
                output.Line($"if (Reported.TryOutput({expressions.Value(Record, 2)})) sum += 17;");
                break;
            case 1 when !expressions.CanFault:
                Reserve(statements);
                break;
            case 2:
                Sequence();
                break;
            case 3:
                Prefix();
                break;
            case 4:
                OwnValue();
                break;
            case 5 when kind.HasLocks:
                Locked();
                break;
            case 6:
                Entries();
                break;
            default:
                Loop();
                break;
        }
    }

    // What a fault would leave reserved nobody gives back, so there is none between.
    private void Reserve(StatementGenerator statements)
    {
        int mark = scope.Mark;
        string name = scope.NewName("m");
        output.Line($"ref {Record} {name} = ref Reported.ReserveOrNullRef();");
        output.Line($"if (!Unsafe.IsNullRef(ref {name}))").Line("{").Line($"{name} = {expressions.Value(Record, 2)};");
        scope.Add(new Place(name, Record, true, true, true));
        statements.Simple(2);
        statements.Simple(2);
        if (scope.Chance(50))
        {
            output.Line($"if ({expressions.Bool(2)}) Reported.Discard(ref {name}); else Reported.Submit(ref {name});");
        }
        else
        {
            output.Line($"Reported.Submit(ref {name}{(scope.Chance(30) ? ", RingBufferFlags.NoWakeup" : "")});");
        }

        output.Line("}");
        scope.Reset(mark);
    }

    // What was added is found; of the rest each engine finds others.
    private void Bloom()
    {
        string name = scope.NewName("k");
        output.Line($"{Record} {name} = {expressions.Value(Record, 2)};").Line($"Seen.Add({name});").Line($"if (Seen.MayContain({name})) sum += 79;");
    }

    private void Dynamic()
    {
        (string length, string name) = (scope.NewName("k"), scope.NewName("o"));
        FuzzType type = scope.Pick(Integers.Numbers);
        output.Line($"uint {length} = {expressions.Number(Integers.UInt, 2)} & 31;");
        output.Line($"if (Written.TryReserve({length}, out DynamicRecord {name})) sum += 83;");
        output.Line($"for (uint i = 0; i < {length} && i < 32; i++) {name}.TryWrite(i, (byte)(sum + i));");
        output.Line($"if ({name}.TryWrite({expressions.Number(Integers.UInt, 2)} & 31, {expressions.Number(type, 2)})) sum ^= 89;");
        output.Line($"if ({expressions.Bool(2)}) Written.Discard(ref {name}); else Written.Submit(ref {name});");
    }

    private void Sequence()
    {
        (string map, string add, string take, FuzzType type) = scope.Chance(50) ? ("Waiting", "TryEnqueue", "TryDequeue", Record) : ("Recalled", "TryPush", "TryPop", Integers.UInt);
        if (scope.Chance(50))
        {
            output.Line($"if ({map}.{add}({expressions.Value(type, 2)}{(scope.Chance(30) ? ", true" : "")})) sum += 19;");
            return;
        }

        string name = scope.NewName("o");
        output.Line($"if ({map}.{(scope.Chance(70) ? take : "TryPeek")}(out {type} {name})) sum ^= 23;");
        scope.Add(new Place(name, type, true, true, true));
    }

    private void Prefix()
    {
        string key = $"new LpmKey<{Address}>(({expressions.Number(Integers.UInt, 1)} & 3) * 8, new {Address}({expressions.Number(Integers.UInt, 2)} & 0x03010301))";
        switch (scope.Random.Next(4))
        {
            case 0:
                output.Line($"if (Prefixes.TrySet({key}, {expressions.Number(Integers.UInt, 2)})) sum += 29;");
                break;
            case 1:
                output.Line($"if (Prefixes.Remove({key})) sum ^= 31;");
                break;
            default:
                string name = scope.NewName("o");
                output.Line($"if (Prefixes.TryGetValue({key}, out uint {name})) sum += 37;");
                scope.Add(new Place(name, Integers.UInt, true, true, true));
                break;
        }
    }

    // Which CPU a program runs on is the kernel's choice: it only adds.
    private void OwnValue()
    {
        (string key, string name) = (scope.NewName("k"), scope.NewName("c"));
        output.Line($"uint {key} = {expressions.Number(Integers.UInt, 2)} & 3;");
        output.Line($"ref ulong {name} = ref PerCpuByNumber.GetThisCpuValueRefOrNullRef({key});");
        output.Line($"if (Unsafe.IsNullRef(ref {name})) PerCpuByNumber.TryAdd({key}, {expressions.Number(Integers.ULong, 2)});");
        output.Line($"else {name} += {expressions.Number(Integers.ULong, 2)};");
    }

    private void Locked()
    {
        (string amount, string name) = (scope.NewName("k"), scope.NewName("m"));
        output.Line($"ulong {amount} = {expressions.Number(Integers.ULong, 2)};");
        output.Line($"ref Guarded {name} = ref Locked.GetValueRefOrNullRef({expressions.Number(Integers.UInt, 2)} % {(scope.Chance(50) ? 2 : 3)});");
        output.Line($"if (!Unsafe.IsNullRef(ref {name}))").Line("{").Line($"using ({name}.Lock.EnterScope())").Line("{");
        output.Line($"{name}.Total = ({name}.Total * 3) + {amount};");
        output.Line($"if (({name}.Total & 1) == 0) {name}.Number++;").Line("}").Line($"sum ^= {name}.Total;").Line("}");
    }

    // The last place has no map.
    private void Inner()
    {
        (string table, string name) = (scope.NewName("o"), scope.NewName("c"));
        output.Line($"if (Tables.TryGetMap({expressions.Number(Integers.UInt, 2)} & {(scope.Chance(50) ? 3 : 7)}, out ArrayMap<ulong>? {table}))").Line("{");
        output.Line($"ref ulong {name} = ref {table}.GetValueRefOrNullRef({expressions.Number(Integers.UInt, 2)} & {(scope.Chance(50) ? 3 : 7)});");
        output.Line($"if (!Unsafe.IsNullRef(ref {name})) sum ^= {name} = ({name} * 3) + {expressions.Number(Integers.ULong, 2)};").Line("}");
    }

    // In which order a hash map has its entries is each engine's own business.
    private void Entries()
    {
        MapShape map = scope.Pick<MapShape>([.. shape.Arrays, shape.Hashes[0]]);
        if (!map.Value.IsInteger)
        {
            map = shape.Hashes[0];
        }

        string state = scope.NewName("k");
        FuzzType key = map.Key ?? Integers.UInt;
        Scope inner = new(scope.Random) { Budget = 6 };
        inner.Add(new Place("key", key, false, false, false));
        inner.Add(new Place("value", map.Value, false, false, false));
        ExpressionGenerator body = new(inner, []);
        output.Line($"ulong {state} = {expressions.Number(Integers.ULong, 2)};");
        output.Line($"sum += (ulong){map.Name}.ForEach(static (in {key} key, ref {map.Value} value, ref ulong total) =>").Line("{");
        output.Line($"total += {body.Number(Integers.ULong, 2)};").Line($"value = {body.Number(map.Value, 2)};");
        output.Line("return LoopAction.Continue;").Line($"}}, ref {state});").Line($"sum ^= {state};");
    }

    private void Loop()
    {
        FuzzType type = scope.Chance(60) ? Record : scope.Pick(Integers.Numbers);
        string state = scope.NewName("k");
        Scope inner = new(scope.Random) { Budget = 12 };
        inner.Add(new Place("trip", Integers.UInt, false, false, false));
        inner.Add(new Place("state", type, true, true, true));
        ExpressionGenerator body = new(inner, []);
        output.Line($"{type} {state} = {expressions.Value(type, 2)};");
        output.Line($"sum += (ulong)Bpf.Loop({expressions.Number(Integers.UInt, 2)} & 31, static (uint trip, ref {type} state) =>").Line("{");
        output.Line($"state = {body.Value(type, 3)};");
        if (type == Record)
        {
            output.Line($"state.Bump({body.Number(Integers.Int, 2)});");
        }

        output.Line($"return {body.Bool(2)} ? LoopAction.Continue : LoopAction.Break;").Line($"}}, ref {state});");
        output.Line(type == Record ? $"sum ^= (ulong){state}.Fold();" : $"sum ^= (ulong){state};");
        scope.Add(new Place(state, type, true, true, true) { IsLocal = true, IsCapturable = true });
    }
}
