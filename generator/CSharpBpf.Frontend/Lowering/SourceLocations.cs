using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Makes the IR's locations of syntax, and notes the text of the files they are in.</summary>
internal sealed class SourceLocations(IrModule module, MethodSources sources)
{
    private readonly Dictionary<SyntaxNode, SourceLocation> known = [];

    public SourceLocation Get(SyntaxNode syntax)
    {
        if (!known.TryGetValue(syntax, out SourceLocation? location))
        {
            location = Get(syntax.SyntaxTree, syntax.Span);
            known.Add(syntax, location);
        }

        return location;
    }

    /// <summary>Where a method is named; the whole of it if it has no name.</summary>
    public SourceLocation OfName(SyntaxNode method) => method switch
    {
        MethodDeclarationSyntax named => Get(method.SyntaxTree, named.Identifier.Span),
        LocalFunctionStatementSyntax local => Get(method.SyntaxTree, local.Identifier.Span),
        _ => Get(method),
    };

    private SourceLocation Get(SyntaxTree tree, TextSpan at)
    {
        FileLinePositionSpan span = tree.GetLineSpan(at);
        string path = sources.Path(tree);
        if (!module.SourceLines.ContainsKey(path))
        {
            SourceText text = tree.GetText();
            module.SourceLines.Add(path, [.. text.Lines.Select(static l => l.ToString())]);
        }

        return new SourceLocation(path, span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1, at.Start, at.Length, sources.IsLibrary(tree));
    }
}
