using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Library;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Finds where a library's carried source does not mean here what it meant where the library was built: it does not bind, or binds to something
/// else. Asks only about members that programs reach, and, for what binds, only in libraries whose references differ.
/// </summary>
internal sealed class LibraryFaults(MethodSources sources)
{
    private readonly HashSet<SyntaxNode> seen = [];
    private readonly bool hasDifferences = sources.Compilations.Any(static compilation => CarriedLibrary.Of(compilation)?.Differences.Count > 0);

    /// <summary>The C# error that a place in library code has.</summary>
    public Diagnostic DoesNotBind(SyntaxNode at, string method, Location location)
    {
        SemanticModel model = sources.Model(at.SyntaxTree)!;
        Diagnostic? error = FirstError(model.GetDiagnostics((ExternalUses.MemberOf(at) ?? at).Span)) ?? FirstError(model.Compilation.GetDeclarationDiagnostics());
        string message = error is null ? $"'{FunctionLowering.Abbreviate(at)}' does not bind" : $"{error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}";
        CarriedLibrary? library = CarriedLibrary.Of(model.Compilation);
        string reason = library is { Differences.Count: > 0 }
            ? string.Join("; ", library.Differences)
            : "members that other source generators write are not part of the carried source";
        return Diagnostic.Create(DiagnosticTable.LibraryDoesNotBind, location, method, library?.Name ?? model.Compilation.AssemblyName, message, Place(error?.Location ?? at.GetLocation()), reason);
    }

    /// <summary>What a function's code, or a constant it uses, takes from other assemblies in another way than when the library was built.</summary>
    public Diagnostic? Skew(FunctionInstance function, Location location)
    {
        if (!hasDifferences || function.Source.Syntax is not { } syntax)
        {
            return null;
        }

        return Members(syntax).Select(member => Skew(member, location)).FirstOrDefault(static found => found is not null);
    }

    private static IEnumerable<SyntaxNode> Members(SyntaxNode syntax) => ExternalUses.MemberOf(syntax) switch
    {
        null => ExternalUses.MembersOf(syntax),
        ConstructorDeclarationSyntax { Parent: { } type } constructor => type.ChildNodes().OfType<BaseFieldDeclarationSyntax>().Append<SyntaxNode>(constructor),
        { } member => [member],
    };

    private Diagnostic? Skew(SyntaxNode member, Location location)
    {
        if (!seen.Add(member) || sources.Model(member.SyntaxTree) is not { } model)
        {
            return null;
        }

        if (CarriedLibrary.Of(model.Compilation) is { Differences.Count: > 0 } library)
        {
            SortedSet<string> built = library.Record.UsesOf(member);
            SortedSet<string> here = ExternalUses.In(member, model, CancellationToken.None);
            if (!built.SetEquals(here))
            {
                return Diagnostic.Create(
                    DiagnosticTable.LibrarySkew, location, Describe(model, member), library.Name, built.FirstOrDefault(use => !here.Contains(use)) ?? "nothing", here.FirstOrDefault(use => !built.Contains(use)) ?? "nothing", string.Join("; ", library.Differences));
            }
        }

        // A constant that another assembly's code takes from a library is in that code as the library's build computed it.
        return ExternalUses.Symbols(member, model, CancellationToken.None)
            .OfType<IFieldSymbol>()
            .Where(static field => field.HasConstantValue)
            .SelectMany(static field => field.DeclaringSyntaxReferences)
            .Select(reference => ExternalUses.MemberOf(reference.GetSyntax()))
            .Where(declaration => declaration is not null && sources.IsLibrary(declaration.SyntaxTree))
            .Select(declaration => Skew(declaration!, location))
            .FirstOrDefault(static found => found is not null);
    }

    private static string Describe(SemanticModel model, SyntaxNode member)
    {
        SyntaxNode declaration = member is BaseFieldDeclarationSyntax field ? field.Declaration.Variables[0] : member;
        return model.GetDeclaredSymbol(declaration)?.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat) ?? FunctionLowering.Abbreviate(member);
    }

    private static Diagnostic? FirstError(IEnumerable<Diagnostic> diagnostics) => diagnostics.FirstOrDefault(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static string Place(Location location)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        return $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1})";
    }
}
