using System.Linq;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Recognises what the kernel-side library says of itself by attributes and base classes.</summary>
internal static class LibrarySymbols
{
    private const string BpfObject = "CSharpBpf.BpfObject";
    private const string BpfMap = "CSharpBpf.BpfMap";

    /// <param name="fullName">Namespace and metadata name of a type that is not nested.</param>
    public static bool IsNamed(ITypeSymbol? type, string fullName)
    {
        if (type is null || type.ContainingType is not null)
        {
            return false;
        }

        int at = fullName.Length - type.MetadataName.Length;
        if (at <= 0 || fullName[at - 1] != '.' || !fullName.EndsWith(type.MetadataName, System.StringComparison.Ordinal))
        {
            return false;
        }

        int end = at - 1;
        for (INamespaceSymbol? space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            int start = end - space.Name.Length;
            if (start < 0 || string.CompareOrdinal(fullName, start, space.Name, 0, space.Name.Length) != 0 || (start > 0 && fullName[start - 1] != '.'))
            {
                return false;
            }

            end = start - 1;
        }

        return end == -1;
    }

    public static bool IsMap(ITypeSymbol type) => DerivesFrom(type, BpfMap);

    /// <summary>Whether it is the lock in map values.</summary>
    public static bool IsSpinLock(ITypeSymbol type) => IsNamed(type, "CSharpBpf.BpfSpinLock");

    /// <summary>Whether it is the timer in map values.</summary>
    public static bool IsTimer(ITypeSymbol type) => IsNamed(type, "CSharpBpf.BpfTimer");

    /// <summary>Whether a property of a map says how many entries it is declared with.</summary>
    public static bool IsMapCapacity(IPropertySymbol property) => property.Name is "MaxEntries" or "Length" or "Size" && IsMap(property.ContainingType);

    /// <summary>Whether it is a BPF class, or the base of them all.</summary>
    public static bool IsBpfClass(ITypeSymbol type) => DerivesFrom(type, BpfObject);

    /// <summary>Whether it is Span or ReadOnlySpan.</summary>
    public static bool IsSpan(ITypeSymbol type) => IsNamed(type, "System.Span`1") || IsNamed(type, "System.ReadOnlySpan`1");

    /// <summary>The program type that a struct is the context of, or null for any other type.</summary>
    public static ProgramType? ContextOf(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Struct && FirstArgument(type, "CSharpBpf.BpfContextAttribute") is { } id ? (ProgramType)System.Convert.ToInt32(id, System.Globalization.CultureInfo.InvariantCulture) : null;

    public static string? ContextField(IPropertySymbol property) => TextArgument(property, "CSharpBpf.BpfContextFieldAttribute");

    /// <summary>Whether a method gives the address of the context that it is called on.</summary>
    public static bool IsContextAddress(IMethodSymbol method) => HasAttribute(method, "CSharpBpf.BpfContextAddressAttribute");

    /// <summary>Whether a method is to be a global function.</summary>
    public static bool IsGlobalFunction(IMethodSymbol method) => HasAttribute(method, "CSharpBpf.BpfGlobalFunctionAttribute");

    public static string? BodyMethod(IMethodSymbol method) => TextArgument(method, "CSharpBpf.BpfBodyAttribute");

    public static HelperId? Helper(IMethodSymbol method) =>
        FirstArgument(method, "CSharpBpf.BpfHelperAttribute") is { } id ? (HelperId)System.Convert.ToInt32(id, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>Whether the first parameter of a method that is a helper is one which the helper does not take.</summary>
    public static bool SkipsFirstParameter(IMethodSymbol method) => method.OriginalDefinition.GetAttributes().Any(static data =>
        IsNamed(data.AttributeClass, "CSharpBpf.BpfHelperAttribute") && data.NamedArguments.Any(static argument => argument is { Key: "SkipsFirstParameter", Value.Value: true }));

    private static bool HasAttribute(ISymbol symbol, string attribute)
    {
        foreach (AttributeData data in symbol.OriginalDefinition.GetAttributes())
        {
            if (IsNamed(data.AttributeClass, attribute))
            {
                return true;
            }
        }

        return false;
    }

    private static string? TextArgument(ISymbol symbol, string attribute) => FirstArgument(symbol, attribute) as string;

    private static object? FirstArgument(ISymbol symbol, string attribute)
    {
        foreach (AttributeData data in symbol.OriginalDefinition.GetAttributes())
        {
            if (IsNamed(data.AttributeClass, attribute) && data.ConstructorArguments.Length > 0)
            {
                return data.ConstructorArguments[0].Value;
            }
        }

        return null;
    }

    private static bool DerivesFrom(ITypeSymbol type, string baseClass)
    {
        if (type.TypeKind != TypeKind.Class)
        {
            return false;
        }

        for (ITypeSymbol? at = type; at is not null; at = at.BaseType)
        {
            if (IsNamed(at, baseClass))
            {
                return true;
            }
        }

        return false;
    }
}
