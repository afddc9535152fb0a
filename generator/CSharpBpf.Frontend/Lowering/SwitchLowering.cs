using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers switch statements.</summary>
internal sealed class SwitchLowering(FunctionLowering f)
{
    /// <summary>The cases are tested in order, default last wherever it stands; then the sections follow, each with its own labels.</summary>
    public void Lower(ISwitchOperation choice)
    {
        BasicBlock exit = f.Builder.CreateBlock("exit");
        f.Statements.Define(choice.ExitLabel, exit);
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
                    f.Statements.Define(label, block);
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
        var lowered = new bool[sections.Count];
        bool any = true;
        while (any)
        {
            any = false;
            for (int i = 0; i < sections.Count; i++)
            {
                if (!lowered[i] && f.Enter(sections[i].Block))
                {
                    any = true;
                    lowered[i] = true;
                    foreach (IOperation statement in sections[i].Section.Body)
                    {
                        f.Statements.Lower(statement);
                    }
                }
            }
        }
    }
}
