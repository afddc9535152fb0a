using CSharpBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers conditions to jumps: of &amp;&amp;, ||, ! and patterns no value is made unless it is asked for.</summary>
internal sealed class ConditionLowering(FunctionLowering f)
{
    /// <summary>Jumps by a condition.</summary>
    public void Branch(IOperation condition, BasicBlock ifTrue, BasicBlock ifFalse)
    {
        SourceLocation? outer = f.Builder.Location;
        f.Builder.Location = f.Module.Location(condition.Syntax);
        BranchCore(condition, ifTrue, ifFalse);
        f.Builder.Location = outer;
    }

    /// <summary>A condition as a value, 1 or 0.</summary>
    public IrValue Value(IOperation condition)
    {
        BasicBlock yes = f.Builder.CreateBlock("true");
        BasicBlock no = f.Builder.CreateBlock("false");
        var merge = new Merge(f, f.Builder.CreateBlock("join"));
        Branch(condition, yes, no);
        if (f.Enter(yes))
        {
            merge.Add(IrConstant.I32(1));
        }

        if (f.Enter(no))
        {
            merge.Add(IrConstant.I32(0));
        }

        return merge.Finish()!;
    }

    private void BranchCore(IOperation condition, BasicBlock ifTrue, BasicBlock ifFalse)
    {
        if (f.Expressions.Constant(condition, f.Layout(condition)) is { } constant)
        {
            f.JumpIf(constant, ifTrue, ifFalse);
            return;
        }

        switch (condition)
        {
            case IParenthesizedOperation parenthesized:
                Branch(parenthesized.Operand, ifTrue, ifFalse);
                return;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                Branch(not.Operand, ifFalse, ifTrue);
                return;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd, OperatorMethod: null } and:
                BasicBlock second = f.Builder.CreateBlock("and");
                Branch(and.LeftOperand, second, ifFalse);
                if (f.Enter(second))
                {
                    Branch(and.RightOperand, ifTrue, ifFalse);
                }

                return;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr, OperatorMethod: null } or:
                BasicBlock other = f.Builder.CreateBlock("or");
                Branch(or.LeftOperand, ifTrue, other);
                if (f.Enter(other))
                {
                    Branch(or.RightOperand, ifTrue, ifFalse);
                }

                return;
            case IIsPatternOperation pattern:
                f.Patterns.IsPattern(pattern, ifTrue, ifFalse);
                return;
            case ITupleBinaryOperation tuples:
                f.Operators.TupleComparison(tuples, ifTrue, ifFalse);
                return;
            default:
                f.JumpIf(f.Expressions.Value(condition), ifTrue, ifFalse);
                return;
        }
    }
}
