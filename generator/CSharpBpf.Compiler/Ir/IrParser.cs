using System;
using System.Collections.Generic;
using System.Globalization;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;

namespace CSharpBpf.Compiler.Ir;

/// <summary>
/// Reads the textual IR of docs/ir.md. The result is as well-formed as the text: <see cref="IrVerifier"/> says whether it is valid.
/// Throws <see cref="FormatException"/> with line and column on text that cannot be read.
/// </summary>
public sealed class IrParser
{
    private readonly string[] lines;
    private readonly Dictionary<int, DataType> types = [];
    private readonly Dictionary<int, SourceLocation> locations = [];
    private readonly List<(IrInstruction Call, string Callee, IrTextCursor Line)> calls = [];
    private int next;

    private IrParser(string text) => lines = text.Replace("\r\n", "\n").Split('\n');

    public static IrModule Parse(string text) => new IrParser(text).ParseModule();

    private IrTextCursor? NextLine()
    {
        while (next < lines.Length)
        {
            string line = lines[next++];
            string trimmed = line.Trim();
            if (trimmed.Length > 0 && !trimmed.StartsWith("//", StringComparison.Ordinal))
            {
                return new IrTextCursor(line, next);
            }
        }

        return null;
    }

    private IrModule ParseModule()
    {
        IrTextCursor first = NextLine() ?? throw new FormatException("line 1, column 1: 'module' expected: the text is empty");
        first.TakeWord("module");
        var module = new IrModule(first.Word());
        first.TakeEnd();
        while (NextLine() is { } line)
        {
            string keyword = line.Word();
            switch (keyword)
            {
                case "license":
                    module.License = line.Quoted();
                    break;
                case "type":
                    ParseType(line);
                    break;
                case "map":
                    module.Maps.Add(ParseMap(line));
                    break;
                case "global":
                    module.Globals.Add(ParseGlobal(line));
                    break;
                case "source":
                    ParseSource(module, line);
                    break;
                case "location":
                    ParseLocation(line);
                    break;
                case "function":
                    module.Functions.Add(ParseFunction(line));
                    continue;
                default:
                    throw line.Error($"'{keyword}' is no declaration");
            }

            line.TakeEnd();
        }

        foreach ((IrInstruction call, string callee, IrTextCursor line) in calls)
        {
            call.Callee = module.Functions.Find(function => function.Name == callee) ?? throw line.Error($"there is no function @{callee}");
        }

        return module;
    }

    /// <summary>A function may be named before it is declared.</summary>
    internal void ReferToFunction(IrInstruction call, string callee, IrTextCursor line) => calls.Add((call, callee, line));

    private void ParseType(IrTextCursor line)
    {
        line.Take("!");
        int number = line.Integer();
        line.Take("=");
        string kind = line.Word();
        if (kind == "array")
        {
            DataType element = TypeReference(line);
            types[number] = new ArrayDataType(element, line.Integer());
            return;
        }

        string name = line.Quoted();
        int size = line.Integer();
        types[number] = kind switch
        {
            "int" => new IntegerDataType(name, size, line.TryTakeWord("signed"), line.TryTakeWord("bool"), line.TryTakeWord("char")),
            "enum" => new EnumDataType(name, size, line.TryTakeWord("signed"), Members(line, ParseMember)),
            "struct" or "union" => new StructDataType(name, size, Members(line, ParseField), kind == "union"),
            _ => throw line.Error($"'{kind}' is no kind of type"),
        };

        EnumDataMember ParseMember(IrTextCursor line)
        {
            string member = line.Word();
            line.Take("=");
            return new EnumDataMember(member, line.Number());
        }

        StructDataField ParseField(IrTextCursor line)
        {
            string field = line.Word();
            line.Take(":");
            DataType type = TypeReference(line);
            line.Take("+");
            return new StructDataField(field, type, line.Integer());
        }
    }

    private static T[] Members<T>(IrTextCursor line, Func<IrTextCursor, T> parse)
    {
        var members = new List<T>();
        line.Take("{");
        if (!line.TryTake("}"))
        {
            do
            {
                members.Add(parse(line));
            }
            while (line.TryTake(","));
            line.Take("}");
        }

        return [.. members];
    }

    private DataType TypeReference(IrTextCursor line)
    {
        line.Take("!");
        int number = line.Integer();
        return types.TryGetValue(number, out DataType? type) ? type : throw line.Error($"type !{IrPrinter.Number(number)} is not declared above");
    }

    private IrMap ParseMap(IrTextCursor line)
    {
        line.Take("@");
        string name = line.Word();
        IrMap map = ParseMap(line, name);
        if (line.TryTakeWord("inner"))
        {
            map = map with { Inner = ParseMap(line, name + ".inner") };
        }

        return line.TryTakeWord("elements") ? map with { InitialElements = Members(line, ParseElement) } : map;

        static MapElementSpec ParseElement(IrTextCursor line)
        {
            int key = line.Integer();
            line.Take(":");
            line.Take("@");
            return new MapElementSpec(key, line.Word());
        }
    }

    private IrMap ParseMap(IrTextCursor line, string name)
    {
        MapType type = line.Enumeration<MapType>();
        DataType? key = line.TryTakeWord("key") ? TypeReference(line) : null;
        DataType? value = line.TryTakeWord("value") ? TypeReference(line) : null;
        line.TakeWord("entries");
        uint entries = line.UnsignedInteger();
        line.TakeWord("flags");
        return new IrMap(name, type, key, value, entries, line.UnsignedInteger()) { IsPinned = line.TryTakeWord("pinned") };
    }

    private IrGlobal ParseGlobal(IrTextCursor line)
    {
        line.Take("@");
        string name = line.Word();
        DataSectionKind section = line.Enumeration<DataSectionKind>();
        DataType type = TypeReference(line);
        bool isConstant = line.TryTakeWord("constant");
        return new IrGlobal(name, section, type, line.TryTake("=") ? Bytes(line) : null) { IsConstant = isConstant };
    }

    private static byte[] Bytes(IrTextCursor line)
    {
        string digits = line.Quoted();
        var bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!byte.TryParse(digits.Substring(i * 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
            {
                throw line.Error("hexadecimal digits expected");
            }
        }

        return digits.Length % 2 == 0 ? bytes : throw line.Error("two hexadecimal digits per byte expected");
    }

    private void ParseSource(IrModule module, IrTextCursor line)
    {
        string file = line.Quoted();
        line.Take("{");
        var text = new List<string>();
        while (true)
        {
            IrTextCursor content = NextLine() ?? throw line.Error("'}' expected after the lines of a source");
            if (content.TryTake("}"))
            {
                content.TakeEnd();
                module.SourceLines[file] = [.. text];
                return;
            }

            text.Add(content.Quoted());
            content.TakeEnd();
        }
    }

    private void ParseLocation(IrTextCursor line)
    {
        line.Take("#");
        int number = line.Integer();
        line.Take("=");
        string file = line.Quoted();
        int lineNumber = line.Integer();
        line.Take(":");
        int column = line.Integer();
        int start = line.Integer();
        line.Take("+");
        int length = line.Integer();
        bool isLibrary = line.TryTakeWord("library");
        SourceLocation? inlinedAt = null;
        if (line.TryTakeWord("inlined"))
        {
            inlinedAt = LocationReference(line);
        }

        locations[number] = new SourceLocation(file, lineNumber, column, start, length, isLibrary) { InlinedAt = inlinedAt };
    }

    internal SourceLocation LocationReference(IrTextCursor line)
    {
        line.Take("#");
        int number = line.Integer();
        return locations.TryGetValue(number, out SourceLocation? location) ? location : throw line.Error($"location #{IrPrinter.Number(number)} is not declared above");
    }

    private IrFunction ParseFunction(IrTextCursor header)
    {
        header.Take("@");
        string name = header.Word();
        header.Take("(");
        var parameters = new List<IrParameter>();
        if (!header.TryTake(")"))
        {
            do
            {
                header.Take("%");
                string parameter = header.Word();
                header.Take(":");
                IrType type = header.Type();
                parameters.Add(new IrParameter(parameter, parameters.Count, type)
                {
                    Target = header.TryTakeWord("to") ? TypeReference(header) : null,
                    Alignment = header.TryTakeWord("align") ? header.Integer() : 1,
                });
            }
            while (header.TryTake(","));
            header.Take(")");
        }

        header.Take("->");
        var function = new IrFunction(name, header.Type());
        function.Parameters.AddRange(parameters);
        function.IsCallback = header.TryTakeWord("callback");
        function.IsGlobal = header.TryTakeWord("global");
        function.ReturnsFault = header.TryTakeWord("returns_fault");
        function.Inlining = header.TryTakeWord("inline") ? header.Enumeration<InliningHint>() : InliningHint.None;
        if (header.TryTakeWord("program"))
        {
            ProgramType programType = header.Enumeration<ProgramType>();
            header.TakeWord("section");
            string section = header.Quoted();
            header.TakeWord("context");
            string context = header.Quoted();
            AttachType? attach = header.TryTakeWord("attach") ? header.Enumeration<AttachType>() : null;
            function.Program = new ProgramInfo(programType, attach, section, context) { OnFault = header.TryTakeWord("fault") ? header.Number() : null };
        }

        if (header.TryTakeWord("at"))
        {
            function.Location = LocationReference(header);
        }

        header.Take("{");
        header.TakeEnd();
        var body = new IrBodyParser(this, function);
        while (true)
        {
            IrTextCursor line = NextLine() ?? throw header.Error("'}' expected at the end of a function");
            if (line.TryTake("}"))
            {
                line.TakeEnd();
                body.Finish();
                return function;
            }

            body.ParseLine(line);
        }
    }
}
