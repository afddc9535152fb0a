using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Frontend.Library;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>What a method consists of.</summary>
internal enum MethodSourceKind : byte
{
    /// <summary>No source: a reference assembly's method.</summary>
    None,

    /// <summary>A body in source.</summary>
    Body,

    /// <summary>The accessor of an auto-property: reads the backing field.</summary>
    AutoGetter,

    /// <summary>The accessor of an auto-property: writes the backing field.</summary>
    AutoSetter,

    /// <summary>A constructor: initialisers, then the body, if it has one.</summary>
    Constructor,

    /// <summary>== of a record struct that the compiler makes: what Equals says.</summary>
    RecordEquality,

    /// <summary>!= of such a record struct.</summary>
    RecordInequality,

    /// <summary>Equals of a record struct that the compiler makes: all fields are equal.</summary>
    RecordEquals,

    /// <summary>Deconstruct of a record struct with a primary constructor.</summary>
    RecordDeconstruct,
}

/// <summary>A method's kind, syntax and operation tree.</summary>
internal sealed record MethodSource(MethodSourceKind Kind, SyntaxNode? Syntax, IOperation? Operation, bool IsLibrary)
{
    public static MethodSource None { get; } = new(MethodSourceKind.None, null, null, true);
}

/// <summary>Finds the source of methods and initialisers, in the user's compilation and in those it references as source.</summary>
internal sealed class MethodSources
{
    private readonly Compilation user;
    private readonly List<Compilation> compilations = [];
    private readonly Dictionary<SyntaxTree, SemanticModel?> models = [];
    private readonly Dictionary<IMethodSymbol, IAnonymousFunctionOperation> lambdas = new(SymbolEqualityComparer.Default);

    public MethodSources(Compilation user)
    {
        this.user = user;
        Add(user);
    }

    /// <summary>The user's compilation and those it references as source.</summary>
    public IReadOnlyList<Compilation> Compilations => compilations;

    public bool IsLibrary(SyntaxTree tree) => !user.ContainsSyntaxTree(tree);

    /// <summary>The path that the object names a file by; a library's paths are normal already.</summary>
    public string Path(SyntaxTree tree) => IsLibrary(tree) ? tree.FilePath : SourcePath.Normalize(user.Options, tree.FilePath);

    public SemanticModel? Model(SyntaxTree tree)
    {
        if (!models.TryGetValue(tree, out SemanticModel? model))
        {
            model = compilations.FirstOrDefault(c => c.ContainsSyntaxTree(tree))?.GetSemanticModel(tree);
            models[tree] = model;
        }

        return model;
    }

    /// <summary>Keeps a lambda's operation, which the lambda's syntax alone would give with other symbols.</summary>
    public void Remember(IAnonymousFunctionOperation lambda) => lambdas[lambda.Symbol] = lambda;

    public IOperation? Operation(SyntaxNode syntax) => Model(syntax.SyntaxTree)?.GetOperation(syntax);

    public MethodSource Find(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.Length == 0 || Model(method.DeclaringSyntaxReferences[0].SyntaxTree) is null)
        {
            return FindImplicit(method);
        }

        SyntaxNode syntax = method.DeclaringSyntaxReferences[0].GetSyntax();
        if (method.MethodKind == MethodKind.AnonymousFunction)
        {
            return new MethodSource(MethodSourceKind.Body, syntax, lambdas.TryGetValue(method, out IAnonymousFunctionOperation? lambda) ? lambda : Lambda(syntax), IsLibrary(syntax.SyntaxTree));
        }

        bool isLibrary = IsLibrary(syntax.SyntaxTree);
        switch (syntax)
        {
            case AccessorDeclarationSyntax { Body: null, ExpressionBody: null }:
            case ParameterSyntax:
                return new MethodSource(method.MethodKind == MethodKind.PropertyGet ? MethodSourceKind.AutoGetter : MethodSourceKind.AutoSetter, syntax, null, isLibrary);
            case TypeDeclarationSyntax when method.MethodKind != MethodKind.Constructor:
                return FindImplicit(method);
            case ConstructorDeclarationSyntax or TypeDeclarationSyntax:
                return new MethodSource(MethodSourceKind.Constructor, syntax, Operation(syntax), isLibrary);
            default:
                return Operation(syntax) is { } operation ? new MethodSource(MethodSourceKind.Body, syntax, operation, isLibrary) : MethodSource.None;
        }
    }

    /// <summary>
    /// The symbol of a method's definition in the compilation that has its source, the implementation of a partial one. Where the references of
    /// two compilations differ, Roslyn shows one the other's symbols in copies, which are not those that the operation tree names.
    /// </summary>
    public IMethodSymbol Definition(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.AnonymousFunction)
        {
            return method;
        }

        IMethodSymbol definition = method.OriginalDefinition.PartialImplementationPart ?? method.OriginalDefinition;
        if (definition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not { } syntax || Model(syntax.SyntaxTree) is not { } model)
        {
            return definition;
        }

        return model.GetDeclaredSymbol(syntax is ArrowExpressionClauseSyntax ? syntax.Parent! : syntax) switch
        {
            IMethodSymbol declared => declared,
            IPropertySymbol property => (definition.MethodKind == MethodKind.PropertyGet ? property.GetMethod : property.SetMethod) ?? definition,
            INamedTypeSymbol type => type.GetMembers(definition.Name).OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.Length == definition.Parameters.Length && m.DeclaringSyntaxReferences.Any(r => r.GetSyntax() == syntax)) ?? definition,
            _ => definition,
        };
    }

    // The operation of a lambda alone has no parent, and its parameters are other symbols than those of the tree around it, so it is taken from there.
    private IOperation? Lambda(SyntaxNode syntax)
    {
        SyntaxNode? initializer = syntax.Ancestors().FirstOrDefault(static n => n is EqualsValueClauseSyntax);
        return (initializer is null ? null : Operation(initializer))?.DescendantsAndSelf().FirstOrDefault(o => o is IAnonymousFunctionOperation && o.Syntax == syntax) ?? Operation(syntax);
    }

    private MethodSource FindImplicit(IMethodSymbol method)
    {
        if (method.ContainingType?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not TypeDeclarationSyntax type || Model(type.SyntaxTree) is null)
        {
            return MethodSource.None;
        }

        bool isLibrary = IsLibrary(type.SyntaxTree);
        if (method.AssociatedSymbol is IPropertySymbol && method.MethodKind is MethodKind.PropertyGet or MethodKind.PropertySet)
        {
            return new MethodSource(method.MethodKind == MethodKind.PropertyGet ? MethodSourceKind.AutoGetter : MethodSourceKind.AutoSetter, type, null, isLibrary);
        }

        return (method.ContainingType.IsRecord, method.Name) switch
        {
            (true, WellKnownMemberNames.EqualityOperatorName) => new MethodSource(MethodSourceKind.RecordEquality, type, null, isLibrary),
            (true, nameof(Equals)) when method.Parameters is [{ Type: var other }] && SymbolEqualityComparer.Default.Equals(other, method.ContainingType) => new MethodSource(MethodSourceKind.RecordEquals, type, null, isLibrary),
            (true, WellKnownMemberNames.DeconstructMethodName) => new MethodSource(MethodSourceKind.RecordDeconstruct, type, null, isLibrary),
            (true, WellKnownMemberNames.InequalityOperatorName) => new MethodSource(MethodSourceKind.RecordInequality, type, null, isLibrary),
            _ => MethodSource.None,
        };
    }

    private void Add(Compilation compilation)
    {
        if (compilations.Contains(compilation))
        {
            return;
        }

        compilations.Add(compilation);
        foreach (MetadataReference reference in compilation.References)
        {
            if (reference is CompilationReference { Compilation: CSharpCompilation source })
            {
                Add(source);
            }
        }
    }
}
