using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Makes a failing class smaller: takes out statements and methods, then puts parts of expressions in their place, as long as it fails in the same way.</summary>
/// <param name="run">Compiles and compares a class.</param>
internal sealed partial class FuzzReducer(Func<FuzzSource, FuzzReport> run)
{
    private const int MaximumTrials = 3000;
    private const string NotCSharp = "not C#";

    private int trials;

    /// <returns>Null if the class is not valid C#: then anything smaller is not, too.</returns>
    public FuzzSource? Reduce(FuzzSource source, FuzzReport report)
    {
        string kind = Kind(report);
        if (kind == NotCSharp)
        {
            return null;
        }

        bool smaller = true;
        while (smaller && trials < MaximumTrials)
        {
            smaller = false;
            foreach (Func<SyntaxNode, IEnumerable<SyntaxNode>> step in (Func<SyntaxNode, IEnumerable<SyntaxNode>>[])[Members, Statements, Bodies, Expressions])
            {
                FuzzSource next = Step(source, kind, step);
                smaller |= next.Text.Length < source.Text.Length;
                source = next;
            }
        }

        return source;
    }

    /// <summary>Tries all of one kind of change, large nodes first; what a change leaves is looked at again from where it was.</summary>
    private FuzzSource Step(FuzzSource source, string kind, Func<SyntaxNode, IEnumerable<SyntaxNode>> smaller)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source.Text).GetRoot();
        for (int i = 0; trials < MaximumTrials; i++)
        {
            SyntaxNode[] candidates = [.. smaller(root)];
            if (i >= candidates.Length)
            {
                return source;
            }

            FuzzSource next = source with { Text = candidates[i].ToFullString() };
            if (next.Text.Length < source.Text.Length && Fails(next, kind))
            {
                (source, root) = (next, candidates[i]);
                i--;
            }
        }

        return source;
    }

    private bool Fails(FuzzSource source, string kind)
    {
        trials++;
        try
        {
            return Kind(run(source)) == kind;
        }
        catch (Exception thrown) when (thrown is InvalidOperationException or BpfFaultException)
        {
            return false;
        }
    }

    // The first error's id, or that a result differs; not where, nor by how much.
    private static string Kind(FuzzReport report) =>
        report.Outcome != FuzzOutcome.Failed ? "" : Words().Match(report.Detail) is { Success: true } match ? match.Value : report.Detail;

    private static IEnumerable<SyntaxNode> Members(SyntaxNode root) =>
        Without(root, root.DescendantNodes().Where(static node => node is MethodDeclarationSyntax or PropertyDeclarationSyntax or OperatorDeclarationSyntax or TypeDeclarationSyntax or EnumDeclarationSyntax));

    private static IEnumerable<SyntaxNode> Statements(SyntaxNode root) => Without(root, root.DescendantNodes().Where(static node => node is StatementSyntax { Parent: BlockSyntax } or SwitchSectionSyntax));

    private static IEnumerable<SyntaxNode> Without(SyntaxNode root, IEnumerable<SyntaxNode> nodes) => nodes.Select(node => root.RemoveNode(node, SyntaxRemoveOptions.KeepNoTrivia)!);

    private static IEnumerable<SyntaxNode> Bodies(SyntaxNode root) =>
        from statement in root.DescendantNodes().OfType<StatementSyntax>()
        where statement.Parent is BlockSyntax
        from body in statement.ChildNodes().SelectMany(static node => node is FinallyClauseSyntax or ElseClauseSyntax ? node.ChildNodes() : [node]).OfType<StatementSyntax>()
        select Replace(root, statement, body);

    private static IEnumerable<SyntaxNode> Expressions(SyntaxNode root) =>
        from expression in root.DescendantNodes().OfType<ExpressionSyntax>()
        where expression is not TypeSyntax && expression.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not null
        from part in expression.ChildNodes().SelectMany(static node => node is ArgumentListSyntax ? node.ChildNodes().Select(static argument => argument.ChildNodes().Last()) : [node]).OfType<ExpressionSyntax>().Where(static part => part is not TypeSyntax or IdentifierNameSyntax)
        select Replace(root, expression, part.WithTriviaFrom(expression));

    // Not every expression may stand where another does; the tree itself says so.
    private static SyntaxNode Replace(SyntaxNode root, SyntaxNode node, SyntaxNode part)
    {
        try
        {
            return root.ReplaceNode(node, part);
        }
        catch (InvalidCastException)
        {
            return root;
        }
    }

    [GeneratedRegex(@"error BPF\d{4}|differs|not C#|\w+Exception")]
    private static partial Regex Words();
}
