using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Locals that name a lambda or method: <c>Func&lt;int, int&gt; twice = x =&gt; 2 * x;</c>. One that is assigned nowhere else is no value: a call
/// of it is a call of what it names. A parameter that is given such a name is none either: see <see cref="DelegateBinding"/>.
/// </summary>
internal static class DelegateVariables
{
    /// <summary>Whether it is a delegate or function pointer.</summary>
    public static bool IsDelegate(ITypeSymbol type) => type.TypeKind is TypeKind.Delegate or TypeKind.FunctionPointer;

    /// <summary>What the local names, or null if that is not known.</summary>
    public static IMethodSymbol? Target(ILocalSymbol local, MethodSources sources)
    {
        if (!IsDelegate(local.Type) || local.DeclaringSyntaxReferences is not [var reference]
            || reference.GetSyntax() is not VariableDeclaratorSyntax { Initializer: { } initializer } declarator
            || sources.Operation(initializer) is not IVariableInitializerOperation { Value: var value }
            || IsAssignedElsewhere(local, declarator, sources))
        {
            return null;
        }

        return Named(value, sources);
    }

    /// <summary>The method that a lambda, a method group or the address of a method is; null for any other expression.</summary>
    public static IMethodSymbol? Named(IOperation value, MethodSources sources)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        switch (value)
        {
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }:
                sources.Remember(lambda);
                return lambda.Symbol;
            case IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: { } method } } when IsKnown(method):
                return method;
            case IAddressOfOperation { Reference: IMethodReferenceOperation { Method: { } method } } when IsKnown(method):
                return method;
            case ILocalReferenceOperation { Local: { } local }:
                return Target(local, sources);
            default:
                return null;
        }
    }

    private static bool IsKnown(IMethodSymbol method) => method.IsStatic || method.MethodKind == MethodKind.LocalFunction || LibrarySymbols.IsBpfClass(method.ContainingType);

    private static bool IsAssignedElsewhere(ILocalSymbol local, VariableDeclaratorSyntax declarator, MethodSources sources)
    {
        SyntaxNode? scope = declarator.Ancestors().FirstOrDefault(static n => n is BlockSyntax or SwitchSectionSyntax);
        return scope is null || scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == local.Name
            && name.Parent is not (InvocationExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent: ArgumentListSyntax })
            && SymbolEqualityComparer.Default.Equals(sources.Model(name.SyntaxTree)?.GetSymbolInfo(name).Symbol, local));
    }
}
