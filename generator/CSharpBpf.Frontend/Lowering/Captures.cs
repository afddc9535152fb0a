using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Which variables of the methods around it a local function or lambda uses, itself or through others that it calls. It gets their addresses as
/// hidden parameters behind its own, in the order of their declaration, so that it sees and changes the variables themselves.
/// </summary>
internal sealed class Captures(MethodSources sources)
{
    private readonly Dictionary<IMethodSymbol, IReadOnlyList<ISymbol>> known = new(SymbolEqualityComparer.Default);

    /// <param name="method">Any method's definition; one that is not inside another has no captures.</param>
    public IReadOnlyList<ISymbol> Of(IMethodSymbol method)
    {
        if (!IsNested(method))
        {
            return [];
        }

        if (!known.TryGetValue(method, out IReadOnlyList<ISymbol>? captured))
        {
            var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            Collect(method, found, new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default));
            captured = [.. found.Where(s => !IsInside(s.ContainingSymbol, method)).OrderBy(static s => s.Locations[0].SourceSpan.Start)];
            known.Add(method, captured);
        }

        return captured;
    }

    /// <summary>Of a method instance: what the methods capture that its delegate parameters stand for comes with them.</summary>
    public IReadOnlyList<ISymbol> Of(MethodInstance method) => method.Delegates.Count == 0 ? Of(method.Definition)
        : [.. Of(method.Definition).Concat(method.Delegates.SelectMany(binding => Of(binding.Target))).Distinct(SymbolEqualityComparer.Default).Where(s => !IsInside(s!.ContainingSymbol, method.Definition)).Select(static s => s!)];

    public static bool IsNested(IMethodSymbol method) => method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction;

    private void Collect(IMethodSymbol method, HashSet<ISymbol> found, HashSet<IMethodSymbol> seen)
    {
        if (!seen.Add(method) || sources.Find(method).Operation is not { } body)
        {
            return;
        }

        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case ILocalReferenceOperation { Local: { IsConst: false } named } local when !DelegateVariables.IsDelegate(named.Type):
                    found.Add(local.Local);
                    break;
                case IParameterReferenceOperation parameter when !DelegateVariables.IsDelegate(parameter.Parameter.Type):
                    found.Add(parameter.Parameter);
                    break;
                case ILocalReferenceOperation local when DelegateVariables.Target(local.Local, sources) is { } target:
                    Collect(target, found, seen);
                    break;
                case IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } call:
                    Collect(sources.Definition(call.TargetMethod), found, seen);
                    break;
            }
        }
    }

    private static bool IsInside(ISymbol? container, IMethodSymbol method)
    {
        for (; container is IMethodSymbol at; container = at.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, method))
            {
                return true;
            }
        }

        return false;
    }
}
