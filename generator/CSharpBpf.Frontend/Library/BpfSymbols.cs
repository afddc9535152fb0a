using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Library;

/// <summary>The types that the compiler knows by name, as one compilation sees them.</summary>
public sealed class BpfSymbols
{
    private BpfSymbols(Compilation compilation, INamedTypeSymbol bpfObject)
    {
        BpfObject = bpfObject;
        Map = compilation.GetTypeByMetadataName("CSharpBpf.BpfMap");
        MapAttribute = compilation.GetTypeByMetadataName("CSharpBpf.BpfMapAttribute");
        GlobalAttribute = compilation.GetTypeByMetadataName("CSharpBpf.BpfGlobalAttribute");
        ConstAttribute = compilation.GetTypeByMetadataName("CSharpBpf.BpfConstAttribute");
        LicenseAttribute = compilation.GetTypeByMetadataName("CSharpBpf.BpfLicenseAttribute");
        ProgramAttribute = compilation.GetTypeByMetadataName("CSharpBpf.ProgramAttribute");
        MapTypeAttribute = compilation.GetTypeByMetadataName("CSharpBpf.BpfMapTypeAttribute");
        HelperAttribute = compilation.GetTypeByMetadataName("CSharpBpf.BpfHelperAttribute");
        ContextAttribute = compilation.GetTypeByMetadataName("CSharpBpf.BpfContextAttribute");
        ContextFieldAttribute = compilation.GetTypeByMetadataName("CSharpBpf.BpfContextFieldAttribute");
        BodyAttribute = compilation.GetTypeByMetadataName("CSharpBpf.BpfBodyAttribute");
        KernelSideAttribute = compilation.GetTypeByMetadataName("CSharpBpf.KernelSideAttribute");
    }

    public INamedTypeSymbol BpfObject { get; }

    public INamedTypeSymbol? Map { get; }

    public INamedTypeSymbol? MapAttribute { get; }

    public INamedTypeSymbol? GlobalAttribute { get; }

    public INamedTypeSymbol? ConstAttribute { get; }

    public INamedTypeSymbol? LicenseAttribute { get; }

    /// <summary>The base of all attributes that make a method a program.</summary>
    public INamedTypeSymbol? ProgramAttribute { get; }

    public INamedTypeSymbol? MapTypeAttribute { get; }

    public INamedTypeSymbol? HelperAttribute { get; }

    public INamedTypeSymbol? ContextAttribute { get; }

    public INamedTypeSymbol? ContextFieldAttribute { get; }

    public INamedTypeSymbol? BodyAttribute { get; }

    public INamedTypeSymbol? KernelSideAttribute { get; }

    /// <summary>The symbols, or null if the compilation does not reference CSharpBpf.</summary>
    public static BpfSymbols? TryCreate(Compilation compilation) =>
        compilation.GetTypeByMetadataName("CSharpBpf.BpfObject") is { } bpfObject ? new BpfSymbols(compilation, bpfObject) : null;

    /// <summary>Whether a class is a BPF class: it derives from BpfObject, directly or not.</summary>
    public bool IsBpfClass(INamedTypeSymbol? type) => type is not null && DerivesFrom(type.BaseType, BpfObject);

    /// <summary>Whether a type is another or derives from it.</summary>
    public static bool DerivesFrom(INamedTypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        for (INamedTypeSymbol? at = type; at is not null && ancestor is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, ancestor))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first attribute of a class on a symbol.</summary>
    public static AttributeData? FindAttribute(ISymbol symbol, INamedTypeSymbol? attributeClass)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attributeClass is not null && SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, attributeClass))
            {
                return attribute;
            }
        }

        return null;
    }

    /// <summary>The value of a named argument (<c>Name = "x"</c>), or null.</summary>
    public static object? NamedArgument(AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Array)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }
}
