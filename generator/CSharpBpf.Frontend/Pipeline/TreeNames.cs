using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpBpf.Frontend.Pipeline;

/// <summary>A class declaration that may be a BPF class, by what its syntax says.</summary>
/// <param name="MetadataName">Namespace and class as metadata names them: <c>Ns.Outer+Inner</c>.</param>
/// <param name="BaseName">The simple name of the first type in the base list.</param>
internal readonly record struct ClassCandidate(string Name, string MetadataName, string BaseName);

/// <summary>
/// What a source file declares and names, by syntax alone: computed once per tree, since an edit elsewhere leaves the tree object as it is.
/// </summary>
internal sealed class TreeNames
{
    // Members that C# finds by name without the name standing in the source: foreach, deconstruction, await, using, ranges, collection expressions.
    private static readonly HashSet<string> PatternNames = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "Deconstruct", "Dispose", "DisposeAsync", "GetAsyncEnumerator", "GetAwaiter", "GetEnumerator", "GetPinnableReference", "Length", "Count", "Select",
        "SelectMany", "Slice", "Where",
    };

    private static readonly ConditionalWeakTable<SyntaxTree, TreeNames> Cache = new();

    private TreeNames(SyntaxNode root, CancellationToken cancellation)
    {
        foreach (SyntaxNode node in root.DescendantNodes(static node => node is not (StatementSyntax or ExpressionSyntax or AttributeListSyntax)))
        {
            cancellation.ThrowIfCancellationRequested();
            Visit(node);
        }

        foreach (SyntaxToken token in root.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                Identifiers.Add(token.ValueText);
            }
        }
    }

    /// <summary>Names of types, extension methods and members of extension blocks.</summary>
    public HashSet<string> Declared { get; } = new(StringComparer.Ordinal);

    /// <summary>All identifiers of the file.</summary>
    public HashSet<string> Identifiers { get; } = new(StringComparer.Ordinal);

    public List<ClassCandidate> Classes { get; } = [];

    /// <summary>Names that a using alias gives to other types.</summary>
    public List<(string Alias, string Target)> Aliases { get; } = [];

    /// <summary>The file matters to every other: global usings, assembly attributes, extensions that C# finds without a name.</summary>
    public bool IsAmbient { get; private set; }

    public static TreeNames Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!Cache.TryGetValue(tree, out TreeNames? names))
        {
            names = Cache.GetValue(tree, key => new TreeNames(key.GetRoot(cancellation), cancellation));
        }

        return names;
    }

    private void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case UsingDirectiveSyntax use:
                IsAmbient |= use.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword);
                if (use.Alias is { } alias)
                {
                    Aliases.Add((alias.Name.Identifier.ValueText, SimpleName(use.NamespaceOrType)));
                }

                break;
            case CompilationUnitSyntax unit:
                IsAmbient |= unit.AttributeLists.Count > 0;
                break;
            case TypeDeclarationSyntax type when IsExtensionBlock(type):
                AddExtensions(type);
                break;
            case ClassDeclarationSyntax { BaseList.Types: [var first, ..] } type:
                Declared.Add(type.Identifier.ValueText);
                Classes.Add(new ClassCandidate(type.Identifier.ValueText, MetadataName(type), SimpleName(first.Type)));
                break;
            case BaseTypeDeclarationSyntax type:
                Declared.Add(type.Identifier.ValueText);
                break;
            case DelegateDeclarationSyntax type:
                Declared.Add(type.Identifier.ValueText);
                break;
            case MethodDeclarationSyntax { ParameterList.Parameters: [var first, ..] } method when first.Modifiers.Any(SyntaxKind.ThisKeyword):
                AddExtension(method.Identifier.ValueText);
                break;
        }
    }

    // The syntax type of C# 14's extension blocks is newer than the Roslyn this is compiled against; its keyword tells it.
    private static bool IsExtensionBlock(TypeDeclarationSyntax type) => type.Keyword.ValueText == "extension";

    private void AddExtensions(TypeDeclarationSyntax block)
    {
        foreach (MemberDeclarationSyntax member in block.Members)
        {
            switch (member)
            {
                case MethodDeclarationSyntax method:
                    AddExtension(method.Identifier.ValueText);
                    break;
                case PropertyDeclarationSyntax property:
                    AddExtension(property.Identifier.ValueText);
                    break;
                default:
                    IsAmbient = true;
                    break;
            }
        }
    }

    private void AddExtension(string name)
    {
        Declared.Add(name);
        IsAmbient |= PatternNames.Contains(name);
    }

    private static string MetadataName(TypeDeclarationSyntax type)
    {
        string name = WithArity(type);
        for (SyntaxNode? outer = type.Parent; outer is not null; outer = outer.Parent)
        {
            name = outer switch
            {
                TypeDeclarationSyntax container => WithArity(container) + "+" + name,
                BaseNamespaceDeclarationSyntax space => string.Concat(space.Name.ToString().Where(static c => !char.IsWhiteSpace(c))) + "." + name,
                _ => name,
            };
        }

        return name;
    }

    private static string WithArity(TypeDeclarationSyntax type) =>
        type.TypeParameterList is { Parameters.Count: var count and > 0 } ? $"{type.Identifier.ValueText}`{count}" : type.Identifier.ValueText;

    private static string SimpleName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
