using System;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Intrinsics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers expressions in one of four ways: to a value (numbers and pointers), into memory (any type), for its effect, or as a condition.
/// Constants come first everywhere: what C# has folded is not evaluated again.
/// </summary>
internal sealed class ExpressionLowering(FunctionLowering f)
{
    /// <summary>The value of a number or pointer. A narrow number is extended as its type says.</summary>
    public IrValue Value(IOperation operation)
    {
        SourceLocation? outer = f.Builder.Location;
        f.Builder.Location = f.Module.Location(operation.Syntax);
        TypeLayout layout = f.Layout(operation);
        IrValue value = Constant(operation, layout) ?? ValueCore(operation, layout);
        f.Builder.Location = outer;
        return value;
    }

    /// <summary>Writes the value to memory that the expression does not read itself.</summary>
    public void Into(IOperation operation, IrValue destination)
    {
        SourceLocation? outer = f.Builder.Location;
        f.Builder.Location = f.Module.Location(operation.Syntax);
        TypeLayout layout = f.Layout(operation);
        if (layout.IsScalar)
        {
            f.Store(destination, Value(operation), layout);
        }
        else
        {
            StructInto(operation, destination, layout);
        }

        f.Builder.Location = outer;
    }

    /// <summary>Evaluates and drops the value.</summary>
    public void Effect(IOperation operation)
    {
        SourceLocation? outer = f.Builder.Location;
        f.Builder.Location = f.Module.Location(operation.Syntax);
        switch (operation)
        {
            case IInvocationOperation call:
                f.Calls.Invoke(call, null, false);
                break;
            case IFunctionPointerInvocationOperation call:
                FunctionPointer(call, null);
                break;
            case IExpressionStatementOperation statement:
                Effect(statement.Operation);
                break;
            case ISimpleAssignmentOperation assignment:
                f.Assignments.Assign(assignment, null, false);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                f.Deconstructions.Assign(deconstruction, null);
                break;
            case ICompoundAssignmentOperation or IIncrementOrDecrementOperation:
                f.Assignments.Update(operation, null, false);
                break;
            case ICoalesceAssignmentOperation coalesce:
                f.Nullables.CoalesceAssignment(coalesce, null, null);
                break;
            case IConditionalAccessOperation access:
                f.Nullables.Access(access, null);
                break;
            default:
                if (f.Layout(operation).IsScalar)
                {
                    Value(operation);
                }
                else
                {
                    f.Places.Address(operation);
                }

                break;
        }

        f.Builder.Location = outer;
    }

    /// <summary>Both arms of ?: to one value, by whatever way each arm is lowered.</summary>
    public IrValue? Conditional(IConditionalOperation conditional, Func<IOperation, IrValue?> lowerArm)
    {
        BasicBlock whenTrue = f.Builder.CreateBlock("then");
        BasicBlock whenFalse = f.Builder.CreateBlock("else");
        BasicBlock join = f.Builder.CreateBlock("join");
        f.Conditions.Branch(conditional.Condition, whenTrue, whenFalse);
        var merge = new Merge(f, join);
        if (f.Enter(whenTrue))
        {
            merge.Add(lowerArm(conditional.WhenTrue));
        }

        if (f.Enter(whenFalse))
        {
            merge.Add(lowerArm(conditional.WhenFalse!));
        }

        return merge.Finish();
    }

    public IrValue? Constant(IOperation operation, TypeLayout layout)
    {
        if (!operation.ConstantValue.HasValue)
        {
            return null;
        }

        if (operation.ConstantValue.Value is null)
        {
            return layout.Shape == TypeShape.Pointer ? IrConstant.Null(layout.IrType) : null;
        }

        return layout.Shape == TypeShape.Integer && ConstantBytes.Number(operation.ConstantValue.Value) is { } number ? new IrConstant(layout.IrType, number) : null;
    }

    private IrValue ValueCore(IOperation operation, TypeLayout layout)
    {
        if (!layout.IsScalar)
        {
            throw FunctionLowering.Reject(DiagnosticTable.NotUnderstood, operation, FunctionLowering.Abbreviate(operation.Syntax), operation.Kind);
        }

        switch (operation)
        {
            case IInstanceReferenceOperation when layout.Shape == TypeShape.Pointer && f.Receiver is not null:
                return f.Receiver;
            case IFieldReferenceOperation { Field.IsStatic: true } field:
                return StaticField(field, layout);
            case IFieldReferenceOperation { Field.IsFixedSizeBuffer: true }:
                return f.Places.Address(operation);
            case IFieldReferenceOperation field when !f.Places.IsPlace(field):
                return f.Load(FieldOfValue(field), layout);
            case IPropertyReferenceOperation { Property.Name: "Length", Instance: { Type: IArrayTypeSymbol } table } when f.Tables.IsTable(table):
                return f.Tables.Table(table).Length;
            case IPropertyReferenceOperation property when !PlaceLowering.ReturnsReference(property.Property):
                return f.Calls.GetProperty(property, null)!;
            case IInvocationOperation call when !f.Places.IsPlace(call):
                return f.Calls.Invoke(call, null, true)!;
            case IFunctionPointerInvocationOperation call:
                return FunctionPointer(call, null)!;
            case IImplicitIndexerReferenceOperation indexer when !f.Places.IsPlace(indexer):
                return ImplicitIndexer(indexer, null)!;
            case IBinaryOperation binary:
                return f.Operators.Binary(binary, layout);
            case IUnaryOperation unary:
                return f.Operators.Unary(unary, layout);
            case ITupleBinaryOperation or IIsPatternOperation:
                return f.Conditions.Value(operation);
            case IIsTypeOperation test:
                return f.Patterns.IsType(test);
            case ICoalesceOperation coalesce:
                return f.Nullables.Coalesce(coalesce, layout, null)!;
            case ICoalesceAssignmentOperation coalesce:
                return f.Nullables.CoalesceAssignment(coalesce, layout, null)!;
            case IConversionOperation conversion:
                return f.Conversions.Value(conversion, layout);
            case IConditionalOperation { IsRef: false } conditional:
                return Conditional(conditional, Value)!;
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                return f.Assignments.Assign(assignment, null, true)!;
            case ICompoundAssignmentOperation or IIncrementOrDecrementOperation:
                return f.Assignments.Update(operation, null, true)!;
            case IDefaultValueOperation:
                return layout.Shape == TypeShape.Pointer ? IrConstant.Null(layout.IrType) : new IrConstant(layout.IrType, 0);
            case IObjectCreationOperation creation when creation.Arguments.Length == 0 && layout.Shape == TypeShape.Integer:
                return new IrConstant(layout.IrType, 0);
            case ISizeOfOperation size:
                return new IrConstant(layout.IrType, f.Layout(size.TypeOperand, size).Size);
            case IAddressOfOperation address:
                return f.Places.Address(address.Reference);
            case ISwitchExpressionOperation choice:
                return f.Patterns.SwitchExpression(choice, Value)!;
            case IParenthesizedOperation parenthesized:
                return Value(parenthesized.Operand);
            case { Kind: OperationKind.None } when NoneOperations.Classify(operation) == NoneKind.StackAllocation:
                return f.Spans.Allocate(operation).Pointer;
        }

        if (f.Places.IsPlace(operation))
        {
            return f.Load(f.Places.Address(operation), layout);
        }

        throw Rejected(operation);
    }

    private void StructInto(IOperation operation, IrValue destination, TypeLayout layout)
    {
        if (f.Places.IsPlace(operation))
        {
            f.Builder.Copy(destination, f.Places.Address(operation), layout.Size);
            return;
        }

        switch (operation)
        {
            case IDefaultValueOperation:
                f.Builder.Zero(destination, layout.Size);
                break;
            case IUnaryOperation or IRangeOperation when f.Indexes.TryMake(operation, destination):
                break;
            case IInlineArrayAccessOperation part when LibrarySymbols.IsSpan(layout.Type):
                f.Spans.Write(f.Spans.PartAt(f.Spans.Elements(part.Instance), part.Argument), destination);
                break;
            case IImplicitIndexerReferenceOperation part when f.Spans.IsIndexed(part.Instance):
                f.Spans.Write(f.Spans.PartAt(f.Spans.Elements(part.Instance), part.Argument), destination);
                break;
            case IFunctionPointerInvocationOperation call:
                FunctionPointer(call, destination);
                break;
            case IImplicitIndexerReferenceOperation indexer:
                ImplicitIndexer(indexer, destination);
                break;
            case { Kind: OperationKind.None } when NoneOperations.Classify(operation) == NoneKind.StackAllocation:
                f.Spans.Write(f.Spans.Allocate(operation), destination);
                break;
            case IUtf8StringOperation text:
                f.Spans.Write(f.Tables.Text(text), destination);
                break;
            case ICollectionExpressionOperation collection:
                f.Spans.Write(new CollectionLowering(f).Create(collection), destination);
                break;
            case IFieldReferenceOperation { Field.IsStatic: true } constant:
                Into(f.Tables.Initializer(constant), destination);
                break;
            case IFieldReferenceOperation field:
                f.Builder.Copy(destination, FieldOfValue(field), layout.Size);
                break;
            case IObjectCreationOperation creation:
                f.Objects.Create(creation, destination, layout);
                break;
            case IWithOperation with:
                f.Objects.With(with, destination);
                break;
            case ITupleOperation tuple:
                f.Objects.Tuple(tuple, destination, layout);
                break;
            case IInvocationOperation call:
                f.Calls.Invoke(call, destination, true);
                break;
            case IPropertyReferenceOperation property:
                f.Calls.GetProperty(property, destination);
                break;
            case IConversionOperation conversion:
                f.Conversions.Into(conversion, destination, layout);
                break;
            case IConditionalOperation conditional:
                Conditional(conditional, arm => IntoArm(arm, destination));
                break;
            case ISwitchExpressionOperation choice:
                f.Patterns.SwitchExpression(choice, arm => IntoArm(arm, destination));
                break;
            case ICoalesceOperation coalesce:
                f.Nullables.Coalesce(coalesce, layout, destination);
                break;
            case ICoalesceAssignmentOperation coalesce:
                f.Nullables.CoalesceAssignment(coalesce, layout, destination);
                break;
            case IConditionalAccessOperation access:
                f.Nullables.Access(access, destination);
                break;
            case IBinaryOperation { IsLifted: true } binary:
                f.Nullables.BinaryInto(binary, destination, layout);
                break;
            case IUnaryOperation { IsLifted: true } unary:
                f.Nullables.UnaryInto(unary, destination, layout);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr, OperatorMethod: not null } binary:
                f.Operators.UserShortCircuit(binary, destination, layout);
                break;
            case IBinaryOperation { OperatorMethod: { } method } binary:
                f.Calls.CallOperator(method, [binary.LeftOperand, binary.RightOperand], binary, destination);
                break;
            case IUnaryOperation { OperatorMethod: { } method } unary:
                f.Calls.CallOperator(method, [unary.Operand], unary, destination);
                break;
            case ISimpleAssignmentOperation assignment:
                f.Assignments.Assign(assignment, destination, true);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                f.Deconstructions.Assign(deconstruction, destination);
                break;
            case ICompoundAssignmentOperation or IIncrementOrDecrementOperation:
                f.Assignments.Update(operation, destination, true);
                break;
            case IParenthesizedOperation parenthesized:
                Into(parenthesized.Operand, destination);
                break;
            default:
                throw Rejected(operation);
        }
    }

    private IrValue? FunctionPointer(IFunctionPointerInvocationOperation call, IrValue? destination) =>
        f.Calls.Delegates.Call(call.Target, call.GetFunctionPointerSignature(), call.Arguments, call, destination);

    private IrValue? ImplicitIndexer(IImplicitIndexerReferenceOperation indexer, IrValue? destination) =>
        indexer.IndexerSymbol is IMethodSymbol ? f.Properties.Slice(indexer, destination) : f.Properties.Get(f.Properties.Access(indexer), destination);

    private IrValue? IntoArm(IOperation arm, IrValue destination)
    {
        Into(arm, destination);
        return null;
    }

    private IrValue FieldOfValue(IFieldReferenceOperation field)
    {
        TypeLayout type = f.Layout(field.Instance!);
        return f.Module.Layouts.Find(type.Type, field.Field) is { } place
            ? f.Builder.PtrAdd(f.Places.Address(field.Instance!), place.Offset)
            : throw FunctionLowering.Reject(DiagnosticTable.TypeWithoutLayout, field, type.Type.Name);
    }

    private static RejectionException Rejected(IOperation operation) => OperationRuleTable.Reject(operation);

    private IrValue StaticField(IFieldReferenceOperation field, TypeLayout layout)
    {
        if (IntrinsicTable.FindConstant(field.Field) is { } value)
        {
            return new IrConstant(layout.IrType, value);
        }

        return Value(f.Tables.Initializer(field));
    }
}
