using System;
using System.Collections.Immutable;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers nullable values: T? is a bool and a T in memory, all bytes zero where it is null. Here are its members, the operators on it
/// (??, ??=, ?., lifted ones) and its conversions.
/// </summary>
internal sealed class NullableLowering(FunctionLowering f)
{
    private readonly System.Collections.Generic.Stack<PatternInput> accessed = new();

    /// <summary>1 if the nullable value at the address is not null.</summary>
    public IrValue HasValue(IrValue address) => f.Builder.Load(address, MemoryAccess.U8);

    /// <summary>The number in the nullable value, or the address of the struct in it.</summary>
    public PatternInput Contents(IrValue address, TypeLayout layout)
    {
        NullableParts parts = layout.Nullable!;
        IrValue at = f.Builder.PtrAdd(address, parts.ValueOffset);
        return new PatternInput(parts.Value.IsScalar ? f.Load(at, parts.Value) : at, parts.Value);
    }

    /// <summary>Writes a nullable value that is not null.</summary>
    /// <param name="value">The number or pointer, or a struct's address.</param>
    public void Set(IrValue destination, TypeLayout layout, IrValue value)
    {
        NullableParts parts = layout.Nullable!;
        f.Builder.Zero(destination, layout.Size);
        f.Builder.Store(destination, IrConstant.I32(1), MemoryAccess.U8);
        IrValue at = f.Builder.PtrAdd(destination, parts.ValueOffset);
        if (parts.Value.IsScalar)
        {
            f.Store(at, value, parts.Value);
        }
        else
        {
            f.Builder.Copy(at, value, parts.Value.Size);
        }
    }

    /// <summary>HasValue, Value, GetValueOrDefault.</summary>
    public IrValue? Member(IMethodSymbol method, IOperation receiver, ImmutableArray<IArgumentOperation> arguments, IOperation at, IrValue? destination)
    {
        TypeLayout layout = f.Layout(receiver);
        IrValue address = f.Places.Address(receiver);
        switch (method.Name)
        {
            case "get_HasValue":
                return HasValue(address);
            case "get_Value":
                f.Faults.Require(HasValue(address), DiagnosticTable.NullableWithoutValue);
                return Give(Contents(address, layout), destination);
            case "GetValueOrDefault" when arguments.IsEmpty:
                return Give(Contents(address, layout), destination);
            case "GetValueOrDefault":
                // The method sees what the argument has made of the variable that it is called on.
                PatternInput other = f.Patterns.Input(arguments[0].Value);
                return Choose(HasValue(address), () => Give(Contents(address, layout), destination), () => Give(other, destination));
            default:
                throw FunctionLowering.Reject(DiagnosticTable.MethodWithoutSource, at, method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), method.ContainingAssembly?.Name ?? "?", Advice.For(method));
        }
    }

    /// <summary>a ?? b, where the result is nullable or not.</summary>
    public IrValue? Coalesce(ICoalesceOperation coalesce, TypeLayout result, IrValue? destination)
    {
        PatternInput value = RequireNullable(coalesce.Value);
        return Choose(
            HasValue(value.Value),
            () => result.Nullable is null || !SymbolEqualityComparer.Default.Equals(result.Type, value.Layout.Type)
                ? Give(Converted(Contents(value.Value, value.Layout), result, false, coalesce), destination)
                : Give(value, destination),
            () => Evaluate(coalesce.WhenNull, result, destination));
    }

    /// <summary>a ??= b. The result is b's type if that is not nullable.</summary>
    public IrValue? CoalesceAssignment(ICoalesceAssignmentOperation assignment, TypeLayout? result, IrValue? destination)
    {
        AssignmentLowering.Target target = f.Assignments.Prepare(assignment.Target);
        if (target.Layout.Nullable is not { } parts)
        {
            throw Rejected(assignment.Target);
        }

        IrValue old = f.Assignments.Read(target);
        return Choose(
            HasValue(old),
            () => result is null ? null : Give(result.Nullable is null ? Contents(old, target.Layout) : new PatternInput(old, target.Layout), destination),
            () =>
            {
                PatternInput value = f.Patterns.Input(assignment.Value);
                IrValue made = value.Value;
                if (value.Layout.Nullable is null)
                {
                    made = f.Temporary(target.Layout);
                    Set(made, target.Layout, Converted(value, parts.Value, false, assignment).Value);
                }

                f.Assignments.Write(target, made);
                return result is null ? null : Give(result.Nullable is null ? Contents(made, target.Layout) : new PatternInput(made, target.Layout), destination);
            });
    }

    /// <summary>a?.M: null where a is, else M of a's value, made nullable.</summary>
    /// <param name="destination">Null where the result is not wanted.</param>
    public void Access(IConditionalAccessOperation access, IrValue? destination)
    {
        PatternInput value = RequireNullable(access.Operation);
        Choose(
            HasValue(value.Value),
            () =>
            {
                accessed.Push(value);
                try
                {
                    if (destination is null)
                    {
                        f.Expressions.Effect(access.WhenNotNull);
                    }
                    else
                    {
                        ConvertInto(f.Patterns.Input(access.WhenNotNull), destination, f.Layout(access), access);
                    }
                }
                finally
                {
                    accessed.Pop();
                }

                return null;
            },
            () =>
            {
                if (destination is not null)
                {
                    f.Builder.Zero(destination, f.Layout(access).Size);
                }

                return null;
            });
    }

    /// <summary>The place that the dots of a?.b.c stand for: the value in the nullable.</summary>
    public IrValue AccessedInstance(IConditionalAccessInstanceOperation instance)
    {
        PatternInput value = accessed.Peek();
        return f.Layout(instance).Nullable is null ? f.Builder.PtrAdd(value.Value, value.Layout.Nullable!.ValueOffset) : value.Value;
    }

    /// <summary>A comparison of nullable values: null equals null alone, and is neither less nor greater than anything.</summary>
    public IrValue Compare(IBinaryOperation binary, TypeLayout result)
    {
        IOperation? compared = IsNull(binary.RightOperand) ? binary.LeftOperand : IsNull(binary.LeftOperand) ? binary.RightOperand : null;
        if (compared is not null)
        {
            IrValue some = HasValue(RequireNullable(compared).Value);
            return binary.OperatorKind == BinaryOperatorKind.NotEquals ? some : f.Builder.Compare(IrOp.Eq, some, IrConstant.I32(0));
        }

        PatternInput left = f.Patterns.Input(binary.LeftOperand);
        PatternInput right = f.Patterns.Input(binary.RightOperand);
        bool isEquality = binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        IrValue both = f.Builder.Binary(IrOp.And, HasValue(left.Value), HasValue(right.Value));
        return Choose(
            both,
            () => Operate(binary, Contents(left.Value, left.Layout), Contents(right.Value, right.Layout), result),
            () => isEquality
                ? f.Builder.Compare(binary.OperatorKind == BinaryOperatorKind.Equals ? IrOp.Eq : IrOp.Ne, HasValue(left.Value), HasValue(right.Value))
                : IrConstant.I32(0))!;
    }

    /// <summary>An operator whose result is null where an operand is.</summary>
    public void BinaryInto(IBinaryOperation binary, IrValue destination, TypeLayout layout)
    {
        PatternInput left = f.Patterns.Input(binary.LeftOperand);
        PatternInput right = f.Patterns.Input(binary.RightOperand);
        if (binary.OperatorMethod is null && layout.Nullable!.Value.IsBoolean && binary.OperatorKind is BinaryOperatorKind.And or BinaryOperatorKind.Or)
        {
            ThreeValued(binary.OperatorKind == BinaryOperatorKind.And ? 0 : 1, left, right, destination, layout);
            return;
        }

        SetIf(f.Builder.Binary(IrOp.And, HasValue(left.Value), HasValue(right.Value)), destination, layout, () =>
            Operate(binary, Contents(left.Value, left.Layout), Contents(right.Value, right.Layout), layout.Nullable!.Value));
    }

    public void UnaryInto(IUnaryOperation unary, IrValue destination, TypeLayout layout)
    {
        PatternInput operand = f.Patterns.Input(unary.Operand);
        SetIf(HasValue(operand.Value), destination, layout, () =>
        {
            PatternInput value = Contents(operand.Value, operand.Layout);
            return unary.OperatorMethod is { } method
                ? f.Calls.CallOperatorValue(method, [value.Value], unary)
                : f.Operators.UnaryValue(unary, value.Value, value.Layout);
        });
    }

    /// <summary>A compound assignment, ++ or -- on a nullable value: the new value, at an address.</summary>
    public IrValue Update(PatternInput old, Func<PatternInput, IrValue> update, PatternInput? right)
    {
        IrValue made = f.Temporary(old.Layout);
        IrValue condition = right is { Layout.Nullable: not null } ? f.Builder.Binary(IrOp.And, HasValue(old.Value), HasValue(right.Value)) : HasValue(old.Value);
        SetIf(condition, made, old.Layout, () => update(Contents(old.Value, old.Layout)));
        return made;
    }

    /// <summary>Makes a nullable value of whatever the operand is: null, a nullable value, or a value.</summary>
    public void ConvertInto(IConversionOperation conversion, IrValue destination, TypeLayout target)
    {
        if (conversion.Operand.ConstantValue is { HasValue: true, Value: null } || conversion.Operand is IDefaultValueOperation { Type: null })
        {
            f.Builder.Zero(destination, target.Size);
            return;
        }

        PatternInput value = f.Patterns.Input(conversion.Operand);
        if (conversion.OperatorMethod is not { } method)
        {
            ConvertInto(value, destination, target, conversion, conversion.IsChecked);
            return;
        }

        bool isLifted = value.Layout.Nullable is not null && f.Layout(method.Parameters[0].Type, conversion).Nullable is null;
        if (isLifted)
        {
            SetIf(HasValue(value.Value), destination, target, () => f.Calls.CallOperatorValue(method, [Contents(value.Value, value.Layout).Value], conversion));
        }
        else
        {
            var result = new PatternInput(f.Calls.CallOperatorValue(method, [value.Value], conversion), f.Layout(method.ReturnType, conversion));
            ConvertInto(result, destination, target, conversion);
        }
    }

    /// <summary>The value of a nullable as another type; null is a fault.</summary>
    public PatternInput Unwrapped(IConversionOperation conversion, TypeLayout target)
    {
        PatternInput value = f.Patterns.Input(conversion.Operand);
        f.Faults.Require(HasValue(value.Value), DiagnosticTable.NullableWithoutValue);
        PatternInput contents = Contents(value.Value, value.Layout);
        return conversion.OperatorMethod is { } method
            ? new PatternInput(f.Calls.CallOperatorValue(method, [contents.Value], conversion), target)
            : Converted(contents, target, conversion.IsChecked, conversion);
    }

    private void ConvertInto(PatternInput value, IrValue destination, TypeLayout target, IOperation at, bool isChecked = false)
    {
        if (SymbolEqualityComparer.Default.Equals(value.Layout.Type, target.Type))
        {
            f.Builder.Copy(destination, value.Value, target.Size);
        }
        else if (value.Layout.Nullable is null)
        {
            Set(destination, target, Converted(value, target.Nullable!.Value, isChecked, at).Value);
        }
        else
        {
            SetIf(HasValue(value.Value), destination, target, () => Converted(Contents(value.Value, value.Layout), target.Nullable!.Value, isChecked, at).Value);
        }
    }

    private PatternInput Converted(PatternInput value, TypeLayout target, bool isChecked, IOperation at)
    {
        if (target.Nullable is not null)
        {
            IrValue made = f.Temporary(target);
            ConvertInto(value, made, target, at, isChecked);
            return new PatternInput(made, target);
        }

        if (value.Layout.Shape == TypeShape.Integer && target.Shape == TypeShape.Integer)
        {
            return new PatternInput(f.Conversions.Number(value.Value, value.Layout, target, isChecked), target);
        }

        return SymbolEqualityComparer.Default.Equals(value.Layout.Type, target.Type)
            ? value
            : throw FunctionLowering.Reject(DiagnosticTable.NotSupported, at, $"a conversion from {value.Layout.Type.ToDisplayString()} to {target.Type.ToDisplayString()}");
    }

    private IrValue Operate(IBinaryOperation binary, PatternInput left, PatternInput right, TypeLayout result) => binary.OperatorMethod is { } method
        ? f.Calls.CallOperatorValue(method, [left.Value, right.Value], binary)
        : f.Operators.Arithmetic(binary.OperatorKind, left.Value, left.Layout, right.Value, right.Layout, result, binary.IsChecked, binary);

    // & and | of bool?: false (for &) or true (for |) decides, whatever the other is.
    private void ThreeValued(int deciding, PatternInput left, PatternInput right, IrValue destination, TypeLayout layout)
    {
        IrValue decided = f.Builder.Binary(IrOp.Or, Is(left), Is(right));
        Choose(
            decided,
            () => SetTo(deciding),
            () =>
            {
                SetIf(f.Builder.Binary(IrOp.And, HasValue(left.Value), HasValue(right.Value)), destination, layout, () => IrConstant.I32(1 - deciding));
                return null;
            });

        IrValue Is(PatternInput value) => f.Builder.Binary(IrOp.And, HasValue(value.Value), f.Builder.Compare(IrOp.Eq, Contents(value.Value, value.Layout).Value, IrConstant.I32(deciding)));

        IrValue? SetTo(int value)
        {
            Set(destination, layout, IrConstant.I32(value));
            return null;
        }
    }

    private void SetIf(IrValue condition, IrValue destination, TypeLayout layout, Func<IrValue> value) => Choose(
        condition,
        () =>
        {
            Set(destination, layout, value());
            return null;
        },
        () =>
        {
            f.Builder.Zero(destination, layout.Size);
            return null;
        });

    /// <summary>One value or the other, each evaluated only where it is taken.</summary>
    public IrValue? Choose(IrValue condition, Func<IrValue?> whenTrue, Func<IrValue?> whenFalse)
    {
        BasicBlock yes = f.Builder.CreateBlock("some");
        BasicBlock no = f.Builder.CreateBlock("none");
        var merge = new Merge(f, f.Builder.CreateBlock("join"));
        f.JumpIf(condition, yes, no);
        if (f.Enter(yes))
        {
            merge.Add(whenTrue());
        }

        if (f.Enter(no))
        {
            merge.Add(whenFalse());
        }

        return merge.Finish();
    }

    private IrValue? Evaluate(IOperation value, TypeLayout layout, IrValue? destination)
    {
        if (layout.IsScalar)
        {
            return f.Expressions.Value(value);
        }

        f.Expressions.Into(value, destination!);
        return null;
    }

    private IrValue? Give(PatternInput value, IrValue? destination)
    {
        if (value.Layout.IsScalar)
        {
            return value.Value;
        }

        f.Builder.Copy(destination!, value.Value, value.Layout.Size);
        return null;
    }

    private PatternInput RequireNullable(IOperation value) => f.Layout(value).Nullable is not null ? f.Patterns.Input(value) : throw Rejected(value);

    private static bool IsNull(IOperation operand) => operand.ConstantValue is { HasValue: true, Value: null } || (operand is IConversionOperation { IsImplicit: true } conversion && IsNull(conversion.Operand));

    private static RejectionException Rejected(IOperation value) =>
        FunctionLowering.Reject(DiagnosticTable.NullableValue, value, FunctionLowering.Abbreviate(value.Syntax));
}
