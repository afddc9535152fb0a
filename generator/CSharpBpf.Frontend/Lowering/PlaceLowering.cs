using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Intrinsics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers expressions that denote a place in memory, to its address. Any other expression is put into a fresh place first.</summary>
internal sealed class PlaceLowering(FunctionLowering f)
{
    private readonly Stack<IrValue> initialized = new();

    /// <summary>The object that an initialiser's or a property pattern's implicit receiver stands for, while <paramref name="lower"/> runs.</summary>
    public void WithImplicitReceiver(IrValue address, System.Action lower)
    {
        initialized.Push(address);
        try
        {
            lower();
        }
        finally
        {
            initialized.Pop();
        }
    }

    /// <summary>Whether the expression denotes a place that outlives it; if not, its value is a copy that nothing else sees.</summary>
    public bool IsPlace(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => !local.ConstantValue.HasValue,
        IParameterReferenceOperation => true,
        IInstanceReferenceOperation => true,
        IFieldReferenceOperation field => !field.Field.IsStatic && !field.ConstantValue.HasValue && (field.Field.RefKind != RefKind.None || field.Instance is null || IsPlace(field.Instance) || field.Instance.Type is IPointerTypeSymbol),
        IPropertyReferenceOperation property => ReturnsReference(property.Property),
        IInvocationOperation call => FunctionSignatures.ReturnsReference(call.TargetMethod) || IntrinsicTable.Find(call.TargetMethod)?.GivesPlace == true,
        IConditionalOperation conditional => conditional.IsRef,
        ISimpleAssignmentOperation assignment => assignment.IsRef,
        IConditionalAccessInstanceOperation => true,
        IDeclarationExpressionOperation declaration => IsPlace(declaration.Expression),
        IParenthesizedOperation parenthesized => IsPlace(parenthesized.Operand),
        IInlineArrayAccessOperation access => !IsRange(access.Argument),
        IArrayElementReferenceOperation element => element.Indices is [{ } index] && !IsRange(index),
        IImplicitIndexerReferenceOperation indexer => !IsRange(indexer.Argument) && (f.Spans.IsIndexed(indexer.Instance) || (indexer.IndexerSymbol is IPropertySymbol property && ReturnsReference(property))),
        _ => operation.Kind == OperationKind.None && NoneOperations.Classify(operation) is NoneKind.Dereference or NoneKind.PointerElement,
    };

    /// <summary>Whether C# gives no write access to the place, so that a call that could write to it works on a copy.</summary>
    public bool IsReadOnly(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local.RefKind == RefKind.RefReadOnly,
        IParameterReferenceOperation parameter => parameter.Parameter.RefKind is RefKind.In or RefKind.RefReadOnlyParameter || (IsReadOnlyHere && Captured(parameter) is not null),
        IFieldReferenceOperation { Field.RefKind: not RefKind.None } reference => reference.Field.RefKind != RefKind.Ref,
        IFieldReferenceOperation field => (field.Field.IsReadOnly && !IsOwnInitialization(field)) || (field.Instance is { Type.IsValueType: true } instance && IsReadOnly(instance)),
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => IsReadOnlyHere,
        IPropertyReferenceOperation property => property.Property.ReturnsByRefReadonly,
        IInvocationOperation call => call.TargetMethod.ReturnsByRefReadonly,
        IConditionalOperation conditional => IsReadOnly(conditional.WhenTrue) || (conditional.WhenFalse is { } other && IsReadOnly(other)),
        IParenthesizedOperation parenthesized => IsReadOnly(parenthesized.Operand),
        IInlineArrayAccessOperation access => IsReadOnly(access.Instance),
        IImplicitIndexerReferenceOperation { IndexerSymbol: IPropertySymbol { ReturnsByRefReadonly: true } } => true,
        _ => false,
    };

    private bool IsReadOnlyHere => f.Method.MethodKind != MethodKind.Constructor && !f.Method.IsInitOnly && (f.Method.IsReadOnly || f.Method.ContainingType.IsReadOnly);

    public IrValue Address(IOperation operation)
    {
        SourceLocation? outer = f.Builder.Location;
        f.Builder.Location = f.Module.Location(operation.Syntax);
        IrValue address = AddressCore(operation);
        f.Builder.Location = outer;
        return address;
    }

    /// <summary>The place of the field behind an auto-property.</summary>
    public FieldLayout? BackingField(ITypeSymbol type, IPropertySymbol property)
    {
        foreach (FieldLayout field in f.Module.Layouts.Get(type).Fields)
        {
            if (field.Field.AssociatedSymbol is { } associated && associated.Name == property.Name)
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>The slot that a reference variable's address is kept in.</summary>
    public IrValue ReferenceSlot(IOperation variable) => variable switch
    {
        ILocalReferenceOperation { Local.IsRef: true } local => LocalSlot(local).Address,
        IParameterReferenceOperation { Parameter.RefKind: not RefKind.None } parameter => ParameterSlot(parameter).Address,
        IDeclarationExpressionOperation declaration => ReferenceSlot(declaration.Expression),
        IFieldReferenceOperation { Field.RefKind: not RefKind.None, Instance: { } instance } field when f.Module.Layouts.Find(f.Layout(instance).Type, field.Field) is { } place =>
            f.Builder.PtrAdd(Address(instance), place.Offset),
        _ => throw FunctionLowering.Reject(DiagnosticTable.NotSupported, variable, "this reference"),
    };

    /// <summary>Whether a property gives a reference, as globals do.</summary>
    public static bool ReturnsReference(IPropertySymbol property) => property.ReturnsByRef || property.ReturnsByRefReadonly;

    private IrValue AddressCore(IOperation operation)
    {
        if (!IsPlace(operation))
        {
            TypeLayout layout = f.Layout(operation);
            IrValue temporary = f.Temporary(layout);
            if (operation.Kind != OperationKind.Discard)
            {
                f.Expressions.Into(operation, temporary);
            }

            return temporary;
        }

        f.Layout(operation);
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return AddressOf(LocalSlot(local));
            case IParameterReferenceOperation parameter:
                return Captured(parameter) is { } captured ? f.Builder.PtrAdd(f.Receiver!, captured.Offset) : AddressOf(ParameterSlot(parameter));
            case IInstanceReferenceOperation instance:
                return InstanceAddress(instance);
            case IFieldReferenceOperation field:
                return FieldAddress(field);
            case IPropertyReferenceOperation property:
                return f.Module.VariableName(property.Property) is { } global
                    ? f.Builder.GlobalAddress(global)
                    : f.Calls.GetProperty(property, null)!;
            case IInvocationOperation call:
                return f.Calls.Invoke(call, null, true)!;
            case IConditionalOperation conditional:
                return f.Expressions.Conditional(conditional, Address)!;
            case ISimpleAssignmentOperation assignment:
                return f.Assignments.AssignReference(assignment);
            case IConditionalAccessInstanceOperation accessed:
                return f.Nullables.AccessedInstance(accessed);
            case IDeclarationExpressionOperation declaration:
                return Address(declaration.Expression);
            case IParenthesizedOperation parenthesized:
                return Address(parenthesized.Operand);
            case IInlineArrayAccessOperation access:
                return f.Spans.ElementAt(f.Spans.Elements(access.Instance), access.Argument);
            case IArrayElementReferenceOperation element:
                return f.Spans.ElementAt(f.Spans.Elements(element.ArrayReference), element.Indices[0]);
            case IImplicitIndexerReferenceOperation own when !f.Spans.IsIndexed(own.Instance):
                return f.Properties.Get(f.Properties.Access(own), null)!;
            case IImplicitIndexerReferenceOperation indexer:
                return f.Spans.ElementAt(f.Spans.Elements(indexer.Instance), indexer.Argument);
            default:
                return NoneAddress(operation);
        }
    }

    private static bool IsRange(IOperation argument) => argument is IRangeOperation || LibrarySymbols.IsNamed(argument.Type, "System.Range");

    private IrValue NoneAddress(IOperation operation)
    {
        List<IOperation> children = [.. operation.ChildOperations];
        IrValue pointer = f.Expressions.Value(children[0]);
        return NoneOperations.Classify(operation) == NoneKind.PointerElement
            ? f.Operators.AddToPointer(pointer, f.Expressions.Value(children[1]), f.Layout(children[1]), f.Layout(operation).Size, false)
            : pointer;
    }

    private IrValue AddressOf(Slot slot) => slot.IsReference ? f.Builder.Load(slot.Address, MemoryAccess.Pointer) : slot.Address;

    private Slot LocalSlot(ILocalReferenceOperation local) => f.SlotOf(local.Local, local.Local.Type, local.Local.IsRef, local);

    /// <summary>The address of a variable that a local function or lambda captures.</summary>
    public IrValue CapturedAddress(ISymbol captured, IOperation at) => AddressOf(captured is ILocalSymbol local
        ? f.SlotOf(local, local.Type, local.IsRef, at)
        : f.SlotOf(captured, ((IParameterSymbol)captured).Type, ((IParameterSymbol)captured).RefKind != RefKind.None, at));

    private Slot ParameterSlot(IParameterReferenceOperation parameter)
    {
        return f.SlotOf(parameter.Parameter, parameter.Parameter.Type, parameter.Parameter.RefKind != RefKind.None, parameter);
    }

    /// <summary>The field that a parameter of a primary constructor is kept in: members and initialisers use that.</summary>
    private FieldLayout? Captured(IParameterReferenceOperation parameter) =>
        parameter.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && f.Instance.Receiver == ReceiverKind.Address
            ? f.Module.Layouts.FindCaptured(f.Types.Substitute(constructor.ContainingType), parameter.Parameter)
            : null;

    private IrValue InstanceAddress(IInstanceReferenceOperation instance)
    {
        if (instance.ReferenceKind is InstanceReferenceKind.ImplicitReceiver or InstanceReferenceKind.PatternInput)
        {
            return initialized.Peek();
        }

        if (f.Receiver is null)
        {
            throw FunctionLowering.Reject(DiagnosticTable.ObjectAsValue, instance, "this", f.Method.Name);
        }

        return f.Receiver;
    }

    private IrValue FieldAddress(IFieldReferenceOperation reference)
    {
        if (reference.Instance is null)
        {
            throw FunctionLowering.Reject(DiagnosticTable.StaticField, reference, reference.Field.Name);
        }

        ITypeSymbol type = f.Types.Substitute(reference.Field.ContainingType);
        if (LibrarySymbols.IsBpfClass(type))
        {
            throw FunctionLowering.Reject(DiagnosticTable.MemberOfObject, reference, reference.Field.Name);
        }

        TypeLayout layout = f.Layout(reference.Field.ContainingType, reference);
        return f.Module.Layouts.Find(layout.Type, reference.Field) is { } field
            ? reference.Field.RefKind == RefKind.None ? f.Builder.PtrAdd(Address(reference.Instance), field.Offset) : f.Builder.Load(Address(reference.Instance), MemoryAccess.Pointer, field.Offset)
            : throw FunctionLowering.Reject(DiagnosticTable.TypeWithoutLayout, reference, type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
    }

    // In its own constructor and init accessors a readonly field is written.
    private bool IsOwnInitialization(IFieldReferenceOperation field) =>
        field.Instance is IInstanceReferenceOperation && (f.Method.MethodKind == MethodKind.Constructor || f.Method.IsInitOnly);
}
