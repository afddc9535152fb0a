using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Enums and structs: packed ones as packets have them, ones with padding for locals, ones without any for maps.</summary>
internal sealed class TypeGenerator(Scope scope, SourceText output)
{
    /// <summary>The library's enum of what a frame carries.</summary>
    public static readonly FuzzType EtherType = new("EtherType", TypeKind.Enum, 16) { Number = Integers.UShort, Size = 2, Constants = ["EtherType.IPv4", "EtherType.Vlan", "EtherType.IPv6"] };

    private static readonly FuzzType[] BigEndian =
    [
        new("UInt16BigEndian", TypeKind.BigEndian, 16) { Number = Integers.UShort, Size = 2 },
        new("UInt32BigEndian", TypeKind.BigEndian, 32) { Number = Integers.UInt, Size = 4 },
        new("UInt64BigEndian", TypeKind.BigEndian, 64) { Number = Integers.ULong, Size = 8 },
    ];

    private static readonly FuzzType IPv4Address = new("IPv4Address", TypeKind.Address) { Size = 4 };
    private static readonly FuzzType MacAddress = new("MacAddress", TypeKind.Address) { Size = 6 };
    private static readonly FuzzType IPProtocol = new("IPProtocol", TypeKind.Enum, 8) { Number = Integers.Byte, Size = 1, Constants = ["IPProtocol.Tcp", "IPProtocol.Udp"] };

    /// <summary>The library's protocol headers, by their properties.</summary>
    public static readonly FuzzType[] Headers =
    [
        Header("EthernetHeader", 14, ("Destination", MacAddress), ("Source", MacAddress), ("EtherType", EtherType)),
        Header("VlanHeader", 4, ("TagControl", Integers.UShort), ("EtherType", EtherType)),
        Header("UdpHeader", 8, ("SourcePort", Integers.UShort), ("DestinationPort", Integers.UShort), ("Length", Integers.UShort), ("Checksum", BigEndian[0])),
        Header("IPv4Header", 20, ("TotalLength", Integers.UShort), ("TimeToLive", Integers.Byte), ("Protocol", IPProtocol), ("FlagsAndFragmentOffset", Integers.UShort), ("Source", IPv4Address), ("Destination", IPv4Address)),
        Header("TcpHeader", 20, ("SourcePort", Integers.UShort), ("SequenceNumber", Integers.UInt), ("OffsetAndFlags", Integers.UShort), ("Window", Integers.UShort)),
    ];

    public FuzzType Enum(string name)
    {
        FuzzType number = scope.Pick(Integers.Numbers);
        string[] constants = [.. Enumerable.Range(0, 4).Select(i => "K" + i.ToString(CultureInfo.InvariantCulture))];
        output.Line($"public enum {name} : {number}").Line("{");
        foreach (string constant in constants)
        {
            output.Line($"{constant} = {Literals.Choose(number, scope.Random).ToString(CultureInfo.InvariantCulture)},");
        }

        output.Line("}");
        return new FuzzType(name, TypeKind.Enum, number.Bits) { Number = number, Size = number.Size, Constants = [.. constants.Select(c => $"{name}.{c}")] };
    }

    /// <summary>Fields in any order without padding between them, as protocols have them.</summary>
    public FuzzType Packed(string name, IReadOnlyList<FuzzType> others)
    {
        List<FuzzType> fields = [.. Enumerable.Range(0, scope.Random.Next(2, 6)).Select(_ => scope.Pick(scope.Chance(60) ? Integers.Numbers : scope.Chance(50) ? BigEndian : others))];
        return Struct(name, fields, "[StructLayout(LayoutKind.Sequential, Pack = 1)]");
    }

    /// <summary>Fields as they come, with whatever padding that gives.</summary>
    public FuzzType Natural(string name, IReadOnlyList<FuzzType> others)
    {
        List<FuzzType> fields = [.. Enumerable.Range(0, scope.Random.Next(1, 5)).Select(_ => scope.Chance(60) ? scope.Pick(Integers.All) : scope.Chance(30) ? Integers.Bool : scope.Pick(others))];
        return Struct(name, fields, null);
    }

    /// <summary>A struct without padding, which map keys and values need: from large to small, filled up to eight bytes.</summary>
    public FuzzType Dense(string name)
    {
        List<FuzzType> fields = [.. Enumerable.Range(0, scope.Random.Next(1, 4)).Select(_ => scope.Pick(Integers.Numbers)).OrderByDescending(static t => t.Size)];
        while (fields.Sum(static t => t.Size) % 8 != 0)
        {
            fields.Add(Integers.Byte);
        }

        return Struct(name, fields, null);
    }

    private static FuzzType Header(string name, int size, params (string Name, FuzzType Type)[] members) =>
        new(name, TypeKind.Struct) { Size = size, Members = [.. members.Select(static m => new Member(m.Name, m.Type, false))] };

    private FuzzType Struct(string name, List<FuzzType> fields, string? attribute)
    {
        List<Member> members = [.. fields.Select((type, i) => new Member("F" + i.ToString(CultureInfo.InvariantCulture), type, true))];
        if (attribute is not null)
        {
            output.Line(attribute);
        }

        output.Line($"public struct {name} : IFold").Line("{");
        foreach (Member member in members)
        {
            output.Line($"public {member.Type} {member.Name};");
        }

        WriteMembers(name, members);
        output.Line("}");
        if (members.Find(static m => m.Type.IsInteger) is { } number)
        {
            members.Add(new Member("Mirror", number.Type, false));
        }

        return new FuzzType(name, TypeKind.Struct) { Members = members, Size = fields.Sum(static t => t.Size), IsOwn = true };
    }

    private void WriteMembers(string name, List<Member> members)
    {
        int mark = scope.Mark;
        output.Line($"public {name}({string.Join(", ", members.Select(static m => $"{m.Type} {Parameter(m)}"))})").Line("{");
        members.ForEach(m => output.Line($"{m.Name} = {Parameter(m)};"));
        output.Line("}");

        members.ForEach(m => scope.Add(new Place(m.Name, m.Type, false, false, false)));
        ExpressionGenerator expressions = new(scope, []);
        scope.Budget = 6;
        output.Line($"public static int Weight => {Literals.Write(Integers.Int, scope.Random)};");
        output.Line($"public readonly long Fold() => unchecked({expressions.Number(Integers.Long, 3)});");
        Member first = scope.Pick(members);
        scope.Budget = 4;
        output.Line("public void Bump(int by)").Line("{").Line("unchecked").Line("{");
        output.Line(first.Type.IsInteger ? $"{first.Name} = unchecked(({first.Type})({first.Name} + ({first.Type})by));" : $"{first.Name} = {expressions.Value(first.Type, 2)};");
        output.Line("}").Line("}");
        if (members.Find(static m => m.Type.IsInteger) is { } number)
        {
            output.Line($"public {number.Type} Mirror");
            output.Line("{").Line($"readonly get => unchecked(({number.Type})~{number.Name});").Line($"set => {number.Name} = unchecked(({number.Type})(value ^ 85));").Line("}");
        }

        string sum = string.Join(", ", members.Select(m => m.Type.IsInteger ? $"({m.Type})(left.{m.Name} + right.{m.Name})" : $"{(scope.Chance(50) ? "left" : "right")}.{m.Name}"));
        output.Line($"public static {name} operator +({name} left, {name} right) => unchecked(new {name}({sum}));");
        scope.Reset(mark);
    }

    private static string Parameter(Member member) => "p" + member.Name;
}
