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
    private readonly Dictionary<ILabelSymbol, BasicBlock> labels = new(SymbolEqualityComparer.Default);

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
            foreach (IOperation inner in block.Operations)
            {
                Lower(inner);
            }

            return;
        }

        f.Guard(statement.Syntax, () => LowerCore(statement));
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
                Switch(choice);
                break;
            case IBranchOperation branch:
                f.Jump(Label(branch.Target));
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

    /// <summary>Where continue and break of a loop go.</summary>
    public void SetTargets(ILoopOperation loop, BasicBlock next, BasicBlock exit)
    {
        labels[loop.ContinueLabel] = next;
        labels[loop.ExitLabel] = exit;
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

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        ILocalSymbol local = declarator.Symbol;
        if (local.IsConst || (declarator.GetVariableInitializer() is null && f.Types.Substitute(local.Type).TypeKind == TypeKind.Error))
        {
            return;
        }

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
        if (value is null)
        {
            f.Builder.Ret();
        }
        else if (FunctionSignatures.ReturnsReference(f.Method))
        {
            f.Builder.Ret(f.Places.Address(value));
        }
        else if (f.Instance.ReturnsStruct)
        {
            f.Expressions.Into(value, f.ResultDestination!);
            f.Builder.Ret();
        }
        else if (f.Instance.Function.ReturnType == IrType.Void)
        {
            // The expression body of a void method.
            f.Expressions.Effect(value);
            f.Builder.Ret();
        }
        else
        {
            f.Builder.Ret(f.Expressions.Value(value));
        }
    }

    private void If(IConditionalOperation conditional)
    {
        BasicBlock whenTrue = f.Builder.CreateBlock("then");
        BasicBlock whenFalse = f.Builder.CreateBlock("else");
        BasicBlock end = conditional.WhenFalse is null ? whenFalse : f.Builder.CreateBlock("end");
        f.Expressions.Branch(conditional.Condition, whenTrue, whenFalse);
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
        labels[loop.ContinueLabel] = test;
        labels[loop.ExitLabel] = exit;
        if (loop.ConditionIsTop)
        {
            f.Jump(test);
            f.Enter(test);
            f.Expressions.Branch(condition, body, exit);
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
                f.Expressions.Branch(condition, body, exit);
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
        labels[loop.ContinueLabel] = next;
        labels[loop.ExitLabel] = exit;
        f.Jump(test);
        f.Enter(test);
        if (loop.Condition is { } condition)
        {
            f.Expressions.Branch(condition, body, exit);
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

    /// <summary>The cases are tested in order, default last wherever it stands; then the sections follow, each with its own labels.</summary>
    private void Switch(ISwitchOperation choice)
    {
        BasicBlock exit = f.Builder.CreateBlock("exit");
        labels[choice.ExitLabel] = exit;
        PatternInput input = f.Patterns.Input(choice.Value);
        var sections = new List<(ISwitchCaseOperation Section, BasicBlock Block)>();
        BasicBlock otherwise = exit;
        foreach (ISwitchCaseOperation section in choice.Cases)
        {
            BasicBlock block = f.Builder.CreateBlock("case");
            sections.Add((section, block));
            foreach (ICaseClauseOperation clause in section.Clauses)
            {
                if (clause.Label is { } label)
                {
                    labels[label] = block;
                }

                if (clause is IDefaultCaseClauseOperation)
                {
                    otherwise = block;
                    continue;
                }

                if (f.Builder.Block is null)
                {
                    continue;
                }

                BasicBlock next = f.Builder.CreateBlock("next");
                f.Builder.Location = f.Module.Location(clause.Syntax);
                switch (clause)
                {
                    case ISingleValueCaseClauseOperation single:
                        f.Patterns.MatchConstant(single.Value, input, block, next);
                        break;
                    case IPatternCaseClauseOperation pattern:
                        f.Patterns.MatchGuarded(pattern.Pattern, pattern.Guard, input, block, next);
                        break;
                    default:
                        throw OperationRuleTable.Reject(clause);
                }

                f.Enter(next);
            }
        }

        f.Jump(otherwise);
        LowerSections(sections);
        f.Enter(exit);
    }

    // goto case may jump to a section that stands above it, so sections are lowered until no more become reachable.
    private void LowerSections(List<(ISwitchCaseOperation Section, BasicBlock Block)> sections)
    {
        bool any = true;
        while (any)
        {
            any = false;
            for (int i = 0; i < sections.Count; i++)
            {
                if (sections[i].Block.Instructions.Count == 0 && f.Enter(sections[i].Block))
                {
                    any = true;
                    foreach (IOperation statement in sections[i].Section.Body)
                    {
                        Lower(statement);
                    }
                }
            }
        }
    }

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
