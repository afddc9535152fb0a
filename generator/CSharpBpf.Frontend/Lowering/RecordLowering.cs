using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers the members that C# makes for a record struct: ==, !=, Equals and Deconstruct. Two values are equal as .NET's default comparers find them:
/// by the type's own Equals of itself, if it has one, else part by part; what has an Equals of object alone cannot be compared.
/// </summary>
internal sealed class RecordLowering(FunctionLowering f)
{
    private SyntaxNode At => f.Instance.Source.Syntax!;

    /// <summary>left == right: what Equals says, the user's or the compiler's.</summary>
    public IrValue Equality(IrValue left, IrValue right, INamedTypeSymbol type) =>
        OwnEquals(type) is { } equals ? Call(equals, left, right) : Parts(left, right, LayoutOf(type), false);

    /// <summary>The Equals that the compiler makes.</summary>
    public IrValue GeneratedEquals(IrValue left, IrValue right, INamedTypeSymbol type) => Parts(left, right, LayoutOf(type), false);

    /// <summary>The parameters of the primary constructor, as the properties give them now.</summary>
    public void Deconstruct(IReadOnlyList<IrParameter> values)
    {
        int first = values.Count - f.Method.Parameters.Length;
        foreach (IParameterSymbol parameter in f.Method.Parameters)
        {
            IrValue destination = values[first + parameter.Ordinal];
            TypeLayout layout = LayoutOf(parameter.Type);
            ISymbol member = f.Method.ContainingType.GetMembers(parameter.Name).First(static m => m is IPropertySymbol or IFieldSymbol);
            if (member is IFieldSymbol field)
            {
                f.Builder.Copy(destination, f.Builder.PtrAdd(f.Receiver!, f.Module.Layouts.Find(f.Types.Substitute(f.Method.ContainingType), field)!.Offset), layout.Size);
                continue;
            }

            IMethodSymbol getter = ((IPropertySymbol)member).GetMethod!;
            if (layout.IsScalar)
            {
                f.Store(destination, Call(getter, f.Receiver!), layout);
            }
            else
            {
                Call(getter, destination, f.Receiver!);
            }
        }
    }

    /// <param name="isBoxed">Whether the comparison is object's: it does not know an Equals of the type itself.</param>
    private IrValue Parts(IrValue left, IrValue right, TypeLayout layout, bool isBoxed)
    {
        IrValue result = IrConstant.I32(1);
        foreach (FieldLayout field in layout.Fields)
        {
            TypeLayout part = LayoutOf(field.Type);
            IrValue Equal() => Equals(f.Builder.PtrAdd(left, field.Offset), f.Builder.PtrAdd(right, field.Offset), part, isBoxed);

            // A method of the user's is called only where it counts.
            result = result is IrConstant ? Equal()
                : part.IsScalar ? f.Builder.Binary(IrOp.And, result, Equal())
                : f.Nullables.Choose(result, Equal, static () => IrConstant.I32(0))!;
        }

        return result;
    }

    private IrValue Equals(IrValue left, IrValue right, TypeLayout layout, bool isBoxed)
    {
        if (layout.IsScalar)
        {
            return f.Builder.Compare(IrOp.Eq, f.Load(left, layout), f.Load(right, layout));
        }

        if (layout.Nullable is { } nullable)
        {
            IrValue hasLeft = f.Nullables.HasValue(left);
            IrValue hasRight = f.Nullables.HasValue(right);
            return f.Nullables.Choose(
                f.Builder.Binary(IrOp.And, hasLeft, hasRight),
                () => Equals(f.Builder.PtrAdd(left, nullable.ValueOffset), f.Builder.PtrAdd(right, nullable.ValueOffset), nullable.Value, isBoxed),
                () => f.Builder.Compare(IrOp.Eq, hasLeft, hasRight))!;
        }

        var type = (INamedTypeSymbol)layout.Type;
        if (type.IsTupleType)
        {
            return Parts(left, right, layout, false);
        }

        if (type.IsRecord || !isBoxed)
        {
            if (OwnEquals(type) is { } equals)
            {
                IrValue copy = f.Temporary(layout);
                f.Builder.Copy(copy, right, layout.Size);
                return Call(equals, left, copy);
            }

            if (type.IsRecord)
            {
                return Parts(left, right, layout, false);
            }
        }

        return IsComparedByFields(type)
            ? Parts(left, right, layout, true)
            : throw new RejectionException(DiagnosticTable.NotSupported, At, "the generated equality of a record struct with a field of type " + type.Name);
    }

    // object.Equals of structs: an override, or the fields; which .NET does not do for inline arrays, and not as one would think for fixed buffers.
    private static bool IsComparedByFields(INamedTypeSymbol type) =>
        LayoutTable.InlineArrayLength(type) is null
        && !type.GetMembers().OfType<IFieldSymbol>().Any(static field => field.IsFixedSizeBuffer)
        && !type.DeclaringSyntaxReferences.IsEmpty
        && type.GetMembers(nameof(Equals)).OfType<IMethodSymbol>().All(static method => !method.IsOverride);

    /// <summary>The Equals of a type that is IEquatable of itself, written by the user.</summary>
    private static IMethodSymbol? OwnEquals(INamedTypeSymbol type)
    {
        INamedTypeSymbol? equatable = type.AllInterfaces.FirstOrDefault(i => i.MetadataName == "IEquatable`1" && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], type));
        return equatable is null ? null : type.FindImplementationForInterfaceMember(equatable.GetMembers(nameof(Equals))[0]) is IMethodSymbol { IsImplicitlyDeclared: false } method ? method : null;
    }

    private TypeLayout LayoutOf(ITypeSymbol type) => f.Module.Layouts.Get(f.Types.Substitute(type));

    private IrInstruction Call(IMethodSymbol method, params IrValue[] values)
    {
        MethodInstance target = f.Calls.Instance(method);
        return f.Builder.Call(f.Module.Request(target, f.Module.Sources.Find(target.Definition), f.Instance, At).Function, values);
    }
}
