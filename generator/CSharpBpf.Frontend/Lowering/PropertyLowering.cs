using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Properties that are read and written in one expression, and those that are set: fields of the context, setters, get-only ones in constructors.</summary>
internal sealed class PropertyLowering(FunctionLowering f)
{
    /// <summary>A property or indexer whose receiver and indexes are evaluated once, and that is then read and written.</summary>
    public PropertyAccess Access(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if (f.Module.MapName(property) is not null || f.Module.VariableName(property) is not null || (property.ContainingType is { } type && LibrarySymbols.IsBpfClass(type) && reference.Arguments.IsEmpty && property.SetMethod is null))
        {
            throw FunctionLowering.Reject(DiagnosticTable.MemberOfObject, reference, property.Name);
        }

        ITypeSymbol? constrainedTo = reference.ConstrainedToType ?? (reference.Instance?.Type is { } receiverType && f.Calls.IsStandIn(receiverType) ? receiverType : null);
        IMethodSymbol accessor = Accessor(property.SetMethod ?? property.GetMethod!, constrainedTo, reference);
        IrValue? receiver = null;
        IrValue[] indexes = [];
        if (reference.Instance is { } instance)
        {
            receiver = LibrarySymbols.ContextField(property) is not null ? f.Expressions.Value(instance)
                : ExtensionMembers.Receiver(f.Module.Sources.Definition(accessor)) is { } extended ? f.Calls.Argument(extended, instance)
                : f.Calls.ReceiverValue(accessor, instance, reference);
        }

        if (!reference.Arguments.IsEmpty)
        {
            indexes = f.Calls.Arguments(accessor, reference.Arguments);
        }

        return new PropertyAccess(property, reference, constrainedTo, receiver, indexes);
    }

    /// <summary>The indexer of a type with a Length or Count, given an Index: x[^1].</summary>
    public PropertyAccess Access(IImplicitIndexerReferenceOperation reference)
    {
        var indexer = (IPropertySymbol)reference.IndexerSymbol;
        IrValue receiver = f.Calls.ReceiverValue(indexer.SetMethod ?? indexer.GetMethod!, reference.Instance, reference)!;
        IrValue length = Call(((IPropertySymbol)reference.LengthSymbol).GetMethod!, receiver, [], reference, null)!;
        return new PropertyAccess(indexer, reference, null, receiver, [f.Indexes.Offset(reference.Argument, length)]);
    }

    /// <summary>The part of a type with Length or Count and Slice that a Range means.</summary>
    public IrValue? Slice(IImplicitIndexerReferenceOperation reference, IrValue? destination)
    {
        var slice = (IMethodSymbol)reference.IndexerSymbol;
        IrValue receiver = f.Calls.ReceiverValue(slice, reference.Instance, reference)!;
        IrValue length = Call(((IPropertySymbol)reference.LengthSymbol).GetMethod!, receiver, [], reference, null)!;
        (IrValue start, IrValue? end) = f.Indexes.Bounds(reference.Argument, length);
        return Call(slice, receiver, [start, f.Builder.Binary(IrOp.Sub, end ?? length, start)], reference, destination);
    }

    public IrValue? Get(PropertyAccess access, IrValue? destination)
    {
        if (LibrarySymbols.ContextField(access.Property) is { } field && access.Receiver is { } context)
        {
            return new ContextAccess(f).Load(context, access.Property.ContainingType, field, f.Layout(access.At), access.At);
        }

        return Call(Accessor(access.Property.GetMethod!, access.ConstrainedTo, access.At), access.Receiver, access.Indexes, access.At, destination);
    }

    /// <param name="value">The number or pointer, or a struct's address.</param>
    public void Set(PropertyAccess access, IrValue value, TypeLayout layout)
    {
        if (LibrarySymbols.ContextField(access.Property) is { } field && access.Receiver is { } context)
        {
            new ContextAccess(f).Store(context, access.Property.ContainingType, field, value, access.At);
            return;
        }

        if (access.Property.SetMethod is not { } setter)
        {
            SetGetOnly(access, value, layout);
            return;
        }

        if (layout.Shape == TypeShape.Struct)
        {
            IrValue copy = f.Temporary(layout);
            f.Builder.Copy(copy, value, layout.Size);
            value = copy;
        }

        Call(Accessor(setter, access.ConstrainedTo, access.At), access.Receiver, [.. access.Indexes, value], access.At, null);
    }

    private IMethodSymbol Accessor(IMethodSymbol accessor, ITypeSymbol? constrainedTo, IOperation at)
    {
        IMethodSymbol method = constrainedTo is null ? accessor : f.Calls.Targets.Implementation(accessor, constrainedTo, at);
        return constrainedTo is null || method.ContainingType.TypeKind != TypeKind.Interface ? method
            : throw FunctionLowering.Reject(DiagnosticTable.VirtualCall, at, accessor.AssociatedSymbol?.Name ?? accessor.Name);
    }

    private IrValue? Call(IMethodSymbol method, IrValue? receiver, IrValue[] values, IOperation at, IrValue? destination) => f.Calls.CallOn(method, receiver, values, at, destination);

    // In a constructor a get-only auto-property is written through its field.
    private void SetGetOnly(PropertyAccess access, IrValue value, TypeLayout layout)
    {
        ITypeSymbol type = f.Types.Substitute(access.Property.ContainingType);
        if (access.Receiver is null || f.Places.BackingField(type, access.Property) is not { } field)
        {
            throw OperationRuleTable.Reject(access.At);
        }

        if (layout.Shape == TypeShape.Struct)
        {
            f.Builder.Copy(f.Builder.PtrAdd(access.Receiver, field.Offset), value, layout.Size);
        }
        else
        {
            f.Store(access.Receiver, value, layout, field.Offset);
        }
    }
}

/// <summary>A property whose receiver and indexes are already evaluated.</summary>
/// <param name="ConstrainedTo">The type parameter that it is a property of; null for one of a type.</param>
internal sealed record PropertyAccess(IPropertySymbol Property, IOperation At, ITypeSymbol? ConstrainedTo, IrValue? Receiver, IrValue[] Indexes);
