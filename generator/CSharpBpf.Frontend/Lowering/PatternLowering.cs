using System;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers patterns to jumps, and the expressions and statements made of them. What is matched is evaluated once, and before all patterns.</summary>
internal sealed class PatternLowering(FunctionLowering f)
{
    public void IsPattern(IIsPatternOperation operation, BasicBlock ifTrue, BasicBlock ifFalse) =>
        Match(operation.Pattern, Input(operation.Value), ifTrue, ifFalse);

    /// <summary>Evaluates what is matched.</summary>
    public PatternInput Input(IOperation value)
    {
        TypeLayout layout = f.Layout(value);
        if (layout.IsScalar)
        {
            return new PatternInput(f.Expressions.Value(value), layout);
        }

        IrValue copy = f.Temporary(layout);
        f.Expressions.Into(value, copy);
        return new PatternInput(copy, layout);
    }

    /// <summary>x is T, which is known once a type parameter has its type: for a value of that type, or of one with that interface.</summary>
    public IrValue IsType(IIsTypeOperation test)
    {
        TypeLayout layout = f.Layout(test.ValueOperand);
        ITypeSymbol wanted = f.Types.Substitute(test.TypeOperand);
        ITypeSymbol actual = layout.Nullable?.Value.Type ?? layout.Type;
        bool holds = SymbolEqualityComparer.Default.Equals(actual, wanted)
            || wanted.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType
            || (wanted.TypeKind == TypeKind.Interface && actual.AllInterfaces.Contains(wanted, SymbolEqualityComparer.Default));
        IrValue value = Input(test.ValueOperand).Value;
        IrValue result = layout.Nullable is not null && holds ? f.Nullables.HasValue(value) : IrConstant.I32(holds ? 1 : 0);
        return test.IsNegated ? f.Builder.Compare(IrOp.Eq, result, IrConstant.I32(0)) : result;
    }

    public IrValue? SwitchExpression(ISwitchExpressionOperation choice, Func<IOperation, IrValue?> lowerArm)
    {
        PatternInput input = Input(choice.Value);
        var merge = new Merge(f, f.Builder.CreateBlock("join"));
        for (int i = 0; i < choice.Arms.Length; i++)
        {
            ISwitchExpressionArmOperation arm = choice.Arms[i];
            BasicBlock body = f.Builder.CreateBlock("arm");
            BasicBlock next = f.Builder.CreateBlock("next");

            // Nothing comes behind the last arm of a switch that C# found to be exhaustive.
            bool isLast = i == choice.Arms.Length - 1 && arm.Guard is null && choice.IsExhaustive;
            MatchGuarded(arm.Pattern, arm.Guard, input, body, isLast ? body : next);
            if (f.Enter(body))
            {
                merge.Add(lowerArm(arm.Value));
            }

            if (!f.Enter(next))
            {
                return merge.Finish();
            }
        }

        f.Faults.Raise(DiagnosticTable.SwitchNotExhaustive);
        return merge.Finish();
    }

    public void MatchGuarded(IPatternOperation pattern, IOperation? guard, PatternInput input, BasicBlock ifTrue, BasicBlock ifFalse)
    {
        if (guard is null)
        {
            Match(pattern, input, ifTrue, ifFalse);
            return;
        }

        BasicBlock guarded = f.Builder.CreateBlock("when");
        Match(pattern, input, guarded, ifFalse);
        if (f.Enter(guarded))
        {
            f.Conditions.Branch(guard, ifTrue, ifFalse);
        }
    }

    /// <summary>Jumps by whether a value equals a constant.</summary>
    public void MatchConstant(IOperation constant, PatternInput input, BasicBlock ifTrue, BasicBlock ifFalse) =>
        Compare(BinaryOperatorKind.Equals, constant, input, ifTrue, ifFalse);

    public void Match(IPatternOperation pattern, PatternInput input, BasicBlock ifTrue, BasicBlock ifFalse)
    {
        SourceLocation? outer = f.Builder.Location;
        f.Builder.Location = f.Module.Location(pattern.Syntax);
        MatchCore(pattern, input, ifTrue, ifFalse);
        f.Builder.Location = outer;
    }

    private void MatchCore(IPatternOperation pattern, PatternInput input, BasicBlock ifTrue, BasicBlock ifFalse)
    {
        if (input.Layout.Nullable is not null && pattern is IRelationalPatternOperation or ITypePatternOperation or IRecursivePatternOperation or IDeclarationPatternOperation { MatchesNull: false })
        {
            if (Unwrap(input, ifFalse) is not { } contents)
            {
                return;
            }

            input = contents;
        }

        switch (pattern)
        {
            case IDiscardPatternOperation:
                f.Jump(ifTrue);
                break;
            case IConstantPatternOperation constant:
                MatchConstant(constant.Value, input, ifTrue, ifFalse);
                break;
            case IRelationalPatternOperation relational:
                Compare(relational.OperatorKind, relational.Value, input, ifTrue, ifFalse);
                break;
            case INegatedPatternOperation negated:
                Match(negated.Pattern, input, ifFalse, ifTrue);
                break;
            case IBinaryPatternOperation binary:
                BasicBlock second = f.Builder.CreateBlock("pattern");
                bool isOr = binary.OperatorKind == BinaryOperatorKind.Or;
                Match(binary.LeftPattern, input, isOr ? ifTrue : second, isOr ? second : ifFalse);
                if (f.Enter(second))
                {
                    Match(binary.RightPattern, input, ifTrue, ifFalse);
                }

                break;
            case IDeclarationPatternOperation declaration:
                if (!IsOfType(declaration.MatchedType, input, declaration))
                {
                    f.Jump(ifFalse);
                    break;
                }

                Bind(declaration.DeclaredSymbol, input, declaration);
                f.Jump(ifTrue);
                break;
            case ITypePatternOperation type:
                f.Jump(IsOfType(type.MatchedType, input, type) ? ifTrue : ifFalse);
                break;
            case IListPatternOperation list:
                new ListPatternLowering(f).Match(list, input, ifTrue, ifFalse);
                break;
            case IRecursivePatternOperation recursive:
                MatchRecursive(recursive, input, ifTrue, ifFalse);
                break;
            default:
                throw OperationRuleTable.Reject(pattern);
        }
    }

    private void MatchRecursive(IRecursivePatternOperation pattern, PatternInput input, BasicBlock ifTrue, BasicBlock ifFalse)
    {
        if (!IsOfType(pattern.MatchedType, input, pattern))
        {
            f.Jump(ifFalse);
            return;
        }

        if (pattern.DeconstructionSubpatterns.Length > 0)
        {
            (IrValue Address, TypeLayout Layout)[] parts = input.Layout.Type.IsTupleType
                ? [.. input.Layout.Fields.Select(e => (f.Builder.PtrAdd(input.Value, e.Offset), f.Layout(e.Type, pattern)))]
                : f.Deconstructions.Call(AddressOf(input), pattern.DeconstructSymbol as IMethodSymbol, pattern);
            for (int i = 0; i < pattern.DeconstructionSubpatterns.Length; i++)
            {
                (IrValue address, TypeLayout layout) = parts[i];
                if (!MatchPart(pattern.DeconstructionSubpatterns[i], new PatternInput(layout.IsScalar ? f.Load(address, layout) : address, layout), ifFalse))
                {
                    return;
                }
            }
        }

        foreach (IPropertySubpatternOperation property in pattern.PropertySubpatterns)
        {
            PatternInput? member = null;
            f.Places.WithImplicitReceiver(AddressOf(input), () => member = Input(property.Member));
            if (!MatchPart(property.Pattern, member!, ifFalse))
            {
                return;
            }
        }

        Bind(pattern.DeclaredSymbol, input, pattern);
        f.Jump(ifTrue);
    }

    private bool MatchPart(IPatternOperation pattern, PatternInput part, BasicBlock ifFalse)
    {
        BasicBlock next = f.Builder.CreateBlock("pattern");
        Match(pattern, part, next, ifFalse);
        return f.Enter(next);
    }

    private IrValue AddressOf(PatternInput input)
    {
        if (!input.Layout.IsScalar)
        {
            return input.Value;
        }

        IrValue temporary = f.Temporary(input.Layout);
        f.Store(temporary, input.Value, input.Layout);
        return temporary;
    }

    // Goes on where the nullable value is not null, with what is in it.
    private PatternInput? Unwrap(PatternInput input, BasicBlock ifNull)
    {
        BasicBlock some = f.Builder.CreateBlock("some");
        f.JumpIf(f.Nullables.HasValue(input.Value), some, ifNull);
        return f.Enter(some) ? f.Nullables.Contents(input.Value, input.Layout) : null;
    }

    private void Compare(BinaryOperatorKind kind, IOperation constant, PatternInput input, BasicBlock ifTrue, BasicBlock ifFalse)
    {
        if (input.Layout.Nullable is not null)
        {
            if (constant.ConstantValue is { HasValue: true, Value: null })
            {
                f.JumpIf(f.Nullables.HasValue(input.Value), ifFalse, ifTrue);
                return;
            }

            if (Unwrap(input, ifFalse) is not { } contents)
            {
                return;
            }

            input = contents;
        }

        if (input.Layout.Shape == TypeShape.Pointer && IsNull(constant))
        {
            f.JumpIf(f.Builder.Compare(IrOp.Eq, input.Value, IrConstant.Null(input.Value.Type)), ifTrue, ifFalse);
            return;
        }

        if (input.Layout.Shape != TypeShape.Integer)
        {
            throw FunctionLowering.Reject(DiagnosticTable.PatternNotSupported, constant, FunctionLowering.Abbreviate(constant.Syntax));
        }

        // A constant of a nullable's type is one of the type in it.
        constant = constant is IConversionOperation { Operand: { ConstantValue.HasValue: true, Type: not null } written } && f.Layout(constant).Nullable is not null ? written : constant;
        TypeLayout layout = f.Layout(constant);
        IrValue value = f.Conversions.Number(f.Expressions.Value(constant), layout, input.Layout);
        TypeLayout boolean = f.Module.Layouts.Get(f.Module.Compilation.GetSpecialType(SpecialType.System_Boolean));
        f.JumpIf(f.Operators.Arithmetic(kind, input.Value, input.Layout, value, input.Layout, boolean, false, constant), ifTrue, ifFalse);
    }

    private static bool IsNull(IOperation constant) =>
        constant.ConstantValue is { HasValue: true, Value: null } || (constant is IConversionOperation conversion && IsNull(conversion.Operand));

    /// <summary>Gives the pattern's variable, if it has one, what is matched.</summary>
    public void Bind(ISymbol? symbol, PatternInput input, IOperation at)
    {
        if (symbol is not ILocalSymbol local)
        {
            return;
        }

        Slot slot = f.SlotOf(local, local.Type, false, at);
        if (input.Layout.IsScalar)
        {
            f.Store(slot.Address, input.Value, input.Layout);
        }
        else
        {
            f.Builder.Copy(slot.Address, input.Value, input.Layout.Size);
        }
    }

    /// <summary>Whether a value is of a type, which for values is known at compile time: where a type parameter stands for its type.</summary>
    private bool IsOfType(ITypeSymbol? matched, PatternInput input, IOperation at)
    {
        ITypeSymbol? type = matched is null ? null : f.Types.Substitute(matched);
        if (type is null || SymbolEqualityComparer.Default.Equals(type, input.Layout.Type))
        {
            return true;
        }

        return type.IsValueType && input.Layout.Type.IsValueType
            ? false
            : throw FunctionLowering.Reject(DiagnosticTable.PatternNotSupported, at, FunctionLowering.Abbreviate(at.Syntax));
    }
}

/// <summary>What is matched: the number, or a struct's address.</summary>
internal sealed record PatternInput(IrValue Value, TypeLayout Layout);
