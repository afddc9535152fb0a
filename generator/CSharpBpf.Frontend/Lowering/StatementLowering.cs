using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers statements. Code that nothing can reach is left out, unless a label in it may be jumped to.</summary>
internal sealed class StatementLowering(FunctionLowering f)
{
    private Dictionary<ILabelSymbol, BasicBlock> labels = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ILabelSymbol, int> depths = new(SymbolEqualityComparer.Default);

    public void Lower(IOperation statement)
    {
        if (f.Builder.Block is null)
        {
            if (!statement.DescendantsAndSelf().Any(static o => o is ILabeledOperation))
            {
                return;
            }

            f.Builder.MoveTo(f.Builder.CreateBlock("dead"));
        }

        f.Builder.Location = f.Module.Location(statement.Syntax);
        if (statement is IBlockOperation block)
        {
            Lower(block, 0);
            return;
        }

        f.Guard(statement.Syntax, () => LowerCore(statement));
    }

    /// <summary>Lowers a block that is lowered elsewhere too: its labels are its own.</summary>
    public void LowerCopy(IOperation statement)
    {
        Dictionary<ILabelSymbol, BasicBlock> outer = labels;
        labels = new Dictionary<ILabelSymbol, BasicBlock>(SymbolEqualityComparer.Default);
        Lower(statement);
        labels = outer;
    }

    private void Lower(IBlockOperation block, int from)
    {
        for (int i = from; i < block.Operations.Length; i++)
        {
            if (block.Operations[i] is IUsingDeclarationOperation declaration && f.Builder.Block is not null)
            {
                int rest = i + 1;
                f.Guard(declaration.Syntax, () => f.Finally.UsingDeclaration(declaration, block.Syntax, () => Lower(block, rest)));
                return;
            }

            Lower(block.Operations[i]);
        }
    }

    private void LowerCore(IOperation statement)
    {
        switch (statement)
        {
            case IExpressionStatementOperation expression:
                f.Expressions.Effect(expression.Operation);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(static d => d.Declarators))
                {
                    Declare(declarator);
                }

                break;
            case IReturnOperation { Kind: OperationKind.Return } result:
                Return(result.ReturnedValue);
                break;
            case IConditionalOperation conditional:
                If(conditional);
                break;
            case IWhileLoopOperation loop:
                While(loop);
                break;
            case IForLoopOperation loop:
                For(loop);
                break;
            case IForEachLoopOperation loop:
                new ForEachLowering(f).Lower(loop);
                break;
            case ISwitchOperation choice:
                new SwitchLowering(f).Lower(choice);
                break;
            case IBranchOperation branch:
                f.Finally.LeaveTo(Depth(branch.Target));
                f.Jump(Label(branch.Target));
                break;
            case ITryOperation region:
                f.Finally.Try(region);
                break;
            case IUsingOperation region:
                f.Finally.Using(region);
                break;
            case ILabeledOperation labeled:
                BasicBlock target = Label(labeled.Label);
                f.Jump(target);
                f.Builder.MoveTo(target);
                if (labeled.Operation is { } inner)
                {
                    Lower(inner);
                }

                break;
            case IThrowOperation fault:
                f.Faults.Throw(fault);
                break;
            case IEmptyOperation or ILocalFunctionOperation:
                break;
            case { Kind: OperationKind.None } when NoneOperations.Classify(statement) == NoneKind.Fixed:
                Fixed([.. statement.ChildOperations]);
                break;
            default:
                if (OperationRuleTable.IsExpression(statement))
                {
                    f.Expressions.Effect(statement);
                    break;
                }

                throw OperationRuleTable.Reject(statement);
        }
    }

    /// <summary>Memory does not move in BPF: the pointers are declared, nothing is pinned.</summary>
    private void Fixed(IOperation[] parts)
    {
        foreach (IVariableDeclaratorOperation declarator in ((IVariableDeclarationGroupOperation)parts[0]).Declarations.SelectMany(static d => d.Declarators))
        {
            IOperation value = declarator.GetVariableInitializer()?.Value ?? throw OperationRuleTable.Reject(declarator);
            f.Builder.Store(f.SlotOf(declarator.Symbol, declarator.Symbol.Type, false, declarator).Address, f.Spans.Pinned(value), MemoryAccess.Pointer);
        }

        Lower(parts[1]);
    }

    public void Declare(IVariableDeclaratorOperation declarator)
    {
        ILocalSymbol local = declarator.Symbol;
        if (local.IsConst || (declarator.GetVariableInitializer() is null && f.Types.Substitute(local.Type).TypeKind == TypeKind.Error))
        {
            return;
        }

        if (DelegateVariables.Target(local, f.Module.Sources) is not null)
        {
            return;
        }

        f.NoteDeclared(local);
        IOperation? value = declarator.GetVariableInitializer()?.Value;
        if (value is null)
        {
            f.Layout(local.Type, declarator);
            return;
        }

        if (local.IsRef)
        {
            IrValue address = f.Places.Address(value);
            f.Builder.Store(f.SlotOf(local, local.Type, true, declarator).Address, address, MemoryAccess.Pointer);
            return;
        }

        f.Layout(value);
        Slot slot = f.SlotOf(local, local.Type, false, declarator);
        bool readsItself = !slot.Layout.IsScalar && value.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local));
        if (readsItself)
        {
            IrValue made = f.Temporary(slot.Layout);
            f.Expressions.Into(value, made);
            f.Builder.Copy(slot.Address, made, slot.Layout.Size);
        }
        else
        {
            f.Expressions.Into(value, slot.Address);
        }
    }

    private void Return(IOperation? value)
    {
        IrValue? result = null;
        if (value is not null)
        {
            if (FunctionSignatures.ReturnsReference(f.Method))
            {
                result = f.Places.Address(value);
            }
            else if (f.Instance.ReturnsStruct)
            {
                f.Expressions.Into(value, f.ResultDestination!);
            }
            else if (f.Instance.Function.ReturnType == IrType.Void)
            {
                // The expression body of a void method.
                f.Expressions.Effect(value);
            }
            else
            {
                result = f.Expressions.Value(value);
            }
        }

        f.Finally.LeaveTo(0);
        if (f.Builder.Block is not null)
        {
            f.Builder.Ret(result);
        }
    }

    private void If(IConditionalOperation conditional)
    {
        BasicBlock whenTrue = f.Builder.CreateBlock("then");
        BasicBlock whenFalse = f.Builder.CreateBlock("else");
        BasicBlock end = conditional.WhenFalse is null ? whenFalse : f.Builder.CreateBlock("end");
        f.Conditions.Branch(conditional.Condition, whenTrue, whenFalse);
        if (f.Enter(whenTrue))
        {
            Lower(conditional.WhenTrue);
            f.Jump(end);
        }

        if (conditional.WhenFalse is { } otherwise && f.Enter(whenFalse))
        {
            Lower(otherwise);
            f.Jump(end);
        }

        f.Enter(end);
    }

    private void While(IWhileLoopOperation loop)
    {
        if (loop.Condition is not { } condition || loop.ConditionIsUntil)
        {
            throw OperationRuleTable.Reject(loop);
        }

        BasicBlock test = f.Builder.CreateBlock("loop");
        BasicBlock body = f.Builder.CreateBlock("body");
        BasicBlock exit = f.Builder.CreateBlock("exit");
        Define(loop.ContinueLabel, test);
        Define(loop.ExitLabel, exit);
        if (loop.ConditionIsTop)
        {
            f.Jump(test);
            f.Enter(test);
            f.Conditions.Branch(condition, body, exit);
            if (f.Enter(body))
            {
                Lower(loop.Body);
                f.Jump(test);
            }
        }
        else
        {
            f.Jump(body);
            f.Enter(body);
            Lower(loop.Body);
            f.Jump(test);
            if (f.Enter(test))
            {
                f.Conditions.Branch(condition, body, exit);
            }
        }

        f.Enter(exit);
    }

    private void For(IForLoopOperation loop)
    {
        foreach (IOperation before in loop.Before)
        {
            Lower(before);
        }

        BasicBlock test = f.Builder.CreateBlock("loop");
        BasicBlock body = f.Builder.CreateBlock("body");
        BasicBlock next = f.Builder.CreateBlock("next");
        BasicBlock exit = f.Builder.CreateBlock("exit");
        Define(loop.ContinueLabel, next);
        Define(loop.ExitLabel, exit);
        f.Jump(test);
        f.Enter(test);
        if (loop.Condition is { } condition)
        {
            f.Conditions.Branch(condition, body, exit);
        }
        else
        {
            f.Jump(body);
        }

        if (f.Enter(body))
        {
            Lower(loop.Body);
            f.Jump(next);
        }

        if (f.Enter(next))
        {
            foreach (IOperation step in loop.AtLoopBottom)
            {
                Lower(step);
            }

            f.Jump(test);
        }

        f.Enter(exit);
    }

    /// <summary>Says where a label is that a statement or clause brings with it.</summary>
    public void Define(ILabelSymbol label, BasicBlock block)
    {
        labels[label] = block;
        depths[label] = f.Finally.Depth;
    }

    // Labels in the source may be jumped to before they are met.
    private int Depth(ILabelSymbol label) =>
        label.DeclaringSyntaxReferences.FirstOrDefault() is { } declared ? f.Finally.DepthAround(declared.GetSyntax()) : depths[label];

    private BasicBlock Label(ILabelSymbol label)
    {
        if (!labels.TryGetValue(label, out BasicBlock? block))
        {
            block = f.Builder.CreateBlock("label");
            labels.Add(label, block);
        }

        return block;
    }
}
