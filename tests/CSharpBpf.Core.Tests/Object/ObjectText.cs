using System;
using System.Globalization;
using System.Linq;
using System.Text;
using CSharpBpf.Btf;
using CSharpBpf.Object;

namespace CSharpBpf.Core.Tests.Object;

/// <summary>All content of an object as text, so that two objects can be compared and a difference is readable.</summary>
internal static class ObjectText
{
    public static string Dump(ObjectSpec spec)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"license {spec.License} order {spec.ByteOrder}\n");
        foreach (ProgramSpec program in spec.Programs)
        {
            text.Append(CultureInfo.InvariantCulture, $"program {program.Name} section {program.SectionName} type {program.Type} attach {program.ExpectedAttachType}\n");
            Function(text, program.Function);
        }

        foreach (FunctionSpec function in spec.Subprograms)
        {
            Function(text, function);
        }

        foreach (MapSpec map in spec.Maps)
        {
            Map(text, map);
        }

        foreach (DataSectionSpec section in spec.DataSections)
        {
            text.Append(CultureInfo.InvariantCulture, $"section {section.Name} {section.Kind} type {section.BtfTypeId} {Convert.ToHexString(section.Contents)}\n");
            text.AppendJoin('\n', section.Variables).Append('\n');
        }

        foreach (BtfType type in spec.Btf?.Types ?? [])
        {
            text.Append(type.Kind).Append(' ').Append(WithoutMembers(type)).Append(' ').Append(Members(type)).Append('\n');
        }

        return text.ToString();
    }

    private static void Function(StringBuilder text, FunctionSpec function)
    {
        text.Append(CultureInfo.InvariantCulture, $"function {function.Name} btf {function.BtfFunctionId} global {function.IsGlobal}\n");
        text.AppendJoin('\n', function.Instructions).Append('\n');
        text.AppendJoin('\n', function.Relocations).Append('\n');
        text.AppendJoin('\n', function.CoreRelocations).Append('\n');
        text.AppendJoin('\n', function.Lines).Append('\n');
    }

    private static void Map(StringBuilder text, MapSpec map)
    {
        text.Append(CultureInfo.InvariantCulture, $"map {map.Name} {map.Type} key {map.KeySize}/{map.BtfKeyTypeId} value {map.ValueSize}/{map.BtfValueTypeId}");
        text.Append(CultureInfo.InvariantCulture, $" entries {map.MaxEntries} flags {map.Flags} pin {map.Pinning} node {map.NumaNode} extra {map.Extra}");
        text.AppendJoin(' ', map.InitialElements).Append('\n');
        if (map.InnerMap is { } inner)
        {
            Map(text, inner);
        }
    }

    /// <summary>A list prints as its class, which differs between a written and a read one.</summary>
    private static BtfType WithoutMembers(BtfType type) => type switch
    {
        BtfStruct t => t with { Members = [] },
        BtfUnion t => t with { Members = [] },
        BtfEnum t => t with { Values = [] },
        BtfEnum64 t => t with { Values = [] },
        BtfFunctionPrototype t => t with { Parameters = [] },
        BtfDataSection t => t with { Variables = [] },
        _ => type,
    };

    private static string Members(BtfType type) => string.Join(' ', type switch
    {
        BtfStruct t => t.Members.Cast<object>(),
        BtfUnion t => t.Members.Cast<object>(),
        BtfEnum t => t.Values.Cast<object>(),
        BtfEnum64 t => t.Values.Cast<object>(),
        BtfFunctionPrototype t => t.Parameters.Cast<object>(),
        BtfDataSection t => t.Variables.Cast<object>(),
        _ => [],
    });
}
