using System.Collections.Generic;

namespace CSharpBpf.Btf;

/// <summary>A set of BTF types. Id 0 is void and not in the list; the type with id n is <c>Types[n - 1]</c>.</summary>
public sealed class BtfSpec
{
    // Longer chains of typedefs, qualifiers and arrays than any compiler emits; a bound because bad BTF may run in a circle.
    private const int MaxChain = 256;

    /// <summary>The types, by id - 1.</summary>
    public required IReadOnlyList<BtfType> Types { get; init; }

    /// <summary>The type with id <paramref name="id"/>.</summary>
    /// <exception cref="BtfFormatException">The id is 0 (void) or there is no such type.</exception>
    public BtfType this[int id] => id >= 1 && id <= Types.Count
        ? Types[id - 1]
        : throw new BtfFormatException(id == 0
            ? "Type id 0 is void, which has no description."
            : $"There is no type with id {id}; the last is {Types.Count}.");

    /// <summary>Follows typedefs, qualifiers and type tags.</summary>
    /// <returns>The id of the first type that is none of these; 0 for void.</returns>
    /// <exception cref="BtfFormatException">An id does not exist, or the chain runs in a circle.</exception>
    public int SkipModifiers(int id)
    {
        int current = id;
        for (int step = 0; step < MaxChain; step++)
        {
            if (current == 0)
            {
                return 0;
            }

            int next = this[current] switch
            {
                BtfTypedef type => type.TypeId,
                BtfConst type => type.TypeId,
                BtfVolatile type => type.TypeId,
                BtfRestrict type => type.TypeId,
                BtfTypeTag type => type.TypeId,
                _ => -1,
            };
            if (next < 0)
            {
                return current;
            }

            current = next;
        }

        throw new BtfFormatException($"Type {id} is a chain of more than {MaxChain} typedefs and qualifiers, or a circle.");
    }

    /// <summary>The size in bytes of a value of type <paramref name="id"/>; pointers are 8 bytes.</summary>
    /// <exception cref="BtfFormatException">The type has no size (void, a function, a forward declaration), is too large, or does not exist.</exception>
    public int SizeOf(int id)
    {
        long count = 1;
        int current = id;
        for (int step = 0; step < MaxChain; step++)
        {
            current = SkipModifiers(current);
            BtfType? type = current == 0 ? null : this[current];
            if (type is BtfArray array)
            {
                count *= array.Count;
                current = array.ElementTypeId;
            }
            else if (type is BtfVariable variable)
            {
                current = variable.TypeId;
            }
            else
            {
                int size = type switch
                {
                    BtfInt t => t.Size,
                    BtfFloat t => t.Size,
                    BtfPointer => 8,
                    BtfStruct t => t.Size,
                    BtfUnion t => t.Size,
                    BtfEnum t => t.Size,
                    BtfEnum64 t => t.Size,
                    BtfDataSection t => t.Size,
                    _ => throw new BtfFormatException($"Type {id} has no size: it is {(type is null ? "void" : type.Kind.ToString())}."),
                };
                count *= size;
                return count <= int.MaxValue ? (int)count : throw TooLarge(id);
            }

            if (count > int.MaxValue)
            {
                throw TooLarge(id);
            }
        }

        throw new BtfFormatException($"Type {id} is an array of more than {MaxChain} dimensions, or a circle.");
    }

    private static BtfFormatException TooLarge(int id) => new($"Type {id} is larger than {int.MaxValue} bytes.");
}
