using System.Linq;
using System.Threading;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpBpf.Frontend.Pipeline;

/// <summary>
/// Tells a C# error of the user from code that only the compiler of BPF classes cannot bind: a generator never sees what other source generators
/// write, an analyzer does. Without this, such a class would build without an object and without a word.
/// </summary>
public static class UnseenSource
{
    // As the generator's image writer calls it; its value is "default" if there is no image.
    private const string ImageProperty = "ObjectImage";

    /// <summary>The error to report in a file for a class that the generator gave no image, if neither compiler has an error for it.</summary>
    /// <param name="compiled">What the class compiles to with the files of all source generators.</param>
    /// <param name="file">A file in the compilation that has all these files.</param>
    public static Diagnostic? Find(CompiledObject compiled, ObjectClosure closure, SemanticModel file, CancellationToken cancellation)
    {
        Compilation whole = file.Compilation;
        if (compiled.ErrorCount > 0 || compiled.ClassLocation is null || !LacksImage(whole.Assembly.GetTypeByMetadataName(closure.MetadataName), cancellation))
        {
            return null;
        }

        Location? error = compiled.CSharpError ?? CompilationMemo.FindUnbound(closure)?.CSharpError;
        Location place = error?.SourceTree is { } tree && whole.ContainsSyntaxTree(tree) ? error : compiled.ClassLocation;
        if (place.SourceTree != file.SyntaxTree || closure.Trees.Any(tree => HasErrors(whole.GetSemanticModel(tree), cancellation)))
        {
            return null;
        }

        SyntaxNode code = file.SyntaxTree.GetRoot(cancellation).FindNode(place.SourceSpan, getInnermostNodeForTie: true);
        return Diagnostic.Create(DiagnosticTable.UnseenSource, place, code is BaseTypeDeclarationSyntax ? compiled.ClassName : FunctionLowering.Abbreviate(code), compiled.ClassName);
    }

    private static bool LacksImage(INamedTypeSymbol? type, CancellationToken cancellation) =>
        type?.GetMembers(ImageProperty).FirstOrDefault()?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is PropertyDeclarationSyntax { ExpressionBody.Expression.RawKind: (int)SyntaxKind.DefaultLiteralExpression };

    private static bool HasErrors(SemanticModel model, CancellationToken cancellation) =>
        model.GetDiagnostics(cancellationToken: cancellation).Any(static diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, IsSuppressed: false });
}
