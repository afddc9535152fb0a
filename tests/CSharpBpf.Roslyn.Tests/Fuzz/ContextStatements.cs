using System.Collections.Generic;
using System.Globalization;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>What a program does with its context and its packet, and the helpers that its type may call.</summary>
internal sealed class ContextStatements(Scope scope, SourceText output, ExpressionGenerator expressions, ObjectShape shape, ProgramKind kind)
{
    // What fits into an argument of a tracepoint.
    private const int ArgumentSize = 8;
    private const int ArgumentCount = 12;

    public void Statement()
    {
        switch (scope.Random.Next(7))
        {
            case 6 when kind.Packet != PacketAccess.None:
                Walk();
                break;
            case 0 or 1 or 2 when kind.Packet != PacketAccess.None:
                Bytes();
                break;
            case 0 or 1 or 2 when kind.IsTracing:
                Task();
                break;
            case 2 or 3 or 4 when kind.HasLoad:
                Load($"{expressions.Number(Integers.UInt, 2)} & 63");
                break;
            case 5 when shape.IsGpl:
                Print();
                break;
            default:
                Clock();
                break;
        }
    }

    /// <summary>Headers from the packet's start, or arguments; each a variable from then on.</summary>
    /// <param name="lengths">Gets the lengths of the packets that have just so much.</param>
    public void Start(ISet<int> lengths)
    {
        if (kind.Packet != PacketAccess.None)
        {
            output.Line("var packet = context.Packet;");
        }

        int length = kind.Hidden;
        for (int i = kind.IsTracing ? 0 : scope.Random.Next(1, 4); i > 0; i--)
        {
            FuzzType type = scope.Pick(shape.PacketStructs);
            string variable = scope.NewName("h");
            string read = kind.Packet == PacketAccess.None
                ? $"context.TryLoad({Text(length - kind.Hidden)}u, "
                : $"packet.Try{(scope.Chance(80) ? "Read" : "Peek")}(";
            lengths.Add(length += type.Size);
            output.Line($"if (!{read}out {type} {variable})) return {kind.Constant(scope.Random)};");
            scope.Add(new Place(variable, type, true, true, true) { IsLocal = true, IsCapturable = true });
        }

        foreach (Place field in kind.Fields)
        {
            scope.Add(field);
        }

        for (int i = kind.IsTracing ? scope.Random.Next(2, 7) : 0; i > 0; i--)
        {
            FuzzType type = scope.Pick<FuzzType>([.. Integers.All, Integers.ULong, .. shape.Enums]);
            scope.Add(new Place($"context.Argument{(type == Integers.ULong ? "" : $"<{type}>")}({Text(scope.Random.Next(ArgumentCount))})", type, false, false, false) { IsCapturable = true });
        }

        if (kind.IsTracing && shape.Structs[0] is { Size: <= ArgumentSize } record)
        {
            string variable = scope.NewName("h");
            output.Line($"{record} {variable} = context.Argument<{record}>({Text(scope.Random.Next(ArgumentCount))});");
            scope.Add(new Place(variable, record, true, true, true) { IsLocal = true, IsCapturable = true });
        }
    }

    /// <summary>What behind the headers is used by the way.</summary>
    public void Middle(StatementGenerator statements, MapStatements maps)
    {
        if (kind.Packet == PacketAccess.None)
        {
            return;
        }

        if (scope.Chance(40))
        {
            output.Line($"if (!packet.TrySkip({expressions.Number(Integers.Int, 2)} & 15)) return {kind.Constant(scope.Random)};");
        }

        if (scope.Chance(70))
        {
            maps.PacketReference(statements, scope.Pick(shape.PacketStructs), kind.Packet == PacketAccess.Write, 3);
        }
    }

    /// <summary>Changes of the packet's length and the like, behind which the cursor starts anew.</summary>
    public void Change()
    {
        if (kind.Packet != PacketAccess.Write || !scope.Chance(40))
        {
            return;
        }

        output.Line($"if ({(kind == ProgramKind.Xdp ? Adjust() : Store())}) sum += 61;").Line("packet = context.Packet;");
        FuzzType type = scope.Pick(Integers.Numbers);
        string variable = scope.NewName("h");
        output.Line($"if (packet.TryRead(out {type} {variable})) sum ^= (ulong){variable};");
    }

    private string Adjust() => scope.Chance(50)
        ? $"context.TryAdjustHead(({expressions.Number(Integers.Int, 2)} & 31) - 16)"
        : $"context.TryAdjustTail(({expressions.Number(Integers.Int, 2)} & 31) - 16)";

    private string Store()
    {
        FuzzType type = scope.Pick(Integers.Numbers);
        string offset = $"{expressions.Number(Integers.UInt, 2)} & 63";
        string value = expressions.Number(Integers.UInt, 2);
        return scope.Random.Next(4) switch
        {
            0 => $"context.TryReplaceL3Checksum({offset}, {value}, {expressions.Number(Integers.UInt, 2)}, {scope.Pick<string>(["2", "4"])})",
            1 => $"context.TryReplaceL4Checksum({offset}, {value}, {expressions.Number(Integers.UInt, 2)}, {scope.Pick<string>(["2", "4"])}, L4ChecksumFlags.{scope.Pick<string>(["None", "ZeroIsNone", "PseudoHeader"])})",
            _ => $"context.TryStore({offset}, {expressions.Number(type, 2)})",
        };
    }

    /// <summary>The bytes behind the cursor.</summary>
    private void Bytes()
    {
        string name = scope.NewName("w");
        int length = scope.Pick<int>([4, 8, 16]);
        int at = scope.Random.Next(length - 3);
        bool isWritable = kind.Packet == PacketAccess.Write;
        output.Line("{").Line($"{(isWritable ? "" : "ReadOnly")}Span<byte> {name} = packet.UnreadSpan;");
        output.Line($"if ({name}.Length >= {Text(length)})").Line("{");
        output.Line($"sum += {name}[(int)({expressions.Number(Integers.UInt, 2)} & {Text(length - 1)})];");
        if (isWritable)
        {
            output.Line($"{name}[{Text(at)}] ^= (byte)sum;");
            output.Line($"BinaryPrimitives.WriteUInt32BigEndian({name}[{Text(at)}..], (uint)sum + BinaryPrimitives.ReadUInt16LittleEndian({name}.Slice({Text(at)}, 2)));");
        }
        else
        {
            output.Line($"sum ^= BinaryPrimitives.ReadUInt32BigEndian({name}[{Text(at)}..]);");
        }

        output.Line($"foreach (byte e in {name}[..{Text(at + 1)}]) sum = (sum * 7) + e;");
        output.Line("}");
        output.Line($"for (int i = 0; i < {name}.Length && i < 6; i++) sum ^= (ulong){name}[i] << i;");
        output.Line("}");
    }

    /// <summary>What the library makes of the bytes behind the cursor.</summary>
    private void Walk()
    {
        (string cursor, string value) = (scope.NewName("w"), scope.NewName("t"));
        output.Line("{").Line($"PacketCursor {cursor} = packet;");
        switch (scope.Random.Next(3))
        {
            case 0:
                output.Line($"EtherType {value} = {scope.Pick<string>(["EtherType.Vlan", expressions.Value(TypeGenerator.EtherType, 2)])};");
                output.Line($"if (VlanTags.TryRead(ref {cursor}, ref {value}, out VlanTags tags)) sum ^= (ulong){value} + ((ulong)tags.Count << 16) + ((ulong)tags.Outer.VlanId << 20);");
                break;
            case 1:
                output.Line($"InternetChecksum {value} = default;");
                output.Line($"if ({value}.TryAdd(ref {cursor}, {expressions.Number(Integers.Int, 2)} & 31)) sum += {value}.Value.Raw;");
                break;
            default:
                output.Line($"IPProtocol {value} = IPProtocol.{scope.Pick<string>(["Routing", "Fragment", "HopByHop"])};");
                output.Line($"if (IPv6Extensions.TrySkip(ref {cursor}, ref {value}, out int offset)) sum = (sum * 3) + (ulong)offset + (ulong){value};");
                break;
        }

        output.Line("}");
    }

    private void Load(string offset)
    {
        FuzzType type = scope.Chance(50) ? scope.Pick(shape.PacketStructs) : scope.Pick(Integers.Numbers);
        string name = scope.NewName("o");
        output.Line($"if (context.TryLoad({offset}, out {type} {name})) sum += 59;");
        scope.Add(new Place(name, type, true, true, true) { IsLocal = true });
    }

    // What differs from run to run is only asked for what it always is.
    private void Clock() => output.Line(scope.Random.Next(3) switch
    {
        0 => "sum += Bpf.GetSmpProcessorId() < 0x10000 ? 1ul : 0;",
        1 => "sum ^= (Bpf.GetPrandomU32() | 1) == 0 ? 1ul : 0;",
        _ => "sum += Bpf.KtimeGetNs() > Bpf.KtimeGetNs() ? 1ul : 0;",
    });

    private void Task()
    {
        string name = scope.NewName("o");
        switch (scope.Random.Next(4))
        {
            case 0:
                output.Line("if ((uint)Bpf.GetCurrentPidTgid() != 0) sum += 67;");
                break;
            case 1:
                output.Line($"if (Bpf.TryGetCurrentComm(out TaskComm {name}) && {name}[0] != 0) sum += 71;");
                break;
            default:
                // Nothing that can be read lies there, in whatever memory.
                FuzzType type = scope.Pick(Integers.Numbers);
                output.Line($"if (!Bpf.TryRead{scope.Pick<string>(["Kernel", "User"])}({expressions.Number(Integers.ULong, 2)} & 255, out {type} {name})) sum ^= 73;");
                scope.Add(new Place(name, type, true, true, true) { IsLocal = true });
                break;
        }
    }

    private void Print()
    {
        string text = "";
        for (int i = scope.Random.Next(1, 5); i > 0; i--)
        {
            text += $" {{({expressions.Number(scope.Pick(Integers.Numbers), 1)}){scope.Pick<string>(["", ":x", ":X8", ",6"])}}}";
        }

        output.Line($"Bpf.Printk($\"{text}\");");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
