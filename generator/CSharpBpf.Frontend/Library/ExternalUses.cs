using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpBpf.Frontend.Library;

/// <summary>
/// What a library's code takes from other assemblies, as the C# compiler decided it: the members it binds to with their signatures, and the values of
/// constants and default arguments. The C# compiler wrote these decisions into the assembly; where the source decides otherwise, C# and BPF differ.
/// </summary>
internal static class ExternalUses
{
    private static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters,
        SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>Whether an assembly is .NET's own: what programs may call of it is known by name, and its constants do not change.</summary>
    public static bool IsFramework(string assembly) => assembly is "mscorlib" or "netstandard" or "System" || assembly.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>The members of a file that have code, and the constants.</summary>
    public static IEnumerable<SyntaxNode> MembersOf(SyntaxNode node) =>
        node.DescendantNodes(static at => at is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax).Where(IsMember);

    /// <summary>The member that a piece of code belongs to.</summary>
    public static SyntaxNode? MemberOf(SyntaxNode node) => node.AncestorsAndSelf().FirstOrDefault(IsMember);

    /// <summary>The uses of a member, in the order of their text, so that equal code is described equally.</summary>
    public static SortedSet<string> In(SyntaxNode member, SemanticModel model, CancellationToken cancellation)
    {
        SortedSet<string> uses = new(StringComparer.Ordinal);
        foreach (ISymbol symbol in Symbols(member, model, cancellation))
        {
            bool isExternal = symbol.ContainingAssembly is { } assembly && !IsFramework(assembly.Name) && !SymbolEqualityComparer.Default.Equals(assembly, model.Compilation.Assembly);
            if (isExternal || symbol is IFieldSymbol { HasConstantValue: true, ContainingAssembly: { } home } && !IsFramework(home.Name))
            {
                uses.Add(Describe(symbol));
            }
        }

        return uses;
    }

    /// <summary>The members and types that a piece of code names or calls, by their definitions.</summary>
    public static IEnumerable<ISymbol> Symbols(SyntaxNode code, SemanticModel model, CancellationToken cancellation)
    {
        foreach (SyntaxNode node in code.DescendantNodesAndSelf())
        {
            foreach (ISymbol? symbol in Of(node, model, cancellation))
            {
                if (symbol is IMethodSymbol or IFieldSymbol or IPropertySymbol or INamedTypeSymbol)
                {
                    yield return (symbol as IMethodSymbol)?.ReducedFrom?.OriginalDefinition ?? symbol.OriginalDefinition;
                }
            }
        }
    }

    // By hand, since the format shows a default value with the parameter's name only, which is no decision of the compiler.
    private static string Describe(ISymbol symbol)
    {
        IEnumerable<IParameterSymbol> parameters = symbol switch { IMethodSymbol method => method.Parameters, IPropertySymbol property => property.Parameters, _ => [] };
        return symbol.ToDisplayString(Format) + string.Concat(parameters
            .Where(static parameter => parameter.HasExplicitDefaultValue)
            .Select(static parameter => FormattableString.Invariant($", default {parameter.ExplicitDefaultValue ?? "default"}")));
    }

    private static IEnumerable<ISymbol?> Of(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        switch (node)
        {
            case ExpressionSyntax expression:
                return [model.GetSymbolInfo(expression, cancellation).Symbol, model.GetConversion(expression, cancellation).MethodSymbol];
            case ConstructorInitializerSyntax initializer:
                return [model.GetSymbolInfo(initializer, cancellation).Symbol];
            case CommonForEachStatementSyntax loop:
                ForEachStatementInfo info = model.GetForEachStatementInfo(loop);
                return [info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty, info.DisposeMethod];
            default:
                return [];
        }
    }

    private static bool IsMember(SyntaxNode node) => node is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax or EnumMemberDeclarationSyntax;
}
