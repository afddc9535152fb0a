using System.Globalization;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Writes statements. Every method has a variable <c>sum</c> that what it computes is mixed into, so that it can be seen.</summary>
internal sealed class StatementGenerator(Scope scope, SourceText output, ExpressionGenerator expressions, ObjectShape shape)
{
    private readonly SpanStatements spans = new(scope, output, expressions);
    private readonly FeatureStatements features = new(scope, output, expressions, shape);
    private readonly FlowStatements flow = new(scope, output, expressions, shape);
    private int loopDepth;
    private bool isInLoop;
    private bool isFinal;
    private bool isGuarded;

    /// <summary>What a return in the middle of the method looks like.</summary>
    public required string EarlyReturn { get; init; }

    /// <summary>Map access is for programs, where no reference into a map is held across a removal.</summary>
    public MapStatements? Maps { get; init; }

    /// <summary>What only the program's own method does.</summary>
    public ContextStatements? Context { get; init; }

    /// <summary>In a function inside a method: it has none of its own.</summary>
    public bool IsNested { get; init; }

    /// <summary>stackalloc has its place in no finally block (C#), and in nothing that may run again (BPF).</summary>
    private bool MayAllocate => loopDepth == 0 && !isFinal && !IsNested;

    public void Block(int statements, int depth)
    {
        int mark = scope.Mark;
        output.Line("{");
        Statements(statements, depth);
        output.Line("}");
        scope.Reset(mark);
    }

    /// <summary>What something runs last behind.</summary>
    public void Guarded(int statements, int depth)
    {
        bool guarded = isGuarded;
        isGuarded = true;
        Block(statements, depth);
        isGuarded = guarded;
    }

    /// <summary>A finally block: C# lets nothing leave it.</summary>
    public void Final(int statements, int depth)
    {
        (bool loop, bool final) = (isInLoop, isFinal);
        (isInLoop, isFinal) = (false, true);
        Block(statements, depth);
        (isInLoop, isFinal) = (loop, final);
    }

    public void Statements(int count, int depth)
    {
        for (int i = 0; i < count; i++)
        {
            Statement(depth);
        }
    }

    public void Mix(int depth)
    {
        string value = scope.Random.Next(6) == 0 ? $"({expressions.Bool(depth)} ? 3ul : 5ul)" : $"(ulong)({expressions.Any(depth).Text})";
        output.Line(scope.Chance(50) ? $"sum = (sum * 31) ^ {value};" : $"sum += {value};");
    }

    public void Declare(int depth)
    {
        FuzzType type = scope.Random.Next(12) switch
        {
            > 9 => scope.Pick(Integers.Nullable),
            < 6 => scope.Pick(Integers.All),
            6 => Integers.Bool,
            7 => scope.Pick(shape.Enums),
            _ => scope.Pick(shape.Structs),
        };
        string name = scope.NewName("v");
        output.Line($"{type} {name} = {expressions.Value(type, depth)};");
        scope.Add(new Place(name, type, true, true, true) { IsLocal = true, IsCapturable = true });
    }

    private void Statement(int depth)
    {
        if (depth <= 0 || scope.Budget <= 0)
        {
            Simple(2);
            return;
        }

        switch (scope.Random.Next(35))
        {
            case 24 or 25:
                flow.Try(this, depth);
                break;
            case 26:
                flow.Using(this, depth);
                break;
            case 27 when !IsNested:
                flow.Function(this, depth);
                break;
            case 28:
                flow.Goto(this, depth);
                break;
            case 29:
                flow.Pointer(MayAllocate);
                break;
            case 30:
                flow.Tuple();
                break;
            case 31 when expressions.CanFault:
                flow.Fault(!isGuarded && !IsNested);
                break;
            case 32 or 33 or 34:
                features.Write(MayAllocate);
                break;
            case 20 when MayAllocate:
                spans.Declare();
                break;
            case 21 or 22 when spans.Use():
                break;
            case 23 when Context is not null && !isInLoop:
                Context.Statement();
                break;
            case 0 or 1 or 2 or 3:
                Declare(3);
                break;
            case 4 or 5 or 6:
                Simple(3);
                break;
            case 7 or 8:
                If(depth);
                break;
            case 9 or 10 when loopDepth < 2:
                Loop(depth);
                break;
            case 11:
                Switch(depth);
                break;
            case 12:
                CallForEffect();
                break;
            case 13:
                ReferenceLocal(depth);
                break;
            case 14 when isInLoop:
                output.Line($"if ({expressions.Bool(2)}) {(scope.Chance(50) ? "break" : "continue")};");
                break;
            case 14 or 15 when !isFinal && scope.Chance(30):
                output.Line($"if ({expressions.Bool(3)}) return {EarlyReturn};");
                break;
            case 16 or 17 or 18 when Maps is not null && loopDepth == 0:
                Maps.Statement(this, depth);
                break;
            default:
                Atomic();
                break;
        }
    }

    /// <summary>A statement that nothing leaves and that declares nothing.</summary>
    public void Simple(int depth)
    {
        switch (scope.Random.Next(5))
        {
            case 0 or 1:
                Mix(depth);
                break;
            case 2 when scope.Find(static p => p.IsWritable) is { } place:
                output.Line($"{place.Text} = {expressions.Value(place.Type, depth)};");
                break;
            case 3 when scope.Find(static p => p.Type.Kind == TypeKind.Struct && p.Type.IsOwn) is { } place:
                output.Line(scope.Chance(50) ? $"{place.Text}.Bump({expressions.Number(Integers.Int, 2)});" : $"sum ^= (ulong){place.Text}.Fold();");
                break;
            default:
                Update(depth);
                break;
        }
    }

    private void Update(int depth)
    {
        if (scope.Find(static p => p.IsWritable && p.Type.Kind is TypeKind.Integer or TypeKind.Bool) is not { IsWritable: true } place)
        {
            return;
        }

        string text = place.Text;
        output.Line(place.Type.Kind == TypeKind.Bool
            ? $"{text} {scope.Pick<string>(["&=", "|=", "^="])} {expressions.Bool(depth)};"
            : scope.Random.Next(5) switch
            {
                0 => $"{text} {scope.Pick<string>(["<<=", ">>=", ">>>="])} {expressions.Number(Integers.Int, depth - 1)};",
                1 => $"{text} {scope.Pick<string>(["/=", "%="])} {expressions.Divisor(place.Type, depth - 2)};",
                2 => $"{text}{scope.Pick<string>(["++", "--"])};",
                _ => $"{text} {scope.Pick<string>(["+=", "-=", "*=", "&=", "|=", "^="])} {expressions.Number(place.Type, depth)};",
            });
    }

    private void If(int depth)
    {
        output.Line($"if ({expressions.Bool(3)})");
        Block(scope.Random.Next(1, 3), depth - 1);
        if (scope.Chance(50))
        {
            output.Line("else");
            Block(scope.Random.Next(1, 3), depth - 1);
        }
    }

    private void Loop(int depth)
    {
        int mark = scope.Mark;
        bool outer = isInLoop;
        string name = scope.NewName("i");
        string count = scope.Random.Next(1, 6).ToString(CultureInfo.InvariantCulture);
        string limit = scope.Chance(25) ? $"({expressions.Number(Integers.Int, 1)} & 3)" : count;
        FuzzType type = scope.Pick<FuzzType>([Integers.Int, Integers.UInt, Integers.Byte, Integers.Long]);
        (loopDepth, isInLoop) = (loopDepth + 1, true);
        scope.Budget -= 6;
        Place counter = new(name, type, false, false, false) { IsCapturable = true };
        switch (scope.Random.Next(shape.HasIterators ? 5 : 4))
        {
            case 4:
                output.Line($"foreach (int {name} in Bpf.Range(0, {limit}))");
                scope.Add(new Place(name, Integers.Int, false, false, false) { IsCapturable = true });
                Block(scope.Random.Next(1, 3), depth - 1);
                break;
            case 0 or 1:
                output.Line($"for ({type} {name} = 0; {name} < {(type.Bits >= 32 && type != Integers.UInt ? limit : count)}; {name}++)");
                scope.Add(counter);
                Block(scope.Random.Next(1, 3), depth - 1);
                break;
            case 2:
                output.Line($"{type} {name} = {count};");
                output.Line($"while ({name} > 0)").Line("{").Line($"{name}--;");
                scope.Add(counter);
                Statements(scope.Random.Next(1, 3), depth - 1);
                output.Line("}");
                break;
            default:
                output.Line($"{type} {name} = 0;");
                output.Line("do").Line("{");
                scope.Add(counter);
                Statements(scope.Random.Next(1, 3), depth - 1);
                output.Line("}").Line($"while (++{name} < {count});");
                break;
        }

        (loopDepth, isInLoop) = (loopDepth - 1, outer);
        scope.Reset(mark);
    }

    private void Switch(int depth)
    {
        if (scope.Find(static p => p.Type.IsInteger) is not { } subject)
        {
            return;
        }

        bool outer = isInLoop;
        isInLoop = false;
        output.Line($"switch ({subject.Text})").Line("{");
        foreach (string pattern in expressions.Patterns.List(subject.Type))
        {
            output.Line($"case {pattern}{(scope.Chance(25) ? $" when {subject.Text} != 7 || {expressions.Bool(2)}" : "")}:");
            Block(scope.Random.Next(1, 3), depth - 1);
            output.Line("break;");
        }

        output.Line("default:");
        Block(1, depth - 1);
        output.Line("break;").Line("}");
        isInLoop = outer;
    }

    private void CallForEffect()
    {
        if (expressions.Call(static _ => true, 3) is not { } call)
        {
            Mix(3);
            return;
        }

        output.Line(call.Callee.Result.Kind switch
        {
            TypeKind.Integer => $"sum += (ulong){call.Text};",
            TypeKind.Bool => $"sum = {call.Text} ? sum + 1 : sum * 3;",
            _ => call.Text + ";",
        });
    }

    private void ReferenceLocal(int depth)
    {
        if (scope.Find(static p => p.IsReferable && p.IsWritable) is not { } place)
        {
            return;
        }

        string name = scope.NewName("r");
        string target = scope.Chance(30) && place.IsLocal && scope.Find(p => p.IsLocal && p.IsReferable && p.IsWritable && p.Type == place.Type) is { } other
            ? $"({expressions.Bool(2)} ? ref {place.Text} : ref {other.Text})"
            : place.Text;
        output.Line($"ref {place.Type} {name} = ref {target};");
        scope.Add(new Place(name, place.Type, true, true, false) { IsLocal = place.IsLocal });
        Statement(depth - 1);
    }

    private void Atomic()
    {
        if (scope.Find(static p => p.IsAligned && p.IsWritable && p.Type.IsInteger && p.Type.Bits >= 32) is not { } place)
        {
            Simple(3);
            return;
        }

        if (scope.Chance(10))
        {
            output.Line(scope.Random.Next(3) switch
            {
                0 => "Interlocked.MemoryBarrier();",
                1 => "Volatile.ReadBarrier();",
                _ => "Volatile.WriteBarrier();",
            });
            return;
        }

        string value = expressions.Number(place.Type, 2);
        string call = scope.Random.Next(7) switch
        {
            0 => $"Interlocked.Increment(ref {place.Text})",
            1 => $"Interlocked.Decrement(ref {place.Text})",
            2 => $"Interlocked.Exchange(ref {place.Text}, {value})",
            3 => $"Interlocked.CompareExchange(ref {place.Text}, {value}, {expressions.Number(place.Type, 1)})",
            4 => $"Interlocked.And(ref {place.Text}, {value})",
            5 => $"Interlocked.Or(ref {place.Text}, {value})",
            _ => $"Interlocked.Add(ref {place.Text}, {value})",
        };
        output.Line(scope.Chance(50) ? $"sum ^= (ulong){call};" : call + ";");
    }
}
