using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>
/// Writes random programs of the subset that is supported: numbers of every width, structs, references, helper methods, every statement.
/// All is unchecked. Divisors are odd or positive constants, since division by zero is 0 in BPF and an exception in .NET. Loops have small
/// constant bounds. The same seed gives the same text.
/// </summary>
internal sealed class RandomCSharp(int seed)
{
    private static readonly string[] Types = ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong"];
    private static readonly string[] Wide = ["int", "uint", "long", "ulong"];

    private readonly Random random = new(seed);
    private readonly StringBuilder text = new();
    private int indent = 2;
    private int loops;

    /// <summary>A BPF class with a number of programs, named P0, P1, ...</summary>
    public string Write(int programs)
    {
        text.Append("using System;\nusing System.Numerics;\nusing System.Buffers.Binary;\nusing System.Runtime.CompilerServices;\nusing CSharpBpf;\nusing CSharpBpf.Net;\n\n");
        text.Append("public sealed partial class Programs : BpfObject\n{\n");
        for (int i = 0; i < programs; i++)
        {
            WriteProgram(i);
        }

        text.Append("    private static int Mix(ref int a, long b)\n    {\n        a += (int)b;\n        return a ^ (int)(b >> 7);\n    }\n\n");
        text.Append("    private static S Turn(S s, int by)\n    {\n        s.A += by;\n        s.B = (short)(s.B - s.C);\n        return s;\n    }\n\n");
        text.Append("    private static T Pick<T>(bool first, T a, T b) => first ? a : b;\n}\n\n");
        text.Append("public struct S\n{\n    public int A;\n    public short B;\n    public byte C;\n    public ulong D;\n\n    public readonly long Sum => A + B * 3L + C + (long)D;\n\n    public static S operator +(S l, S r) => new() { A = l.A + r.A, B = r.B, C = (byte)(l.C ^ r.C), D = l.D - r.D };\n}\n\n");
        text.Append("public struct Input\n{\n");
        foreach (string type in Types)
        {
            text.Append(CultureInfo.InvariantCulture, $"    public {type} In_{type};\n");
        }

        text.Append("}\n\npublic struct Output\n{\n    public long R0;\n    public long R1;\n}\n");
        return text.ToString();
    }

    private void WriteProgram(int number)
    {
        Line(1, "[XdpProgram]");
        Line(1, $"public XdpAction P{number}(XdpContext ctx)");
        Line(1, "{");
        Line(2, "var packet = ctx.Packet;");
        Line(2, "if (!packet.TryRead(out Input x)) return XdpAction.Aborted;");
        Line(2, "ref Output o = ref packet.ReadRefOrNullRef<Output>();");
        Line(2, "if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;");
        Line(2, "unchecked");
        Line(2, "{");
        indent = 3;
        foreach (string type in Types)
        {
            Line($"{type} v_{type} = x.In_{type};");
        }

        Line("S s = new() { A = v_int, B = v_short, C = v_byte, D = v_ulong };");
        Line("S t = default;");
        Line("ref int r = ref v_int;");
        Block(3, 3 + random.Next(6));
        Line($"o.R0 = v_sbyte + v_byte * 3L + v_short * 5L + v_ushort * 7L + v_int + v_uint * 11L;");
        Line($"o.R1 = v_long ^ (long)v_ulong ^ s.Sum ^ (t.Sum << 1);");
        Line($"return (XdpAction)({Expression("int", 2)});");
        Line(2, "}");
        Line(1, "}");
        text.Append('\n');
    }

    private void Block(int depth, int statements)
    {
        for (int i = 0; i < statements; i++)
        {
            Statement(depth);
        }
    }

    private void Statement(int depth)
    {
        string type = Types[random.Next(Types.Length)];
        switch (random.Next(depth > 0 ? 15 : 9))
        {
            case 0 or 1 or 2:
                Line($"v_{type} = {Expression(type, 3)};");
                break;
            case 3 or 4:
                string wide = Wide[random.Next(Wide.Length)];
                Line(random.Next(4) == 0
                    ? $"v_{type} {(random.Next(2) == 0 ? "<<" : ">>")}= {Expression("int", 1)};"
                    : $"v_{wide} {Choose("+", "-", "*", "&", "|", "^")}= {Expression(wide, 2)};");
                break;
            case 5:
                Line($"v_{type}{Choose("++", "--")};");
                break;
            case 6:
                Line(Choose($"s.A = {Expression("int", 2)};", $"t = s; t.D ^= {Expression("ulong", 1)};", $"s = Turn(t, {Expression("int", 1)});", $"t = s + t;", $"s = s with {{ B = {Expression("short", 1)} }};", "(s, t) = (t, s);"));
                break;
            case 7:
                Line(Choose($"v_int = Mix(ref s.A, {Expression("long", 1)});", $"r += {Expression("int", 1)};", $"r = ref ({Condition(1)} ? ref v_int : ref s.A);", $"v_long += Mix(ref r, v_int++);"));
                break;
            case 8:
                Line($"v_int = ({Expression("int", 1)} ^ v_int) switch {{ 0 or 5 => {Expression("int", 1)}, > 10 and < 1000 => {Expression("int", 1)}, _ when {Condition(1)} ^ v_uint > x.In_uint => 3, _ => {Expression("int", 1)} }};");
                break;
            case 9 or 10:
                Line($"if ({Condition(2)})");
                Braces(depth);
                if (random.Next(2) == 0)
                {
                    Line("else");
                    Braces(depth);
                }

                break;
            case 11 or 12:
                string counter = "i" + loops++.ToString(CultureInfo.InvariantCulture);
                Line($"for (int {counter} = 0; {counter} < {1 + random.Next(3)}; {counter}++)");
                Line("{");
                indent++;
                Line($"v_int += {counter};");
                if (random.Next(3) == 0)
                {
                    Line($"if ({Condition(1)}) {Choose("break", "continue")};");
                }

                // The kernel looks at every path through every turn: what branches in a loop soon is too much for it.
                Block(0, 1 + random.Next(2));
                indent--;
                Line("}");
                break;
            case 13:
                Line($"switch (({Expression("int", 1)} ^ v_int) & 3)");
                Line("{");
                foreach (string label in new[] { "case 0:", "case 1:", "default:" })
                {
                    Line("    " + label);
                    indent += 2;
                    Block(depth - 2, 1);
                    Line("break;");
                    indent -= 2;
                }

                Line("}");
                break;
            default:
                Line($"if ({Condition(3)}) v_{type}++;");
                break;
        }
    }

    private void Braces(int depth)
    {
        Line("{");
        indent++;
        Block(depth - 1, 1 + random.Next(3));
        indent--;
        Line("}");
    }

    private string Condition(int depth) => random.Next(depth > 0 ? 7 : 3) switch
    {
        < 3 => Compare(Wide[random.Next(Wide.Length)], Math.Max(depth - 1, 0)),
        3 => $"({Condition(depth - 1)} && {Condition(depth - 1)})",
        4 => $"({Condition(depth - 1)} || {Condition(depth - 1)})",
        5 => $"!({Condition(depth - 1)})",
        _ => $"({Condition(depth - 1)} ^ {Condition(depth - 1)})",
    };

    private string Compare(string type, int depth) =>
        $"({Expression(type, depth)} {Choose("<", "<=", ">", ">=", "==", "!=")} {Expression(type, depth)})";

    private string Expression(string type, int depth)
    {
        if (!Wide.Contains(type))
        {
            return depth <= 0 || random.Next(3) == 0 ? Leaf(type) : $"({type})({Expression(Wide[random.Next(Wide.Length)], depth - 1)})";
        }

        if (depth <= 0)
        {
            return Leaf(type);
        }

        string Part() => Expression(type, depth - 1);
        return random.Next(12) switch
        {
            0 or 1 => Leaf(type),
            2 or 3 => $"({Part()} {Choose("+", "-", "*")} {Part()})",
            4 => $"({Part()} {Choose("&", "|", "^")} {Part()})",
            5 => $"({Part()} {Choose("<<", ">>", ">>>")} {Expression("int", depth - 1)})",
            6 => type is "int" or "long" ? $"({Part()} {Choose("/", "%")} {1 + random.Next(100)})" : $"({Part()} {Choose("/", "%")} ({Part()} | 1))",
            7 => $"({type})({Expression(Types[random.Next(Types.Length)], depth - 1)})",
            8 => $"({Condition(depth - 1)} ? {Part()} : {Part()})",
            9 => Choose($"(~{Part()})", $"({type})(-({Expression("long", depth - 1)}))"),
            10 => Choose($"Math.Min({Part()}, {Part()})", $"Pick({Condition(depth - 1)}, {Part()}, {Part()})", $"BinaryPrimitives.ReverseEndianness({Part()})"),
            _ => type switch
            {
                "uint" or "ulong" => $"BitOperations.RotateLeft({Part()}, {Expression("int", depth - 1)})",
                "int" => Choose("v_int++", "--v_int", "(v_int += 3)", "r"),
                _ => "s.Sum",
            },
        };
    }

    private string Leaf(string type) => random.Next(3) switch
    {
        0 => $"unchecked(({type})({Constant()}))",
        1 => $"x.In_{type}",
        _ => $"v_{type}",
    };

    private string Constant() => random.Next(4) switch
    {
        0 => random.Next(10).ToString(CultureInfo.InvariantCulture),
        1 => "-" + random.Next(1, 1000).ToString(CultureInfo.InvariantCulture),
        2 => "0x" + random.NextInt64(long.MaxValue).ToString("x", CultureInfo.InvariantCulture),
        _ => Choose("int.MaxValue", "int.MinValue", "uint.MaxValue", "long.MinValue", "255", "65535", "-128"),
    };

    private string Choose(params string[] choices) => choices[random.Next(choices.Length)];

    private void Line(string line) => Line(indent, line);

    private void Line(int level, string line) => text.Append(' ', level * 4).Append(line).Append('\n');
}
