using System.Collections.Generic;
using System.Linq;
using System.Text;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers data that never changes: static readonly fields, and what lies in .rodata: static readonly arrays of constants, read-only spans of constants, u8
/// literals. What user space does to such an array after the object is compiled, the program does not see.
/// </summary>
internal sealed class TableLowering(FunctionLowering f)
{
    /// <summary>A static readonly field stands for its initialiser, if that is made of constants and of such fields only.</summary>
    public IOperation Initializer(IFieldReferenceOperation field) =>
        FindInitializer(field.Field) is { } value && IsConstant(value, field.Field) ? value : throw FunctionLowering.Reject(DiagnosticTable.StaticField, field, field.Field.Name);

    /// <summary>Whether an expression of an array's type is a table.</summary>
    public bool IsTable(IOperation operation) =>
        operation is IFieldReferenceOperation { Field: { IsStatic: true, Type: IArrayTypeSymbol } field } ? FindInitializer(field) is not null
        : operation is IArrayCreationOperation { Type: IArrayTypeSymbol { Rank: 1 } } creation && ValuesOf(creation) is { } values && values.All(value => IsConstant(value, null));

    /// <summary>The table of a static readonly array, or of an array of constants that becomes a read-only span.</summary>
    public SpanValue Table(IOperation array)
    {
        (IOperation? source, string name, DiagnosticDescriptor problem) = array is IFieldReferenceOperation { Field: { } field }
            ? (FindInitializer(field), field.Name, DiagnosticTable.StaticField)
            : (array, "Constants", DiagnosticTable.ArrayOrSpan);
        TypeLayout element = f.Layout(((IArrayTypeSymbol)array.Type!).ElementType, array);
        return source is not null && ValuesOf(source) is { } values && Create(name, values, element) is { } table
            ? table
            : throw FunctionLowering.Reject(problem, array, FunctionLowering.Abbreviate(array.Syntax));
    }

    public SpanValue Text(IUtf8StringOperation literal)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(literal.Value);
        return Add("Text", bytes, f.Layout(f.Module.Compilation.GetSpecialType(SpecialType.System_Byte), literal));
    }

    /// <summary>A table of values, or null if one is not constant.</summary>
    public SpanValue? Create(string name, IReadOnlyList<IOperation> values, TypeLayout element)
    {
        byte[] bytes = new byte[values.Count * element.Size];
        for (int i = 0; i < values.Count; i++)
        {
            if (!new ConstantData(f).TryWrite(values[i], element, bytes, i * element.Size))
            {
                return null;
            }
        }

        return Add(name, bytes, element);
    }

    /// <summary>How many elements an expression has by its type or as a table; null if that is not known here.</summary>
    public int? KnownLength(IOperation operation) =>
        operation.Type is { } type && LayoutTable.InlineArrayLength(f.Types.Substitute(type)) is { } length ? length
        : operation is IFieldReferenceOperation { Field: { IsStatic: true, Type: IArrayTypeSymbol } field } && FindInitializer(field) is { } source ? ValuesOf(source)?.Count
        : null;

    private SpanValue Add(string name, byte[] bytes, TypeLayout element) => bytes.Length == 0
        ? new SpanValue(IrConstant.Null(), IrConstant.I32(0), element)
        : new SpanValue(f.Builder.GlobalAddress(f.Module.AddTable(name, bytes, element)), IrConstant.I32(bytes.Length / element.Size), element);

    /// <summary>The initialiser, of a field that no static constructor gives another value.</summary>
    public IOperation? FindInitializer(IFieldSymbol field) =>
        field.IsReadOnly && !IsAssignedByConstructor(field) && field.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer: { } clause }
            && f.Module.Sources.Operation(clause) is IFieldInitializerOperation { Value: { } value } ? value : null;

    /// <summary>The elements that an array is made of, without spreads; missing ones are the element type's default.</summary>
    private static IReadOnlyList<IOperation>? ValuesOf(IOperation source)
    {
        while (source is IConversionOperation { OperatorMethod: null } conversion)
        {
            source = conversion.Operand;
        }

        return source switch
        {
            IArrayCreationOperation { Initializer: { } initializer, DimensionSizes.Length: 1 } => initializer.ElementValues,
            IArrayInitializerOperation list => list.ElementValues,
            ICollectionExpressionOperation collection when collection.Elements.All(static e => e is not ISpreadOperation) => collection.Elements,
            _ => null,
        };
    }

    private static bool IsAssignedByConstructor(IFieldSymbol field) => field.ContainingType.StaticConstructors
        .SelectMany(static constructor => constructor.DeclaringSyntaxReferences)
        .Any(reference => reference.GetSyntax().DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == field.Name));

    // Operators of numbers are computed where the field is used: they have no effect but a fault, which a static initialiser may not have either.
    private bool IsConstant(IOperation operation, IFieldSymbol? of) => operation.ConstantValue.HasValue || operation switch
    {
        IDefaultValueOperation => true,
        IConversionOperation { OperatorMethod: null } conversion => IsConstant(conversion.Operand, of),
        IParenthesizedOperation parenthesized => IsConstant(parenthesized.Operand, of),
        IUnaryOperation { OperatorMethod: null } unary => IsConstant(unary.Operand, of),
        IBinaryOperation { OperatorMethod: null, OperatorKind: not (BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder), IsChecked: false } binary => IsConstant(binary.LeftOperand, of) && IsConstant(binary.RightOperand, of),
        IFieldReferenceOperation { Field: { IsStatic: true } other } => IsInitializedBefore(other, of) && FindInitializer(other) is { } value && IsConstant(value, other),
        IObjectCreationOperation { Initializer: null, Type.IsValueType: true } creation => creation.Arguments.All(argument => IsConstant(argument.Value, of)),
        _ => false,
    };

    // Initialisers of a type run in their order; those of another type before it is used, if it does not use the first one's.
    private static bool IsInitializedBefore(IFieldSymbol used, IFieldSymbol? user) =>
        user is null || (SymbolEqualityComparer.Default.Equals(used.ContainingType, user.ContainingType)
            && used.DeclaringSyntaxReferences is [var first] && user.DeclaringSyntaxReferences is [var second] && first.SyntaxTree == second.SyntaxTree && first.Span.Start < second.Span.Start);
}

/// <summary>Writes constants as bytes: numbers, tuples, structs made by initialisers or by a record's primary constructor.</summary>
internal sealed class ConstantData(FunctionLowering f)
{
    public bool TryWrite(IOperation value, TypeLayout layout, byte[] bytes, int offset)
    {
        if (value.ConstantValue is { HasValue: true, Value: { } constant } && layout.Shape == TypeShape.Integer && ConstantBytes.Number(constant) is not null)
        {
            ConstantBytes.Get(constant, layout.Size).CopyTo(bytes, offset);
            return true;
        }

        switch (value)
        {
            case IFieldReferenceOperation { Field.IsStatic: true } field:
                return f.Tables.FindInitializer(field.Field) is not null && TryWrite(f.Tables.Initializer(field), layout, bytes, offset);
            case IDefaultValueOperation when layout.Shape is TypeShape.Integer or TypeShape.Struct:
                return true;
            case IConversionOperation { OperatorMethod: null } conversion when conversion.Operand is ITupleOperation || SymbolEqualityComparer.Default.Equals(conversion.Operand.Type, conversion.Type):
                return TryWrite(conversion.Operand, layout, bytes, offset);
            case ITupleOperation tuple:
                return tuple.Elements.Select((element, i) => TryWrite(element, f.Layout(layout.Fields[i].Type, element), bytes, offset + layout.Fields[i].Offset)).All(static w => w);
            case IObjectCreationOperation { Type.IsValueType: true } creation:
                return TryConstruct(creation, layout, bytes, offset)
                    && (creation.Initializer is null || creation.Initializer.Initializers.All(member => TryInitialize(member, layout, bytes, offset)));
            default:
                return false;
        }
    }

    private bool TryConstruct(IObjectCreationOperation creation, TypeLayout layout, byte[] bytes, int offset)
    {
        if (creation.Constructor is null || creation.Constructor.IsImplicitlyDeclared)
        {
            return true;
        }

        bool isPositional = creation.Constructor.ContainingType.IsRecord && creation.Constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is TypeDeclarationSyntax;
        return isPositional && creation.Arguments.All(argument => TryMember(argument.Parameter!.Name, argument.Value, layout, bytes, offset));
    }

    private bool TryInitialize(IOperation member, TypeLayout layout, byte[] bytes, int offset) => member is ISimpleAssignmentOperation assignment && assignment.Target switch
    {
        IFieldReferenceOperation field => TryMember(field.Field.Name, assignment.Value, layout, bytes, offset),
        IPropertyReferenceOperation property => TryMember(property.Property.Name, assignment.Value, layout, bytes, offset),
        _ => false,
    };

    /// <summary>A field, or the field behind an auto-property.</summary>
    private bool TryMember(string name, IOperation value, TypeLayout layout, byte[] bytes, int offset)
    {
        FieldLayout? field = layout.Fields.FirstOrDefault(p => (p.Field.AssociatedSymbol?.Name ?? p.Field.Name) == name);
        return field is not null && TryWrite(value, f.Layout(field.Type, value), bytes, offset + field.Offset);
    }
}
