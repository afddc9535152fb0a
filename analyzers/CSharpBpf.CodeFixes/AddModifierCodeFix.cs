using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CSharpBpf.Frontend.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpBpf.CodeFixes;

/// <summary>Adds the modifier that a declaration of a BPF class lacks: partial or sealed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddModifierCodeFix))]
[Shared]
public sealed class AddModifierCodeFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        DiagnosticTable.ClassNotPartial.Id,
        DiagnosticTable.ClassNotSealed.Id,
        DiagnosticTable.ContainerNotPartial.Id,
        DiagnosticTable.MapNotPartialGetter.Id,
        DiagnosticTable.GlobalNotPartialRef.Id,
    ];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxKind modifier = diagnostic.Id == DiagnosticTable.ClassNotSealed.Id ? SyntaxKind.SealedKeyword : SyntaxKind.PartialKeyword;
            if (root?.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && !member.Modifiers.Any(modifier))
            {
                string title = $"Make '{root.FindToken(diagnostic.Location.SourceSpan.Start).ValueText}' {SyntaxFacts.GetText(modifier)}";
                context.RegisterCodeFix(
                    CodeAction.Create(title, cancellation => AddAsync(context.Document, member, modifier, cancellation), equivalenceKey: modifier.ToString()),
                    diagnostic);
            }
        }
    }

    private static async Task<Document> AddAsync(Document document, MemberDeclarationSyntax member, SyntaxKind modifier, CancellationToken cancellation)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        return root is null ? document : document.WithSyntaxRoot(root.ReplaceNode(member, Add(member, modifier)));
    }

    // C# wants partial last.
    private static MemberDeclarationSyntax Add(MemberDeclarationSyntax member, SyntaxKind modifier)
    {
        SyntaxToken added = SyntaxFactory.Token(modifier).WithTrailingTrivia(SyntaxFactory.Space);
        if (member.Modifiers.Count > 0)
        {
            int partial = member.Modifiers.IndexOf(SyntaxKind.PartialKeyword);
            return partial == 0
                ? member.WithModifiers(member.Modifiers.Replace(member.Modifiers[0], member.Modifiers[0].WithLeadingTrivia()).Insert(0, added.WithLeadingTrivia(member.Modifiers[0].LeadingTrivia)))
                : member.WithModifiers(member.Modifiers.Insert(partial < 0 ? member.Modifiers.Count : partial, added));
        }

        // The first token after the attributes gives its indentation to the modifier.
        SyntaxToken first = member.AttributeLists.Count > 0 ? member.AttributeLists.Last().GetLastToken().GetNextToken() : member.GetFirstToken();
        return member.ReplaceToken(first, first.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(added.WithLeadingTrivia(first.LeadingTrivia)));
    }
}
