using System;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers operators. C# has promoted the operands already: int, uint, long or ulong, which are the IR's two widths and a sign.</summary>
internal sealed class OperatorLowering(FunctionLowering f)
{
    public IrValue Binary(IBinaryOperation binary, TypeLayout layout)
    {
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr && binary.OperatorMethod is null)
        {
            return f.Conditions.Value(binary);
        }

        if (binary.IsLifted || IsNull(binary.RightOperand) || IsNull(binary.LeftOperand))
        {
            return f.Nullables.Compare(binary, layout);
        }

        if (binary.OperatorMethod is { } method && !IsNumbersOwn(method, binary.ConstrainedToType))
        {
            return binary.OperatorKind is not (BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
                ? f.Calls.CallOperator(method, [binary.LeftOperand, binary.RightOperand], binary, null)!
                : throw FunctionLowering.Reject(DiagnosticTable.NotSupported, binary, "a user-defined && or ||");
        }

        IrValue left = f.Expressions.Value(binary.LeftOperand);
        IrValue right = f.Expressions.Value(binary.RightOperand);
        return Arithmetic(binary.OperatorKind, left, f.Layout(binary.LeftOperand), right, f.Layout(binary.RightOperand), layout, binary.IsChecked, binary);
    }

    public IrValue Unary(IUnaryOperation unary, TypeLayout layout)
    {
        if (unary.OperatorMethod is { } method && !IsNumbersOwn(method, unary.ConstrainedToType))
        {
            return f.Calls.CallOperator(method, [unary.Operand], unary, null)!;
        }

        return UnaryValue(unary, f.Expressions.Value(unary.Operand), layout);
    }

    /// <summary>An operator that is C#'s own on a value that is there already.</summary>
    public IrValue UnaryValue(IUnaryOperation unary, IrValue operand, TypeLayout layout)
    {
        switch (unary.OperatorKind)
        {
            case UnaryOperatorKind.Plus:
                return operand;
            case UnaryOperatorKind.Not:
                return f.Builder.Compare(IrOp.Eq, operand, IrConstant.I32(0));
            case UnaryOperatorKind.BitwiseNegation:
                return f.Conversions.Normalize(f.Builder.Unary(IrOp.Not, operand), layout);
            case UnaryOperatorKind.Minus when unary.IsChecked:
                return f.Checked.Negation(operand, layout);
            case UnaryOperatorKind.Minus:
                return f.Conversions.Normalize(f.Builder.Unary(IrOp.Neg, operand), layout);
            default:
                throw OperationRuleTable.Reject(unary);
        }
    }

    /// <summary>An operator on numbers or pointers. The result is of the given layout, which matters for enums: they are as narrow as their base.</summary>
    public IrValue Arithmetic(BinaryOperatorKind kind, IrValue left, TypeLayout leftLayout, IrValue right, TypeLayout rightLayout, TypeLayout result, bool isChecked, IOperation at)
    {
        if (leftLayout.Shape == TypeShape.Pointer || rightLayout.Shape == TypeShape.Pointer)
        {
            return PointerArithmetic(kind, left, leftLayout, right, rightLayout, at);
        }

        if (isChecked && kind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply)
        {
            IrValue sum = f.Checked.Arithmetic(kind, left, f.Conversions.Widen(right, rightLayout, left.Type), leftLayout);
            f.Checked.Conversion(sum, leftLayout, result);
            return f.Conversions.Normalize(sum, result);
        }

        if (kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift && leftLayout.Size < 4)
        {
            (left, right) = NarrowShift(kind, left, right, leftLayout);
        }

        right = f.Conversions.Widen(right, rightLayout, left.Type);
        IrOp op = Operation(kind, leftLayout.IsSigned) ?? throw OperationRuleTable.Reject(at);
        if (op is IrOp.UDiv or IrOp.SDiv or IrOp.URem or IrOp.SRem)
        {
            f.Checked.Division(left, right, leftLayout.IsSigned);
        }

        return op.IsComparison() ? f.Builder.Compare(op, left, right) : f.Conversions.Normalize(f.Builder.Binary(op, left, right), result);
    }

    /// <summary>What C# computes with: int for anything narrower.</summary>
    public TypeLayout Promoted(TypeLayout layout) =>
        layout.Size >= 4 ? layout : f.Module.Layouts.Get(f.Module.Compilation.GetSpecialType(SpecialType.System_Int32));

    // C# promotes what it shifts, but generic mathematics has shifts of narrow numbers: the count is cut to their own width, and >>> sees no sign.
    private (IrValue Value, IrValue Count) NarrowShift(BinaryOperatorKind kind, IrValue value, IrValue count, TypeLayout layout)
    {
        IrValue bits = kind == BinaryOperatorKind.UnsignedRightShift && layout.IsSigned ? f.Builder.Convert(layout.Size == 1 ? IrOp.ZExt8 : IrOp.ZExt16, value) : value;
        return (bits, f.Builder.Binary(IrOp.And, count, new IrConstant(count.Type, (layout.Size * 8) - 1)));
    }

    /// <summary>&amp;&amp; or || of a type with operators true and false: the left operand alone decides, or &amp; or | of both is the result.</summary>
    public void UserShortCircuit(IBinaryOperation binary, IrValue destination, TypeLayout layout)
    {
        string name = binary.OperatorKind == BinaryOperatorKind.ConditionalAnd ? WellKnownMemberNames.FalseOperatorName : WellKnownMemberNames.TrueOperatorName;
        IMethodSymbol decides = binary.OperatorMethod!.ContainingType.GetMembers(name).OfType<IMethodSymbol>().First();
        f.Expressions.Into(binary.LeftOperand, destination);
        BasicBlock both = f.Builder.CreateBlock("both");
        BasicBlock end = f.Builder.CreateBlock("end");
        f.JumpIf(f.Calls.CallOperatorValue(decides, [destination], binary), end, both);
        if (f.Enter(both))
        {
            PatternInput right = f.Patterns.Input(binary.RightOperand);
            f.Builder.Copy(destination, f.Calls.CallOperatorValue(binary.OperatorMethod!, [destination, right.Value], binary), layout.Size);
            f.Jump(end);
        }

        f.Enter(end);
    }

    /// <summary>Moves a pointer by a number of elements.</summary>
    public IrValue AddToPointer(IrValue pointer, IrValue count, TypeLayout countLayout, int size, bool backwards)
    {
        IrValue wide = f.Conversions.Widen(count, countLayout, IrType.I64);
        if (wide is IrConstant constant)
        {
            return f.Builder.PtrAdd(pointer, (backwards ? -constant.Value : constant.Value) * size);
        }

        IrValue distance = size == 1 ? wide : f.Builder.Binary(IrOp.Mul, wide, IrConstant.I64(size));
        return f.Builder.PtrAdd(pointer, backwards ? f.Builder.Unary(IrOp.Neg, distance) : distance);
    }

    /// <summary>== and != of tuples: all elements of the left, then of the right, in the order of C#: pair by pair after all are evaluated.</summary>
    public void TupleComparison(ITupleBinaryOperation comparison, BasicBlock ifTrue, BasicBlock ifFalse)
    {
        TypeLayout left = f.Layout(comparison.LeftOperand);
        TypeLayout right = f.Layout(comparison.RightOperand);
        IrValue leftAddress = f.Temporary(left);
        f.Expressions.Into(comparison.LeftOperand, leftAddress);
        IrValue rightAddress = f.Temporary(right);
        f.Expressions.Into(comparison.RightOperand, rightAddress);
        f.JumpIf(Compared(comparison.OperatorKind, leftAddress, left, rightAddress, right, comparison), ifTrue, ifFalse);
    }

    /// <summary>Tuples are equal if all elements are, each as == finds them, and unlike if one is unlike as != finds it.</summary>
    private IrValue Compared(BinaryOperatorKind kind, IrValue left, TypeLayout leftLayout, IrValue right, TypeLayout rightLayout, IOperation at)
    {
        IrValue? result = null;
        for (int i = 0; i < leftLayout.Fields.Count; i++)
        {
            IrValue part = ComparedElements(
                kind,
                f.Builder.PtrAdd(left, leftLayout.Fields[i].Offset),
                f.Layout(leftLayout.Fields[i].Type, at),
                f.Builder.PtrAdd(right, rightLayout.Fields[i].Offset),
                f.Layout(rightLayout.Fields[i].Type, at),
                at);
            result = result is null ? part : f.Builder.Binary(kind == BinaryOperatorKind.Equals ? IrOp.And : IrOp.Or, result, part);
        }

        return result!;
    }

    private IrValue ComparedElements(BinaryOperatorKind kind, IrValue left, TypeLayout leftType, IrValue right, TypeLayout rightType, IOperation at)
    {
        if (leftType.Shape == TypeShape.Integer && rightType.Shape == TypeShape.Integer)
        {
            // C# compares as the type that holds both.
            bool isWide = leftType.Size == 8 || rightType.Size == 8 || (leftType.IsSigned != rightType.IsSigned && Math.Max(leftType.Size, rightType.Size) == 4);
            IrType wide = isWide ? IrType.I64 : IrType.I32;
            return f.Builder.Compare(
                kind == BinaryOperatorKind.Equals ? IrOp.Eq : IrOp.Ne,
                f.Conversions.Widen(f.Load(left, leftType), leftType, wide),
                f.Conversions.Widen(f.Load(right, rightType), rightType, wide));
        }

        if (leftType.Type.IsTupleType && rightType.Type.IsTupleType)
        {
            return Compared(kind, left, leftType, right, rightType, at);
        }

        string name = kind == BinaryOperatorKind.Equals ? WellKnownMemberNames.EqualityOperatorName : WellKnownMemberNames.InequalityOperatorName;
        return SymbolEqualityComparer.Default.Equals(leftType.Type, rightType.Type) && leftType.Shape == TypeShape.Struct
            && leftType.Type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.All(p => SymbolEqualityComparer.Default.Equals(p.Type, leftType.Type))) is { } method
            ? f.Calls.CallOperatorValue(method, [left, right], at)
            : throw FunctionLowering.Reject(DiagnosticTable.NotSupported, at, "a comparison of tuples with elements of type " + leftType.Type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
    }

    // x == null is not lifted, and null has no type of its own there.
    private static bool IsNull(IOperation operand) => operand.ConstantValue is { HasValue: true, Value: null } && operand.Type is null or { IsValueType: true };

    /// <summary>Whether an operator of the BCL's generic mathematics is, for the type that the parameter stands for, C#'s own.</summary>
    public bool IsNumbersOwn(IMethodSymbol method, ITypeSymbol? constrainedTo) =>
        constrainedTo is not null
        && method.ContainingType.ContainingNamespace.ToDisplayString() == "System.Numerics"
        && f.Module.Layouts.Get(f.Types.Substitute(constrainedTo)).Shape == TypeShape.Integer;

    private static IrOp? Operation(BinaryOperatorKind kind, bool isSigned) => kind switch
    {
        BinaryOperatorKind.Add => IrOp.Add,
        BinaryOperatorKind.Subtract => IrOp.Sub,
        BinaryOperatorKind.Multiply => IrOp.Mul,
        BinaryOperatorKind.Divide => isSigned ? IrOp.SDiv : IrOp.UDiv,
        BinaryOperatorKind.Remainder => isSigned ? IrOp.SRem : IrOp.URem,
        BinaryOperatorKind.LeftShift => IrOp.Shl,
        BinaryOperatorKind.RightShift => isSigned ? IrOp.AShr : IrOp.LShr,
        BinaryOperatorKind.UnsignedRightShift => IrOp.LShr,
        BinaryOperatorKind.And => IrOp.And,
        BinaryOperatorKind.Or => IrOp.Or,
        BinaryOperatorKind.ExclusiveOr => IrOp.Xor,
        BinaryOperatorKind.Equals => IrOp.Eq,
        BinaryOperatorKind.NotEquals => IrOp.Ne,
        BinaryOperatorKind.LessThan => isSigned ? IrOp.SLt : IrOp.ULt,
        BinaryOperatorKind.LessThanOrEqual => isSigned ? IrOp.SLe : IrOp.ULe,
        BinaryOperatorKind.GreaterThan => isSigned ? IrOp.SGt : IrOp.UGt,
        BinaryOperatorKind.GreaterThanOrEqual => isSigned ? IrOp.SGe : IrOp.UGe,
        _ => null,
    };

    private IrValue PointerArithmetic(BinaryOperatorKind kind, IrValue left, TypeLayout leftLayout, IrValue right, TypeLayout rightLayout, IOperation at)
    {
        if (kind == BinaryOperatorKind.Add)
        {
            return leftLayout.Shape == TypeShape.Pointer
                ? AddToPointer(left, right, rightLayout, ElementSize(leftLayout, at), false)
                : AddToPointer(right, left, leftLayout, ElementSize(rightLayout, at), false);
        }

        if (kind == BinaryOperatorKind.Subtract)
        {
            int size = ElementSize(leftLayout, at);
            if (rightLayout.Shape != TypeShape.Pointer)
            {
                return AddToPointer(left, right, rightLayout, size, true);
            }

            IrValue distance = f.Builder.PtrDiff(left, right);
            return size == 1 ? distance : f.Builder.Binary(IrOp.SDiv, distance, IrConstant.I64(size));
        }

        return Operation(kind, isSigned: false) is { } op && op.IsComparison() && leftLayout.Shape == rightLayout.Shape
            ? f.Builder.Compare(op, left, right)
            : throw OperationRuleTable.Reject(at);
    }

    private int ElementSize(TypeLayout pointer, IOperation at) =>
        pointer.Type is IPointerTypeSymbol { PointedAtType: { } pointee } ? f.Layout(pointee, at).Size : throw OperationRuleTable.Reject(at);
}
