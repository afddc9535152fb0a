using System.Collections.Generic;
using System.Text;

namespace CSharpBpf.Compiler.Ir;

/// <summary>Writes the types, maps and globals of a module.</summary>
internal sealed class IrDataPrinter(StringBuilder text)
{
    private readonly Dictionary<DataType, int> numbers = [];

    public void Write(IrModule module)
    {
        foreach (DataType type in IrNames.CollectTypes(module))
        {
            numbers.Add(type, numbers.Count);
            text.Append("type ").Append(Reference(type)).Append(" = ");
            WriteType(type);
            text.Append('\n');
        }

        foreach (IrMap map in module.Maps)
        {
            text.Append("map @").Append(IrNames.Word(map.Name));
            WriteMap(map);
            if (map.Inner is not null)
            {
                text.Append(" inner");
                WriteMap(map.Inner);
            }

            for (int i = 0; i < map.InitialElements.Count; i++)
            {
                text.Append(i == 0 ? " elements { " : ", ").Append(IrPrinter.Number(map.InitialElements[i].Key)).Append(": @").Append(IrNames.Word(map.InitialElements[i].Symbol));
            }

            text.Append(map.InitialElements.Count > 0 ? " }\n" : "\n");
        }

        foreach (IrGlobal global in module.Globals)
        {
            text.Append("global @").Append(IrNames.Word(global.Name)).Append(' ').Append(global.Section.ToString()).Append(' ').Append(Reference(global.Type)).Append(global.IsConstant ? " constant" : "");
            if (global.Contents is not null)
            {
                text.Append(" = \"");
                foreach (byte b in global.Contents)
                {
                    text.Append("0123456789abcdef"[b >> 4]).Append("0123456789abcdef"[b & 15]);
                }

                text.Append('"');
            }

            text.Append('\n');
        }
    }

    private void WriteMap(IrMap map)
    {
        text.Append(' ').Append(map.Type.ToString());
        if (map.Key is not null)
        {
            text.Append(" key ").Append(Reference(map.Key));
        }

        if (map.Value is not null)
        {
            text.Append(" value ").Append(Reference(map.Value));
        }

        text.Append(" entries ").Append(IrPrinter.Number(map.MaxEntries)).Append(" flags ").Append(IrPrinter.Number(map.Flags)).Append(map.IsPinned ? " pinned" : "");
    }

    /// <summary>A type that was written; by its name where no types were.</summary>
    public string Reference(DataType type) => numbers.TryGetValue(type, out int number) ? "!" + IrPrinter.Number(number) : IrNames.Quoted(type.Name);

    private void WriteType(DataType type)
    {
        switch (type)
        {
            case IntegerDataType integer:
                text.Append("int ").Append(IrNames.Quoted(integer.Name)).Append(' ').Append(IrPrinter.Number(integer.Size)).Append(integer.IsSigned ? " signed" : "")
                    .Append(integer.IsBoolean ? " bool" : "").Append(integer.IsCharacter ? " char" : "");
                break;
            case EnumDataType enumeration:
                text.Append("enum ").Append(IrNames.Quoted(enumeration.Name)).Append(' ').Append(IrPrinter.Number(enumeration.Size)).Append(enumeration.IsSigned ? " signed" : "").Append(" {");
                for (int i = 0; i < enumeration.Members.Count; i++)
                {
                    text.Append(i == 0 ? " " : ", ").Append(IrNames.Word(enumeration.Members[i].Name)).Append(" = ").Append(IrPrinter.Number(enumeration.Members[i].Value));
                }

                text.Append(" }");
                break;
            case StructDataType structure:
                text.Append(structure.IsUnion ? "union " : "struct ").Append(IrNames.Quoted(structure.Name)).Append(' ').Append(IrPrinter.Number(structure.Size)).Append(" {");
                for (int i = 0; i < structure.Fields.Count; i++)
                {
                    StructDataField field = structure.Fields[i];
                    text.Append(i == 0 ? " " : ", ").Append(IrNames.Word(field.Name)).Append(": ").Append(Reference(field.Type)).Append(" + ").Append(IrPrinter.Number(field.Offset));
                }

                text.Append(" }");
                break;
            case ArrayDataType array:
                text.Append("array ").Append(Reference(array.Element)).Append(' ').Append(IrPrinter.Number(array.Count));
                break;
            default:
                throw new System.ArgumentOutOfRangeException(nameof(type), type, null);
        }
    }
}
