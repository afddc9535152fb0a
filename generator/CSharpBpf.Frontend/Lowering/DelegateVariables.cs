using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Locals that name a lambda or method: <c>Func&lt;int, int&gt; twice = x =&gt; 2 * x;</c>. One that is assigned nowhere else is no value: a call
/// of it is a call of what it names.
/// </summary>
internal static class DelegateVariables
{
    /// <summary>What the local names, or null if that is not known.</summary>
    public static IMethodSymbol? Target(ILocalSymbol local, MethodSources sources)
    {
        if (local.Type.TypeKind != TypeKind.Delegate || local.DeclaringSyntaxReferences is not [var reference]
            || reference.GetSyntax() is not VariableDeclaratorSyntax { Initializer: { } initializer } declarator
            || sources.Operation(initializer) is not IVariableInitializerOperation { Value: var value }
            || IsAssignedElsewhere(local, declarator, sources))
        {
            return null;
        }

        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value is not IDelegateCreationOperation creation ? null : creation.Target switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            IMethodReferenceOperation { Method: { } method } when method.IsStatic || method.MethodKind == MethodKind.LocalFunction => method,
            _ => null,
        };
    }

    private static bool IsAssignedElsewhere(ILocalSymbol local, VariableDeclaratorSyntax declarator, MethodSources sources)
    {
        SyntaxNode? scope = declarator.Ancestors().FirstOrDefault(static n => n is BlockSyntax or SwitchSectionSyntax);
        return scope is null || scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == local.Name
            && name.Parent is not InvocationExpressionSyntax
            && SymbolEqualityComparer.Default.Equals(sources.Model(name.SyntaxTree)?.GetSymbolInfo(name).Symbol, local));
    }
}
