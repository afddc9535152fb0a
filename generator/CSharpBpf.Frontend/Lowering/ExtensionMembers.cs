using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Members of C# 14's extension blocks. Their receiver is the block's parameter, which this version of Roslyn's API does not name: the property is
/// read by reflection, and on a compiler that has none there are no such members.
/// </summary>
internal static class ExtensionMembers
{
    private static readonly PropertyInfo? Parameter = typeof(INamedTypeSymbol).GetProperty("ExtensionParameter");

    /// <summary>The parameter that a member's receiver is given for; null for static members and for all others.</summary>
    public static IParameterSymbol? Receiver(IMethodSymbol method) =>
        method.IsStatic || Captures.IsNested(method) || method.ContainingType is null ? null : ParameterOf(method.ContainingType);

    /// <summary>Whether a type is an extension block.</summary>
    public static bool IsBlock(INamedTypeSymbol type) => ParameterOf(type) is not null || (type.Name.Length == 0 && type.ContainingType is { IsStatic: true });

    private static IParameterSymbol? ParameterOf(INamedTypeSymbol type) => Parameter?.GetValue(type) as IParameterSymbol;
}
