using System.Linq;
using CSharpBpf.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Layout;

/// <summary>
/// Types whose fields .NET orders itself (LayoutKind.Auto, which all tuples have): the largest first. What programs and user space share must lie in the same
/// places for both, and a program has the order of the declaration.
/// </summary>
internal static class AutomaticLayout
{
    private const int AutoKind = 3;

    /// <summary>The type itself or one inside of it that .NET may order otherwise than it is declared; null if there is none.</summary>
    public static ITypeSymbol? Find(LayoutTable layouts, ITypeSymbol type)
    {
        TypeLayout layout = layouts.Get(type);
        if (layout.Nullable is { } nullable)
        {
            return Find(layouts, nullable.Value.Type);
        }

        bool isOrdered = !IsAutomatic(type) || layout.Fields.Select(field => layouts.Get(field.Type)).Aggregate(
            (Is: true, Size: int.MaxValue), static (before, field) => (before.Is && field.IsScalar && field.Size <= before.Size, field.Size)).Is;
        return isOrdered ? layout.Fields.Select(field => Find(layouts, field.Type)).FirstOrDefault(static found => found is not null) : type;
    }

    private static bool IsAutomatic(ITypeSymbol type) => type.IsTupleType || type.OriginalDefinition.GetAttributes().Any(static attribute =>
        LibrarySymbols.IsNamed(attribute.AttributeClass, "System.Runtime.InteropServices.StructLayoutAttribute")
        && attribute.ConstructorArguments is [{ Value: { } kind }, ..] && System.Convert.ToInt32(kind, System.Globalization.CultureInfo.InvariantCulture) == AutoKind);
}
