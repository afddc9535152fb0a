using System.Linq;
using CSharpBpf.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Layout;

/// <summary>Finds bytes of a type that none of its fields names.</summary>
internal static class Padding
{
    /// <summary>Where the first padding is, in words that follow "padding": <c>after the field 'Protocol' (3 bytes)</c>. Null if there is none.</summary>
    public static string? Find(LayoutTable layouts, ITypeSymbol type)
    {
        TypeLayout layout = layouts.Get(type);
        if (layout.Shape != TypeShape.Struct)
        {
            return null;
        }

        int[] owner = new int[layout.Size];
        for (int i = 0; i < layout.Fields.Count; i++)
        {
            Cover(layouts, layout, i, 0, owner, i + 1);
        }

        for (int at = 0; at < owner.Length; at++)
        {
            if (owner[at] == 0)
            {
                int end = at;
                while (end < owner.Length && owner[end] == 0)
                {
                    end++;
                }

                string place = at == 0 ? "at its start" : $"after or in the field '{layout.Fields[owner[at - 1] - 1].Field.Name}'";
                return $"{place} ({end - at} bytes at offset {at})";
            }
        }

        return null;
    }

    private static void Cover(LayoutTable layouts, TypeLayout container, int index, int start, int[] owner, int mark)
    {
        FieldLayout field = container.Fields[index];
        int offset = start + field.Offset;
        if (field.Field.IsFixedSizeBuffer && field.Type is IPointerTypeSymbol buffer)
        {
            Fill(owner, offset, layouts.Get(buffer.PointedAtType).Size * field.Field.FixedSize, mark);
            return;
        }

        TypeLayout layout = layouts.Get(field.Type);
        int count = IsInlineArray(container.Type) && layout.Size > 0 ? container.Size / layout.Size : 1;
        for (int element = 0; element < count; element++, offset += layout.Size)
        {
            if (layout.Shape != TypeShape.Struct)
            {
                Fill(owner, offset, layout.Size, mark);
                continue;
            }

            for (int i = 0; i < layout.Fields.Count; i++)
            {
                Cover(layouts, layout, i, offset, owner, mark);
            }
        }
    }

    private static void Fill(int[] owner, int offset, int size, int mark)
    {
        for (int at = offset; at < offset + size && at < owner.Length; at++)
        {
            owner[at] = mark;
        }
    }

    private static bool IsInlineArray(ITypeSymbol type) =>
        type.OriginalDefinition.GetAttributes().Any(static attribute => LibrarySymbols.IsNamed(attribute.AttributeClass, "System.Runtime.CompilerServices.InlineArrayAttribute"));
}
