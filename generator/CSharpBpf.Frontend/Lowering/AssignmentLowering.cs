using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers assignments in C#'s order: the target's place first, then the value, then the store. A compound assignment reads the target
/// before it evaluates the other operand. Structs are made aside and then copied, for the value may read the target.
/// </summary>
internal sealed class AssignmentLowering(FunctionLowering f)
{
    /// <returns>The assigned number or pointer if it is wanted; a struct is copied to the destination, if one is given.</returns>
    public IrValue? Assign(ISimpleAssignmentOperation assignment, IrValue? destination, bool isResultUsed)
    {
        if (assignment.IsRef)
        {
            IrValue address = AssignReference(assignment);
            return isResultUsed && f.Layout(assignment).IsScalar ? f.Load(address, f.Layout(assignment)) : null;
        }

        if (assignment.Target is IDiscardOperation)
        {
            return Discard(assignment.Value, destination, isResultUsed);
        }

        Target target = Prepare(assignment.Target);
        if (target.Layout.IsScalar)
        {
            IrValue value = f.Expressions.Value(assignment.Value);
            Write(target, value);
            return value;
        }

        IrValue made = StructValue(assignment.Value);
        Write(target, made);
        if (destination is not null)
        {
            f.Builder.Copy(destination, made, target.Layout.Size);
        }

        return null;
    }

    /// <summary>Makes a reference variable refer to another place, and gives that place.</summary>
    public IrValue AssignReference(ISimpleAssignmentOperation assignment)
    {
        IrValue slot = f.Places.ReferenceSlot(assignment.Target);
        IrValue address = f.Places.Address(assignment.Value);
        f.Builder.Store(slot, address, MemoryAccess.Pointer);
        return address;
    }

    /// <summary>Compound assignments, ++ and --.</summary>
    public IrValue? Update(IOperation operation, IrValue? destination, bool isResultUsed)
    {
        IOperation targetOperation = operation is ICompoundAssignmentOperation compound ? compound.Target : ((IIncrementOrDecrementOperation)operation).Target;
        Target target = Prepare(targetOperation);
        if (operation is ICompoundAssignmentOperation { IsLifted: true } or IIncrementOrDecrementOperation { IsLifted: true })
        {
            UpdateNullable(operation, target, destination);
            return null;
        }

        return target.Layout.IsScalar ? UpdateNumber(operation, target) : UpdateStruct(operation, target, destination);
    }

    private IrValue? Discard(IOperation value, IrValue? destination, bool isResultUsed)
    {
        if (destination is not null)
        {
            f.Expressions.Into(value, destination);
            return null;
        }

        if (isResultUsed)
        {
            return f.Expressions.Value(value);
        }

        f.Expressions.Effect(value);
        return null;
    }

    public Target Prepare(IOperation target)
    {
        target = target is IParenthesizedOperation parenthesized ? parenthesized.Operand : target;
        TypeLayout layout = f.Layout(target);
        return target is IPropertyReferenceOperation property && !PlaceLowering.ReturnsReference(property.Property)
            ? new Target(layout, null, f.Properties.Access(property))
            : target is IImplicitIndexerReferenceOperation indexer && !f.Places.IsPlace(indexer) ? new Target(layout, null, f.Properties.Access(indexer))
            : new Target(layout, f.Places.Address(target), null);
    }

    /// <summary>The number or pointer, or the address of a copy of the struct.</summary>
    public IrValue Read(Target target)
    {
        if (target.Layout.IsScalar)
        {
            return target.Property is { } property ? f.Properties.Get(property, null)! : f.Load(target.Address!, target.Layout);
        }

        IrValue copy = f.Temporary(target.Layout);
        if (target.Property is { } access)
        {
            f.Properties.Get(access, copy);
        }
        else
        {
            f.Builder.Copy(copy, target.Address!, target.Layout.Size);
        }

        return copy;
    }

    /// <param name="value">The number or pointer, or a struct's address.</param>
    public void Write(Target target, IrValue value)
    {
        if (target.Property is { } property)
        {
            f.Properties.Set(property, value, target.Layout);
        }
        else if (target.Layout.IsScalar)
        {
            f.Store(target.Address!, value, target.Layout);
        }
        else
        {
            f.Builder.Copy(target.Address!, value, target.Layout.Size);
        }
    }

    private IrValue StructValue(IOperation value)
    {
        IrValue made = f.Temporary(f.Layout(value));
        f.Expressions.Into(value, made);
        return made;
    }

    private IrValue UpdateNumber(IOperation operation, Target target)
    {
        IrValue old = Read(target);
        if (operation is ICompoundAssignmentOperation compound)
        {
            IrValue updated = Compound(compound, old, target.Layout);
            Write(target, updated);
            return updated;
        }

        var step = (IIncrementOrDecrementOperation)operation;
        IrValue changed = Step(step, old, target.Layout);
        Write(target, changed);
        return step.IsPostfix ? old : changed;
    }

    private void UpdateNullable(IOperation operation, Target target, IrValue? destination)
    {
        var old = new PatternInput(Read(target), target.Layout);
        PatternInput? right = operation is ICompoundAssignmentOperation { Value: { } value } ? f.Patterns.Input(value) : null;
        IrValue made = f.Nullables.Update(
            old,
            contents =>
            {
                if (right is null)
                {
                    return Step((IIncrementOrDecrementOperation)operation, contents.Value, contents.Layout);
                }

                PatternInput other = right.Layout.Nullable is null ? right : f.Nullables.Contents(right.Value, right.Layout);
                var compound = (ICompoundAssignmentOperation)operation;
                return compound.OperatorMethod is { } method
                    ? f.Calls.CallOperatorValue(method, [contents.Value, other.Value], compound)
                    : Combine(compound, contents.Value, contents.Layout, other.Value, other.Layout);
            },
            right);
        Write(target, made);
        if (destination is not null)
        {
            f.Builder.Copy(destination, operation is IIncrementOrDecrementOperation { IsPostfix: true } ? old.Value : made, target.Layout.Size);
        }
    }

    private IrValue Step(IIncrementOrDecrementOperation step, IrValue old, TypeLayout layout)
    {
        bool isIncrement = step.Kind == OperationKind.Increment;
        if (step.OperatorMethod is { } method && !f.Operators.IsNumbersOwn(method, step.ConstrainedToType))
        {
            return f.Calls.CallOperatorValue(method, [old], step);
        }

        if (layout.Shape == TypeShape.Pointer)
        {
            int size = f.Layout(((IPointerTypeSymbol)layout.Type).PointedAtType, step).Size;
            return f.Builder.PtrAdd(old, isIncrement ? size : -size);
        }

        TypeLayout promoted = f.Operators.Promoted(layout);
        BinaryOperatorKind kind = isIncrement ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        IrValue changed = f.Operators.Arithmetic(kind, old, promoted, new IrConstant(old.Type, 1), promoted, promoted, step.IsChecked, step);
        return f.Conversions.Number(changed, promoted, layout, step.IsChecked);
    }

    private IrValue Compound(ICompoundAssignmentOperation compound, IrValue old, TypeLayout layout)
    {
        if (compound.InConversion.IsUserDefined || compound.OutConversion.IsUserDefined)
        {
            return Converted(compound, old);
        }

        if (compound.OperatorMethod is { } method && !f.Operators.IsNumbersOwn(method, compound.ConstrainedToType))
        {
            return f.Calls.CallOperator(method, [old, f.Calls.Argument(method.Parameters[1], compound.Value)], compound, null)!;
        }

        IrValue right = f.Expressions.Value(compound.Value);
        return Combine(compound, old, layout, right, f.Layout(compound.Value));
    }

    private IrValue Combine(ICompoundAssignmentOperation compound, IrValue old, TypeLayout layout, IrValue right, TypeLayout rightLayout)
    {
        if (layout.Shape == TypeShape.Pointer)
        {
            return f.Operators.Arithmetic(compound.OperatorKind, old, layout, right, rightLayout, layout, compound.IsChecked, compound);
        }

        TypeLayout operationLayout = OperationLayout(compound, layout, rightLayout);
        IrValue left = f.Conversions.Number(old, layout, operationLayout);
        IrValue result = f.Operators.Arithmetic(compound.OperatorKind, left, operationLayout, right, rightLayout, operationLayout, compound.IsChecked, compound);
        return f.Conversions.Number(result, operationLayout, layout, compound.IsChecked);
    }

    // The other operand's type is the operator's, except that a shift promotes the target alone.
    private TypeLayout OperationLayout(ICompoundAssignmentOperation compound, TypeLayout layout, TypeLayout rightLayout)
    {
        bool isShift = compound.OperatorKind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift;
        return isShift && compound.OperatorMethod is not null ? layout : isShift || rightLayout.Size < 4 ? f.Operators.Promoted(layout) : rightLayout;
    }

    /// <summary>A compound assignment by the user's conversions: there and back around an operator of numbers.</summary>
    private IrValue Converted(ICompoundAssignmentOperation compound, IrValue old)
    {
        if (compound.OperatorMethod is not null || compound.InConversion.MethodSymbol is not { } there || compound.OutConversion.MethodSymbol is not { } back)
        {
            throw FunctionLowering.Reject(DiagnosticTable.NotSupported, compound, "this user-defined conversion in a compound assignment");
        }

        TypeLayout layout = f.Layout(there.ReturnType, compound);
        IrValue left = f.Calls.CallOperatorValue(there, [old], compound);
        IrValue right = f.Expressions.Value(compound.Value);
        TypeLayout rightLayout = f.Layout(compound.Value);
        TypeLayout operationLayout = OperationLayout(compound, layout, rightLayout);
        left = f.Conversions.Number(left, layout, operationLayout);
        IrValue result = f.Operators.Arithmetic(compound.OperatorKind, left, operationLayout, right, rightLayout, operationLayout, compound.IsChecked, compound);
        return f.Calls.CallOperatorValue(back, [f.Conversions.Number(result, operationLayout, f.Layout(back.Parameters[0].Type, compound), compound.IsChecked)], compound);
    }

    private IrValue? UpdateStruct(IOperation operation, Target target, IrValue? destination)
    {
        if (operation is ICompoundAssignmentOperation converting && (converting.InConversion.IsUserDefined || converting.OutConversion.IsUserDefined))
        {
            IrValue converted = Converted(converting, Read(target));
            Write(target, converted);
            if (destination is not null)
            {
                f.Builder.Copy(destination, converted, target.Layout.Size);
            }

            return null;
        }

        IMethodSymbol? method = operation is ICompoundAssignmentOperation assignment ? assignment.OperatorMethod : ((IIncrementOrDecrementOperation)operation).OperatorMethod;
        if (method is null)
        {
            throw OperationRuleTable.Reject(operation);
        }

        if (!method.IsStatic)
        {
            UpdateInPlace(operation, method, target, destination);
            return null;
        }

        IrValue old = Read(target);
        IrValue first = f.Temporary(target.Layout);
        f.Builder.Copy(first, old, target.Layout.Size);
        IrValue[] operands = operation is ICompoundAssignmentOperation compound ? [first, f.Calls.Argument(method.Parameters[1], compound.Value)] : [first];
        IrValue result = f.Temporary(target.Layout);
        f.Calls.CallOperator(method, operands, operation, result);
        Write(target, result);
        if (destination is not null)
        {
            f.Builder.Copy(destination, operation is IIncrementOrDecrementOperation { IsPostfix: true } ? old : result, target.Layout.Size);
        }

        return null;
    }

    // An operator that is an instance member works on the variable itself.
    private void UpdateInPlace(IOperation operation, IMethodSymbol method, Target target, IrValue? destination)
    {
        IrValue place = target.Address ?? throw OperationRuleTable.Reject(operation);
        bool isPostfix = operation is IIncrementOrDecrementOperation { IsPostfix: true };
        if (destination is not null && isPostfix)
        {
            f.Builder.Copy(destination, place, target.Layout.Size);
        }

        IrValue[] operands = operation is ICompoundAssignmentOperation compound ? [f.Calls.Argument(method.Parameters[0], compound.Value)] : [];
        f.Calls.CallOn(method, place, operands, operation, null);
        if (destination is not null && !isPostfix)
        {
            f.Builder.Copy(destination, place, target.Layout.Size);
        }
    }

    /// <summary>A place, or a property to be written by its accessor.</summary>
    internal sealed record Target(TypeLayout Layout, IrValue? Address, PropertyAccess? Property);
}
