using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>A generated class.</summary>
/// <param name="Lengths">Packet lengths at which a read succeeds just so.</param>
internal sealed record FuzzSource(int Seed, string ClassName, string Text, int Programs, IReadOnlyList<int> Lengths, FuzzTarget Target);

/// <summary>
/// Writes a random BPF class over the supported subset of C#. The same seed and target give the same class. Whatever it computes ends up in return values,
/// the packet, globals or maps.
/// </summary>
internal sealed class ProgramGenerator
{
    private const int FeaturesOfAClass = 5;

    // What the third program of a class may be.
    private static readonly ProgramKind[] Others = [ProgramKind.Tc, ProgramKind.Tc, ProgramKind.SocketFilter, ProgramKind.CgroupSkb, ProgramKind.RawTracepoint];

    private readonly Random random;
    private readonly int seed;
    private readonly int size;
    private readonly FuzzTarget target;
    private readonly SourceText output = new();
    private readonly ProgramKind[] kinds;
    private readonly ObjectShape shape;
    private readonly List<Callee> callees = [];
    private readonly SortedSet<int> lengths = [];

    private ProgramGenerator(int seed, int size, FuzzTarget target)
    {
        this.seed = seed;
        this.size = size;
        this.target = target;
        random = new Random(seed);
        kinds = [ProgramKind.Xdp, ProgramKind.Xdp, Pick(Others)];
        bool isGpl = kinds.Any(static kind => kind.IsTracing) || random.Next(2) == 0 || target.HasIterators;
        Feature[] features = [.. TypeFeatures.All, .. MethodFeatures.All];
        random.Shuffle(features);
        shape = new ObjectShape { IsGpl = isGpl, HasIterators = target.HasIterators, Features = features[..FeaturesOfAClass] };
    }

    private string ClassName => "Fuzz" + seed.ToString(CultureInfo.InvariantCulture);

    /// <param name="size">Statements of a program, about.</param>
    /// <param name="target">The kernel that the class is for.</param>
    public static FuzzSource Generate(int seed, int size, FuzzTarget target)
    {
        ProgramGenerator generator = new(seed, size, target);
        generator.Write();
        return new FuzzSource(seed, generator.ClassName, generator.output.ToString(), generator.kinds.Length, [.. generator.lengths], generator.target);
    }

    private void Write()
    {
        foreach (string name in (string[])["System", "System.Buffers.Binary", "System.Numerics", "System.Runtime.CompilerServices", "System.Runtime.InteropServices", "System.Threading", "CSharpBpf", "CSharpBpf.Hashing", "CSharpBpf.Net", "CSharpBpf.Statistics", "CSharpBpf.Roslyn.Tests.Fuzz"])
        {
            output.Line($"using {name};");
        }

        output.Line($"namespace Generated{seed.ToString(CultureInfo.InvariantCulture)};");
        WriteTypes();
        if (shape.IsGpl)
        {
            output.Line("[BpfLicense(\"GPL\")]");
        }

        output.Line($"public sealed partial class {ClassName} : BpfObject, IFuzzProgram").Line("{");
        WriteMembers();
        WriteGenerics();
        for (int i = 0; i < 3; i++)
        {
            WriteHelper("Helper" + i.ToString(CultureInfo.InvariantCulture));
        }

        for (int i = 0; i < kinds.Length; i++)
        {
            WriteProgram("Program" + Text(i), kinds[i], i == 1 || (i > 1 && random.Next(3) == 0));
        }

        WriteDriver();
        output.Line("}");
    }

    private void WriteTypes()
    {
        output.Line("[InlineArray(4)]").Line("public struct Row<T>").Line("{").Line("private T element;").Line("}");
        output.Line("public readonly ref struct AddAtEnd(ref ulong target, ulong amount)").Line("{");
        output.Line("private readonly ref ulong target = ref target;").Line("private readonly ulong amount = amount;");
        output.Line("public void Dispose() => target = unchecked((target * 3) + amount);").Line("}");
        output.Line("public interface IFold").Line("{").Line("static abstract int Weight { get; }").Line("long Fold();").Line("}");
        output.Line("public struct Guarded").Line("{").Line("public BpfSpinLock Lock;").Line("public uint Number;").Line("public ulong Total;").Line("}");
        output.Lines(string.Join('\n', shape.Features.Select(static feature => feature.Types)));
        Scope scope = new(random);
        TypeGenerator types = new(scope, output);
        shape.Enums.Add(types.Enum("E0"));
        shape.Enums.Add(types.Enum("E1"));
        FuzzType dense = types.Dense("Dense");
        FuzzType natural = types.Natural("Natural", shape.Enums);
        FuzzType packed = types.Packed("Packed", [.. shape.Enums, dense]);
        shape.Structs.AddRange([dense, natural, packed, types.Natural("Nested", [natural, packed, .. shape.Enums])]);
        shape.PacketStructs.AddRange([packed, types.Packed("Wire", [.. shape.Enums, dense]), .. TypeGenerator.Headers]);
    }

    private void WriteMembers()
    {
        FuzzType dense = shape.Structs[0];
        Map(shape.Arrays, "Numbers", null, Pick(Integers.Numbers), "ArrayMap<{1}>", 4);
        Map(shape.Arrays, "Records", null, dense, "ArrayMap<{1}>", 4);
        Map(shape.Hashes, "ByNumber", Pick(Integers.Numbers), Pick(Integers.Numbers), "HashMap<{0}, {1}>", 3);
        Map(shape.Hashes, "ByRecord", dense, Pick(Integers.Atomic), "HashMap<{0}, {1}>", 8);
        Map(shape.Hashes, "Recent", Integers.UInt, dense, "LruHashMap<{0}, {1}>", 1024);
        output.Line("[BpfMap(MaxEntries = 4)] public partial PerCpuArrayMap<ulong> PerCpu { get; }");
        output.Line("[BpfMap(MaxEntries = 2)] public partial ProgramArray<XdpContext, XdpAction> Stages { get; }");
        StructureStatements.WriteMembers(output, dense);
        foreach (FuzzType type in (FuzzType[])[Pick(Integers.Atomic), Pick(Integers.All), shape.Enums[0], dense])
        {
            string name = "Global" + shape.Globals.Count.ToString(CultureInfo.InvariantCulture);
            string attribute = type.IsInteger && type != Integers.Char && random.Next(2) == 0 ? $"[BpfGlobal(InitialValue = {Literals.Write(type, random)})]" : "[BpfGlobal]";
            output.Line($"{attribute} public partial ref {type} {name} {{ get; }}");
            shape.Globals.Add(new Place(name, type, true, true, true) { IsCapturable = true });
        }

        foreach (FuzzType type in (FuzzType[])[Pick(Integers.Numbers), Pick(Integers.Numbers), Integers.Bool])
        {
            string name = "Constant" + shape.Constants.Count.ToString(CultureInfo.InvariantCulture);
            output.Line($"[BpfConst] public {type} {name} {{ get; init; }} = {(type.IsInteger ? Literals.Write(type, random) : "true")};");
            shape.Constants.Add(new Place(name, type, false, false, false) { IsCapturable = true });
        }
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private void Map(List<MapShape> maps, string name, FuzzType? key, FuzzType value, string type, int entries)
    {
        output.Line($"[BpfMap(MaxEntries = {entries})] public partial {string.Format(CultureInfo.InvariantCulture, type, key, value)} {name} {{ get; }}");
        maps.Add(new MapShape(name, key, value));
    }

    private void WriteGenerics()
    {
        output.Line("private static T Choose<T>(bool condition, T yes, T no) where T : unmanaged => condition ? yes : no;");
        output.Line("private static T Demand<T>(bool condition, T value) where T : unmanaged => condition ? value : throw new ArgumentOutOfRangeException();");
        output.Line("private static void Swap<T>(ref T left, ref T right) where T : unmanaged => (left, right) = (right, left);");
        output.Line("private static long FoldOf<T>(in T value) where T : unmanaged, IFold => value.Fold();");
        output.Line("private static int WeightOf<T>(int by) where T : unmanaged, IFold => unchecked((T.Weight * by) + Unsafe.SizeOf<T>());");
        output.Line("private static bool TryTake<T>(T value, out T copy) where T : unmanaged").Line("{").Line("copy = value;").Line("return Unsafe.SizeOf<T>() > 2;").Line("}");
        output.Lines(string.Join('\n', shape.Features.Select(static feature => feature.Members)));
        WriteTables();
        foreach (FuzzType type in (FuzzType[])[Pick(Integers.All), Pick(Integers.All), .. shape.Structs, shape.Enums[0]])
        {
            callees.Add(new Callee($"Demand<{type}>", type, [("", Integers.Bool), ("", type)], false) { CanFault = true });
            callees.Add(new Callee($"Choose<{type}>", type, [("", Integers.Bool), ("", type), ("", type)], false));
            callees.Add(new Callee($"TryTake<{type}>", Integers.Bool, [("", type), ("out", type)], false));
            if (type.Kind == TypeKind.Struct)
            {
                callees.Add(new Callee($"FoldOf<{type}>", Integers.Long, [("in", type)], false));
                callees.Add(new Callee($"WeightOf<{type}>", Integers.Int, [("", Integers.Int)], false));
            }
        }
    }

    /// <summary>Constant tables in both of C#'s forms, each behind a method that names an element.</summary>
    private void WriteTables()
    {
        foreach (string form in (string[])["ReadOnlySpan<{0}> {1} =>", "readonly {0}[] {1} ="])
        {
            FuzzType element = Pick(Integers.Numbers);
            string name = "Table" + callees.Count.ToString(CultureInfo.InvariantCulture);
            output.Line($"private static {string.Format(CultureInfo.InvariantCulture, form, element, name)} [{string.Join(", ", Enumerable.Range(0, 8).Select(_ => Literals.Write(element, random)))}];");
            output.Line($"private static {element} {name}At(uint index) => {name}[(int)(index & 7)];");
            callees.Add(new Callee(name + "At", element, [("", Integers.UInt)], false));
        }
    }

    private void WriteHelper(string name)
    {
        Scope scope = new(random) { Budget = 16 };
        bool isInstance = scope.Chance(50);
        FuzzType result = random.Next(4) == 0 ? Pick(shape.Structs) : random.Next(4) == 0 ? Integers.Bool : Pick(Integers.All);
        List<(string Modifier, FuzzType Type)> parameters = [];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            parameters.Add((scope.Pick<string>(["", "", "ref", "in", "out"]), random.Next(3) == 0 ? Pick(shape.Structs) : Pick(Integers.All)));
        }

        // The kernel verifies a global function by its signature: of what may be in one, numbers and references to them.
        bool mayBeGlobal = result.Kind != TypeKind.Struct && parameters.TrueForAll(static p => p.Type.IsInteger && p.Modifier is "" or "ref");
        if (scope.Chance(30))
        {
            output.Line(mayBeGlobal ? "[BpfGlobalFunction]" : "[MethodImpl(MethodImplOptions.NoInlining)]");
        }

        string list = string.Join(", ", parameters.Select((p, i) => $"{p.Modifier} {p.Type} p{i}".TrimStart()));
        output.Line($"private {(isInstance ? "" : "static ")}{result} {name}({list})").Line("{").Line("unchecked").Line("{");
        for (int i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Modifier == "out")
            {
                output.Line($"p{i} = default;");
            }

            scope.Add(new Place($"p{i}", parameters[i].Type, parameters[i].Modifier != "in", parameters[i].Modifier != "in", parameters[i].Modifier == "") { IsCapturable = parameters[i].Modifier == "" });
        }

        ExpressionGenerator expressions = new(scope, [.. callees]) { HasInstance = isInstance };
        AddObject(scope, isInstance);
        output.Line("ulong sum = 1;");
        StatementGenerator statements = new(scope, output, expressions, shape) { EarlyReturn = $"default({result})" };
        statements.Statements(random.Next(1, 4), 2);
        output.Line(result.IsInteger ? $"return {expressions.Bool(1)} ? ({result})sum : {expressions.Number(result, 2)};" : $"return {expressions.Value(result, 2)};");
        output.Line("}").Line("}");
        callees.Add(new Callee(name, result, parameters, isInstance));
    }

    private void AddObject(Scope scope, bool isInstance)
    {
        if (isInstance)
        {
            shape.Globals.ForEach(scope.Add);
            shape.Constants.ForEach(scope.Add);
        }
    }

    private void WriteProgram(string name, ProgramKind kind, bool canFault)
    {
        Scope scope = new(random) { Budget = size * 5 };
        ExpressionGenerator expressions = new(scope, [.. callees]) { HasInstance = true, CanFault = canFault };
        MapStatements maps = new(scope, output, expressions, shape, kind);
        ContextStatements context = new(scope, output, expressions, shape, kind);
        StatementGenerator statements = new(scope, output, expressions, shape) { EarlyReturn = kind.Return("sum"), Maps = maps, Context = context };
        bool isEntry = kind == ProgramKind.Xdp && canFault;
        output.Line($"[{kind.Declare(canFault ? kind.Constant(random) : null)}{(isEntry ? ", ProgramArrayEntry(nameof(Stages), 1)" : "")}]");
        output.Line($"public {kind.Action} {name}({kind.Context} context)").Line("{").Line("unchecked").Line("{");
        output.Line($"ulong sum = {(kind.Fields.Count == 0 ? "1" : kind.Fields.First(static f => f.Text.EndsWith("Length", StringComparison.Ordinal)).Text)};");
        context.Start(lengths);
        AddObject(scope, true);
        statements.Declare(2);
        statements.Declare(2);
        statements.Statements(size / 2, 3);
        context.Middle(statements, maps);
        statements.Statements(size / 2, 3);
        statements.Mix(3);
        context.Change();
        if (kind == ProgramKind.Xdp && !canFault && scope.Chance(30))
        {
            output.Line($"if ({expressions.Bool(2)}) return Stages.TailCall(context, {expressions.Number(Integers.UInt, 1)} & 3, (XdpAction)(int)sum);");
        }

        statements.Mix(3);
        output.Line($"return {kind.Return("(sum ^ (sum >> 32))")};").Line("}").Line("}");
    }

    private void WriteDriver()
    {
        output.Line($"public FuzzResult RunPlain(int program, byte[] packet) => program switch {{ {Arms(static (i, _) => $"FuzzResult.Plain(packet, Program{i})")} }};");
        output.Line($"public FuzzResult RunLoaded(int program, byte[] packet) => program switch {{ {Arms(static (i, kind) => $"FuzzResult.Loaded(Programs.Program{i}.Run({kind.Arguments}))")} }};");
        IEnumerable<string> parts =
        [
            .. shape.Globals.Select(static g => $"FuzzDump.Variable(\"{g.Text}\", {g.Text})"),
            .. shape.Arrays.Concat(shape.Hashes).Select(static m => $"FuzzDump.Map(\"{m.Name}\", {m.Name})"),
            "FuzzDump.Map(\"PerCpu\", PerCpu)",
            .. StructureStatements.Dumps.Select(static dump => "FuzzDump." + dump),
        ];
        output.Line($"public string Dump() => {string.Join(" + ", parts)};");
    }

    private string Arms(Func<string, ProgramKind, string> arm) =>
        string.Join(", ", kinds.Select((kind, i) => $"{(i == kinds.Length - 1 ? "_" : Text(i))} => {arm(Text(i), kind)}"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
