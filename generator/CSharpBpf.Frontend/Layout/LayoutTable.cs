using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Layout;

/// <summary>
/// Lays types out as .NET does on a 64-bit machine. A field lies at the next multiple of its alignment, which is at most the struct's Pack;
/// a struct's alignment is its fields' greatest; its size is a multiple of that, at least 1 and at least StructLayout.Size.
/// Explicit layout takes the offsets from the attributes. Fields stand in the order of their declaration.
/// </summary>
public sealed class LayoutTable
{
    private const int PointerSize = 8;
    private const int SequentialKind = 0;
    private const int ExplicitKind = 2;

    private readonly Dictionary<ITypeSymbol, TypeLayout> layouts = new(SymbolEqualityComparer.Default);

    /// <summary>The layout of a type without open type parameters.</summary>
    public TypeLayout Get(ITypeSymbol type)
    {
        if (!layouts.TryGetValue(type, out TypeLayout? layout))
        {
            layout = Build(type);
            layouts[type] = layout;
        }

        return layout;
    }

    /// <summary>The field of a struct or the element of a tuple, found by its name, for the symbol may be another compilation's; null for one that has no place in memory.</summary>
    public FieldLayout? Find(ITypeSymbol type, IFieldSymbol field)
    {
        string name = (field.CorrespondingTupleField ?? field).Name;
        foreach (FieldLayout candidate in Get(type).Fields)
        {
            if (candidate.Field.Name == name)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The field that C# makes for a parameter of a struct's primary constructor which its members use; null if none does.</summary>
    public FieldLayout? FindCaptured(ITypeSymbol type, IParameterSymbol parameter)
    {
        string name = $"<{parameter.Name}>P";
        return Get(type).Fields.FirstOrDefault(field => field.Field.IsImplicitlyDeclared && field.Field.Name == name);
    }

    private static TypeLayout Integer(ITypeSymbol type, int size, bool isSigned, bool isBoolean = false) => new(type, TypeShape.Integer, size, size)
    {
        IrType = size == 8 ? IrType.I64 : IrType.I32,
        IsSigned = isSigned,
        IsBoolean = isBoolean,
        Access = (size, isSigned) switch
        {
            (1, true) => MemoryAccess.S8,
            (1, false) => MemoryAccess.U8,
            (2, true) => MemoryAccess.S16,
            (2, false) => MemoryAccess.U16,
            (4, _) => MemoryAccess.U32,
            _ => MemoryAccess.U64,
        },
    };

    private static TypeLayout Pointer(ITypeSymbol type, IrType irType) =>
        new(type, TypeShape.Pointer, PointerSize, PointerSize) { IrType = irType, Access = MemoryAccess.Pointer };

    private static TypeLayout Unsupported(ITypeSymbol type, DiagnosticDescriptor problem) => new(type, TypeShape.Unsupported, 0, 1) { Problem = problem };

    private TypeLayout Build(ITypeSymbol type)
    {
        switch (type.SpecialType)
        {
            case SpecialType.System_Void: return new TypeLayout(type, TypeShape.Void, 0, 1);
            case SpecialType.System_Boolean: return Integer(type, 1, false, isBoolean: true);
            case SpecialType.System_SByte: return Integer(type, 1, true);
            case SpecialType.System_Byte: return Integer(type, 1, false);
            case SpecialType.System_Int16: return Integer(type, 2, true);
            case SpecialType.System_UInt16 or SpecialType.System_Char: return Integer(type, 2, false);
            case SpecialType.System_Int32: return Integer(type, 4, true);
            case SpecialType.System_UInt32: return Integer(type, 4, false);
            case SpecialType.System_Int64 or SpecialType.System_IntPtr: return Integer(type, 8, true);
            case SpecialType.System_UInt64 or SpecialType.System_UIntPtr: return Integer(type, 8, false);
            case SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal: return Unsupported(type, DiagnosticTable.FloatingPoint);
            case SpecialType.System_String: return Unsupported(type, DiagnosticTable.String);
        }

        if (type is IPointerTypeSymbol)
        {
            return Pointer(type, IrType.Pointer);
        }

        if (type is not INamedTypeSymbol named)
        {
            return Unsupported(type, type switch
            {
                IDynamicTypeSymbol => DiagnosticTable.Dynamic,
                IArrayTypeSymbol => DiagnosticTable.ArrayOrSpan,
                IFunctionPointerTypeSymbol => DiagnosticTable.DelegateOrClosure,
                _ => DiagnosticTable.TypeWithoutLayout,
            });
        }

        if (named.TypeKind == TypeKind.Enum)
        {
            TypeLayout underlying = Get(named.EnumUnderlyingType!);
            return underlying with { Type = named };
        }

        if (LibrarySymbols.IsMap(named))
        {
            return Pointer(type, IrType.MapPointer);
        }

        if (LibrarySymbols.ContextOf(named) is not null)
        {
            return Pointer(type, IrType.ContextPointer);
        }

        return named.TypeKind switch
        {
            TypeKind.Struct => BuildStruct(named),
            TypeKind.Delegate => Unsupported(type, DiagnosticTable.DelegateOrClosure),
            TypeKind.Interface => Unsupported(type, DiagnosticTable.VirtualCall),
            _ => Unsupported(type, DiagnosticTable.HeapAllocation),
        };
    }

    private TypeLayout BuildStruct(INamedTypeSymbol type)
    {
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            TypeLayout value = Get(type.TypeArguments[0]);
            return value.Shape == TypeShape.Unsupported
                ? value with { Type = type, Culprit = value.Culprit ?? value.Type }
                : new TypeLayout(type, TypeShape.Struct, Align(value.Alignment + value.Size, value.Alignment), value.Alignment) { Nullable = new NullableParts(value, value.Alignment) };
        }

        if (LibrarySymbols.IsSpan(type))
        {
            TypeLayout element = Get(type.TypeArguments[0]);
            return element.Shape == TypeShape.Unsupported ? element with { Type = type, Culprit = element.Culprit ?? element.Type } : new TypeLayout(type, TypeShape.Struct, SpanLowering.Size, PointerSize);
        }

        if (LibrarySymbols.IsNamed(type, "System.Index") || LibrarySymbols.IsNamed(type, "System.Range"))
        {
            return new TypeLayout(type, TypeShape.Struct, type.Name == "Index" ? IndexLowering.IndexSize : IndexLowering.RangeSize, IndexLowering.IndexSize);
        }

        if (type.IsTupleType)
        {
            return Place(type, [.. type.TupleElements.Select(static element => (element.CorrespondingTupleField ?? element, element.Type))], null);
        }

        if (type.DeclaringSyntaxReferences.IsEmpty)
        {
            return Unsupported(type, DiagnosticTable.TypeWithoutLayout);
        }

        AttributeData? layout = type.OriginalDefinition.GetAttributes().FirstOrDefault(static a => LibrarySymbols.IsNamed(a.AttributeClass, "System.Runtime.InteropServices.StructLayoutAttribute"));
        return Place(type, [.. type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic && !f.IsConst).Select(static f => (f, f.Type))], layout);
    }

    private TypeLayout Place(INamedTypeSymbol type, (IFieldSymbol Field, ITypeSymbol Type)[] fields, AttributeData? attribute)
    {
        int kind = attribute is { ConstructorArguments: [{ Value: { } value }, ..] } ? Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) : SequentialKind;
        int pack = NamedNumber(attribute, "Pack") is > 0 and int given ? given : PointerSize;
        int end = 0;
        int alignment = 1;
        var placed = new List<FieldLayout>(fields.Length);
        foreach ((IFieldSymbol field, ITypeSymbol fieldType) in fields)
        {
            TypeLayout layout = field.RefKind != RefKind.None ? Pointer(fieldType, IrType.Pointer)
                : field.IsFixedSizeBuffer && fieldType is IPointerTypeSymbol buffer ? Get(buffer.PointedAtType) : Get(fieldType);
            if (layout.Shape == TypeShape.Unsupported)
            {
                return layout with { Type = type, Culprit = layout.Culprit ?? fieldType };
            }

            int fieldAlignment = Math.Min(layout.Alignment, pack);
            int size = field.IsFixedSizeBuffer ? layout.Size * field.FixedSize : layout.Size;
            int offset = kind == ExplicitKind ? ExplicitOffset(field) : Align(end, fieldAlignment);
            placed.Add(new FieldLayout(field.OriginalDefinition, fieldType, offset));
            end = Math.Max(end, offset + size);
            alignment = Math.Max(alignment, fieldAlignment);
        }

        if (placed.Count == 1 && InlineArrayLength(type) is int length)
        {
            end *= length;
        }

        int total = Math.Max(Math.Max(Align(end, alignment), NamedNumber(attribute, "Size") ?? 0), 1);
        return new TypeLayout(type, TypeShape.Struct, total, alignment) { Fields = placed };
    }

    private static int Align(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;

    private static int? NamedNumber(AttributeData? attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute?.NamedArguments ?? [])
        {
            if (argument.Key == name && argument.Value.Value is int number)
            {
                return number;
            }
        }

        return null;
    }

    private static int ExplicitOffset(IFieldSymbol field)
    {
        foreach (AttributeData attribute in field.OriginalDefinition.GetAttributes())
        {
            if (LibrarySymbols.IsNamed(attribute.AttributeClass, "System.Runtime.InteropServices.FieldOffsetAttribute") && attribute.ConstructorArguments is [{ Value: int offset }])
            {
                return offset;
            }
        }

        return 0;
    }

    /// <summary>How many elements an inline array has; null for any other type.</summary>
    internal static int? InlineArrayLength(ITypeSymbol type)
    {
        foreach (AttributeData attribute in type.OriginalDefinition.GetAttributes())
        {
            if (LibrarySymbols.IsNamed(attribute.AttributeClass, "System.Runtime.CompilerServices.InlineArrayAttribute") && attribute.ConstructorArguments is [{ Value: int length }])
            {
                return length;
            }
        }

        return null;
    }
}
