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

        IMethodSymbol? setter = property.SetMethod;
        IrValue? receiver = null;
        IrValue[] indexes = [];
        if (reference.Instance is { } instance)
        {
            IMethodSymbol accessor = setter ?? property.GetMethod!;
            receiver = LibrarySymbols.ContextField(property) is not null ? f.Expressions.Value(instance)
                : ExtensionMembers.Receiver(f.Module.Sources.Definition(accessor)) is { } extended ? f.Calls.Argument(extended, instance)
                : f.Calls.ReceiverValue(accessor, instance, reference);
        }

        if (!reference.Arguments.IsEmpty)
        {
            indexes = f.Calls.Arguments((setter ?? property.GetMethod)!, reference.Arguments);
        }

        return new PropertyAccess(reference, receiver, indexes);
    }

    public IrValue? Get(PropertyAccess access, IrValue? destination)
    {
        IPropertySymbol property = access.Reference.Property;
        if (LibrarySymbols.ContextField(property) is { } field && access.Receiver is { } context)
        {
            return new ContextAccess(f).Load(context, property.ContainingType, field, f.Layout(access.Reference), access.Reference);
        }

        MethodInstance target = f.Calls.Instance(access.Reference.Property.GetMethod!);
        return f.Calls.Emit(target, f.Calls.Targets.RequireSource(target.Definition, target, access.Reference), access.Receiver, access.Indexes, access.Reference, destination);
    }

    /// <param name="value">The number or pointer, or a struct's address.</param>
    public void Set(PropertyAccess access, IrValue value, TypeLayout layout)
    {
        if (LibrarySymbols.ContextField(access.Reference.Property) is { } field && access.Receiver is { } context)
        {
            new ContextAccess(f).Store(context, access.Reference.Property.ContainingType, field, value, access.Reference);
            return;
        }

        if (access.Reference.Property.SetMethod is not { } setter)
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

        MethodInstance target = f.Calls.Instance(setter);
        f.Calls.Emit(target, f.Calls.Targets.RequireSource(setter, target, access.Reference), access.Receiver, [.. access.Indexes, value], access.Reference, null);
    }

    // In a constructor a get-only auto-property is written through its field.
    private void SetGetOnly(PropertyAccess access, IrValue value, TypeLayout layout)
    {
        ITypeSymbol type = f.Types.Substitute(access.Reference.Property.ContainingType);
        if (access.Receiver is null || f.Places.BackingField(type, access.Reference.Property) is not { } field)
        {
            throw OperationRuleTable.Reject(access.Reference);
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
internal sealed record PropertyAccess(IPropertyReferenceOperation Reference, IrValue? Receiver, IrValue[] Indexes);
