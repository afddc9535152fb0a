using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Layout;

/// <summary>
/// Tells the layout of types to BTF. Integers have C#'s keyword as name, enums and structs their C# name, nested ones joined by '_',
/// generic ones with their arguments (<c>Pair_of_int_uint</c>); fields of auto-properties have the property's name.
/// </summary>
public sealed class DataTypeBuilder(LayoutTable layouts)
{
    public DataType Get(ITypeSymbol type)
    {
        TypeLayout layout = layouts.Get(type);
        if (LibrarySymbols.IsSpinLock(type))
        {
            return new StructDataType(SpinLock.TypeName, SpinLock.Size, [new StructDataField("val", new IntegerDataType("uint", SpinLock.Size, IsSigned: false), 0)]);
        }

        if (LibrarySymbols.IsTimer(type))
        {
            return new StructDataType(ValueTimer.TypeName, ValueTimer.Size, [new StructDataField("__opaque", new ArrayDataType(new IntegerDataType("ulong", 8, IsSigned: false), 2), 0)]);
        }

        if (layout.Shape == TypeShape.Struct)
        {
            return GetStruct(layout);
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration)
        {
            return new EnumDataType(Name(type), layout.Size, layout.IsSigned, Members(enumeration));
        }

        return new IntegerDataType(Name(type), layout.Size, layout.IsSigned, layout.IsBoolean, type.SpecialType == SpecialType.System_Char);
    }

    /// <summary>A C identifier for a type.</summary>
    public static string Name(ITypeSymbol type)
    {
        var name = new StringBuilder();
        AppendName(name, type);
        return name.ToString();
    }

    private static void AppendName(StringBuilder name, ITypeSymbol type)
    {
        switch (type)
        {
            case IPointerTypeSymbol pointer:
                AppendName(name, pointer.PointedAtType);
                name.Append("_ptr");
                return;
            case INamedTypeSymbol { IsTupleType: true } tuple:
                name.Append("Tuple");
                AppendArguments(name, [.. tuple.TupleElements.Select(static e => e.Type)]);
                return;
            case INamedTypeSymbol { SpecialType: not SpecialType.None } special:
                name.Append(special.ToDisplayString());
                return;
            case INamedTypeSymbol named:
                if (named.ContainingType is { } outer)
                {
                    AppendName(name, outer);
                    name.Append('_');
                }

                name.Append(named.Name);
                AppendArguments(name, named.TypeArguments);
                return;
            default:
                name.Append(type.Name);
                return;
        }
    }

    private static void AppendArguments(StringBuilder name, IReadOnlyList<ITypeSymbol> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            name.Append(i == 0 ? "_of_" : "_");
            AppendName(name, arguments[i]);
        }
    }

    private static List<EnumDataMember> Members(INamedTypeSymbol enumeration)
    {
        var members = new List<EnumDataMember>();
        foreach (IFieldSymbol field in enumeration.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.HasConstantValue)
            {
                members.Add(new EnumDataMember(field.Name, field.ConstantValue is ulong big ? unchecked((long)big) : System.Convert.ToInt64(field.ConstantValue, CultureInfo.InvariantCulture)));
            }
        }

        return members;
    }

    private StructDataType GetStruct(TypeLayout layout)
    {
        var fields = new List<StructDataField>(layout.Fields.Count);
        foreach (FieldLayout field in layout.Fields)
        {
            DataType type = field.Field.IsFixedSizeBuffer && field.Type is IPointerTypeSymbol buffer
                ? new ArrayDataType(Get(buffer.PointedAtType), field.Field.FixedSize)
                : Get(field.Type);
            if (layout.Fields.Count == 1 && type.Size < layout.Size && layout.Size % type.Size == 0 && IsInlineArray(layout.Type))
            {
                type = new ArrayDataType(type, layout.Size / type.Size);
            }

            fields.Add(new StructDataField(field.Field.AssociatedSymbol?.Name ?? field.Field.Name, type, field.Offset));
        }

        bool overlaps = fields.Zip(fields.Skip(1), static (a, b) => a.Offset + a.Type.Size > b.Offset).Any(static o => o);
        return new StructDataType(Name(layout.Type), layout.Size, fields, IsUnion: overlaps && fields.All(static f => f.Offset == 0));
    }

    private static bool IsInlineArray(ITypeSymbol type) => type.GetAttributes().Any(static a => a.AttributeClass?.Name == "InlineArrayAttribute");
}
