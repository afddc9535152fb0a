using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Makes the IR's locations of syntax, and notes the text of the files they are in.</summary>
internal sealed class SourceLocations(IrModule module, MethodSources sources)
{
    private readonly Dictionary<SyntaxNode, SourceLocation> known = [];

    public SourceLocation Get(SyntaxNode syntax)
    {
        if (known.TryGetValue(syntax, out SourceLocation? location))
        {
            return location;
        }

        FileLinePositionSpan span = syntax.SyntaxTree.GetLineSpan(syntax.Span);
        string path = sources.Path(syntax.SyntaxTree);
        location = new SourceLocation(
            path,
            span.StartLinePosition.Line + 1,
            span.StartLinePosition.Character + 1,
            syntax.Span.Start,
            syntax.Span.Length,
            sources.IsLibrary(syntax.SyntaxTree));
        known.Add(syntax, location);
        if (!module.SourceLines.ContainsKey(path))
        {
            SourceText text = syntax.SyntaxTree.GetText();
            module.SourceLines.Add(path, [.. text.Lines.Select(static l => l.ToString())]);
        }

        return location;
    }
}
