using System;
using System.Collections.Generic;
using System.Text;

namespace CSharpBpf.Compiler.Ir;

/// <summary>The words of the textual IR that printer and parser share; see docs/ir.md.</summary>
internal static class IrNames
{
    private static readonly string[] Types =
        ["void", "i32", "i64", "ptr", "stack", "ctx", "packet", "packet_end", "packet_meta", "map", "map_value", "global", "function", "memory"];

    private static readonly string[] Accesses = ["u8", "u16", "u32", "u64", "s8", "s16", "ptr"];

    private static readonly string[] AtomicOperations = ["add", "and", "or", "xor"];

    public static string Of(IrType type) => Types[(int)type];

    public static string Of(MemoryAccess access) => Accesses[(int)access];

    public static string Of(AtomicUpdateOperation operation) => AtomicOperations[(int)operation];

    public static bool TryType(string word, out IrType type)
    {
        int index = Array.IndexOf(Types, word);
        type = (IrType)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryAccess(string word, out MemoryAccess access)
    {
        int index = Array.IndexOf(Accesses, word);
        access = (MemoryAccess)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryAtomicOperation(string word, out AtomicUpdateOperation operation)
    {
        int index = Array.IndexOf(AtomicOperations, word);
        operation = (AtomicUpdateOperation)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool IsWordCharacter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '.' or '$';

    /// <summary>The name itself if it is a word, else quoted.</summary>
    public static string Word(string name)
    {
        if (name.Length == 0)
        {
            return "\"\"";
        }

        foreach (char c in name)
        {
            if (!IsWordCharacter(c))
            {
                return Quoted(name);
            }
        }

        return name;
    }

    public static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"' or '\\':
                    quoted.Append('\\').Append(c);
                    break;
                case '\n':
                    quoted.Append("\\n");
                    break;
                case '\r':
                    quoted.Append("\\r");
                    break;
                case '\t':
                    quoted.Append("\\t");
                    break;
                default:
                    quoted.Append(c);
                    break;
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The types that are reachable from the module's maps and globals, each before what contains it.</summary>
    public static List<DataType> CollectTypes(IrModule module)
    {
        var found = new List<DataType>();
        var seen = new HashSet<DataType>();
        foreach (IrMap map in module.Maps)
        {
            Add(map.Key);
            Add(map.Value);
            Add(map.Inner?.Key);
            Add(map.Inner?.Value);
        }

        foreach (IrGlobal global in module.Globals)
        {
            Add(global.Type);
        }

        foreach (IrFunction function in module.Functions)
        {
            function.Parameters.ForEach(parameter => Add(parameter.Target));
        }

        return found;

        void Add(DataType? type)
        {
            if (type is null || seen.Contains(type))
            {
                return;
            }

            switch (type)
            {
                case StructDataType structType:
                    foreach (StructDataField field in structType.Fields)
                    {
                        Add(field.Type);
                    }

                    break;
                case ArrayDataType array:
                    Add(array.Element);
                    break;
            }

            seen.Add(type);
            found.Add(type);
        }
    }
}
