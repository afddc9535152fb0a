using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Model;

/// <summary>Types as generated code names them: from the global namespace, or from an extern alias if the type's assembly is referenced by that only.</summary>
internal sealed class TypeNames(Compilation compilation)
{
    private static readonly SymbolDisplayFormat Format =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly SortedSet<string> aliases = new(StringComparer.Ordinal);

    /// <summary>The extern aliases in the names so far.</summary>
    public IReadOnlyCollection<string> ExternAliases => aliases;

    public string Of(ITypeSymbol type)
    {
        ImmutableArray<SymbolDisplayPart> parts = type.ToDisplayParts(Format);
        StringBuilder name = new();
        for (int i = 0; i < parts.Length; i++)
        {
            bool isRoot = parts[i].Kind == SymbolDisplayPartKind.Keyword && parts[i].ToString() == "global";
            name.Append(isRoot ? Root(parts.Skip(i).Select(static part => part.Symbol).OfType<INamedTypeSymbol>().First()) : parts[i].ToString());
        }

        return name.ToString();
    }

    private string Root(INamedTypeSymbol type)
    {
        ImmutableArray<string> known = compilation.GetMetadataReference(type.ContainingAssembly)?.Properties.Aliases ?? [];
        if (known.IsDefaultOrEmpty || known.Contains(MetadataReferenceProperties.GlobalAlias))
        {
            return MetadataReferenceProperties.GlobalAlias;
        }

        aliases.Add(known[0]);
        return known[0];
    }
}
