using System;
using System.Collections.Generic;

namespace CSharpBpf.Btf;

/// <summary>
/// Collects types and hands out their ids, from 1 in the order of first use. A type equal to one that is there gets its id, so the same calls
/// give the same BTF. Types that refer to themselves (through a pointer) take an id with <see cref="Reserve"/> and are filled in with <see cref="Define"/>.
/// </summary>
public sealed class BtfBuilder
{
    private readonly List<BtfType?> types = [];
    private readonly Dictionary<BtfType, int> ids = [];
    private BtfSpec? built;

    /// <summary>Starts with no types.</summary>
    public BtfBuilder()
    {
    }

    /// <summary>Starts with the types of <paramref name="types"/>, which keep their ids.</summary>
    public BtfBuilder(BtfSpec types)
    {
        foreach (BtfType type in types.Types)
        {
            this.types.Add(type);
            if (!ids.ContainsKey(type))
            {
                ids.Add(type, this.types.Count);
            }
        }
    }

    /// <summary>How many types there are; the last id.</summary>
    public int Count => types.Count;

    /// <summary>The type with id <paramref name="id"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such type, or it is reserved and not yet defined.</exception>
    public BtfType this[int id] =>
        id >= 1 && id <= types.Count && types[id - 1] is { } type
            ? type
            : throw new ArgumentOutOfRangeException(nameof(id), id, "No BTF type has this id.");

    /// <summary>Adds a type of any kind.</summary>
    /// <returns>Its id, or the id of an equal type that is already there.</returns>
    public int Add(BtfType type)
    {
        if (!ids.TryGetValue(type, out int id))
        {
            built = null;
            types.Add(type);
            id = types.Count;
            ids.Add(type, id);
        }

        return id;
    }

    /// <summary>Takes an id for a type that is not known yet.</summary>
    public int Reserve()
    {
        built = null;
        types.Add(null);
        return types.Count;
    }

    /// <summary>Gives a reserved id its type.</summary>
    /// <exception cref="InvalidOperationException">The id was not reserved, or already has its type.</exception>
    public void Define(int id, BtfType type)
    {
        if (id < 1 || id > types.Count || types[id - 1] is not null)
        {
            throw new InvalidOperationException($"BTF type id {id} is not reserved.");
        }

        built = null;
        types[id - 1] = type;
        if (!ids.ContainsKey(type))
        {
            ids.Add(type, id);
        }
    }

    /// <summary>Replaces the type with id <paramref name="id"/>, which must exist. Its users see the new one.</summary>
    public void Replace(int id, BtfType type)
    {
        BtfType old = this[id];
        if (ids.TryGetValue(old, out int owner) && owner == id)
        {
            ids.Remove(old);
        }

        built = null;
        types[id - 1] = type;
        if (!ids.ContainsKey(type))
        {
            ids.Add(type, id);
        }
    }

    /// <summary>Adds an integer that uses all bits of its bytes.</summary>
    public int AddInt(string name, int sizeBytes, BtfIntEncoding encoding) => Add(new BtfInt(name, sizeBytes, encoding, sizeBytes * 8));

    /// <summary>Adds a floating point type.</summary>
    public int AddFloat(string name, int sizeBytes) => Add(new BtfFloat(name, sizeBytes));

    /// <summary>Adds a pointer; <paramref name="typeId"/> 0 is <c>void *</c>.</summary>
    public int AddPointer(int typeId) => Add(new BtfPointer(typeId));

    /// <summary>Adds an array.</summary>
    public int AddArray(int elementTypeId, int indexTypeId, int count) => Add(new BtfArray(elementTypeId, indexTypeId, count));

    /// <summary>Adds a structure of <paramref name="size"/> bytes.</summary>
    public int AddStruct(string name, int size, IReadOnlyList<BtfMember> members) => Add(new BtfStruct(name, size, members));

    /// <summary>Adds a union of <paramref name="size"/> bytes.</summary>
    public int AddUnion(string name, int size, IReadOnlyList<BtfMember> members) => Add(new BtfUnion(name, size, members));

    /// <summary>Adds an enumeration whose values fit 32 bits.</summary>
    public int AddEnum(string name, int size, bool signed, IReadOnlyList<BtfEnumValue> values) => Add(new BtfEnum(name, size, signed, values));

    /// <summary>Adds an enumeration with 64-bit values (kernel 6.0).</summary>
    public int AddEnum64(string name, int size, bool signed, IReadOnlyList<BtfEnumValue> values) => Add(new BtfEnum64(name, size, signed, values));

    /// <summary>Adds a forward declaration.</summary>
    public int AddForward(string name, bool isUnion = false) => Add(new BtfForward(name, isUnion));

    /// <summary>Adds a typedef.</summary>
    public int AddTypedef(string name, int typeId) => Add(new BtfTypedef(name, typeId));

    /// <summary>Adds <c>volatile</c>.</summary>
    public int AddVolatile(int typeId) => Add(new BtfVolatile(typeId));

    /// <summary>Adds <c>const</c>.</summary>
    public int AddConst(int typeId) => Add(new BtfConst(typeId));

    /// <summary>Adds <c>restrict</c>.</summary>
    public int AddRestrict(int typeId) => Add(new BtfRestrict(typeId));

    /// <summary>Adds a tag on a type.</summary>
    public int AddTypeTag(string tag, int typeId) => Add(new BtfTypeTag(tag, typeId));

    /// <summary>Adds a tag on a declaration; <paramref name="componentIndex"/> -1 marks the whole declaration.</summary>
    public int AddDeclTag(string tag, int typeId, int componentIndex = -1) => Add(new BtfDeclTag(tag, typeId, componentIndex));

    /// <summary>Adds a signature. Parameters need names when a function uses it: the kernel refuses it otherwise.</summary>
    public int AddFunctionPrototype(int returnTypeId, IReadOnlyList<BtfParameter> parameters) => Add(new BtfFunctionPrototype(returnTypeId, parameters));

    /// <summary>Adds a function.</summary>
    public int AddFunction(string name, int prototypeId, BtfFunctionLinkage linkage) => Add(new BtfFunction(name, prototypeId, linkage));

    /// <summary>Adds a variable.</summary>
    public int AddVariable(string name, int typeId, BtfVariableLinkage linkage) => Add(new BtfVariable(name, typeId, linkage));

    /// <summary>Adds a data section of <paramref name="size"/> bytes; variables ascend by offset.</summary>
    public int AddDataSection(string name, int size, IReadOnlyList<BtfSectionVariable> variables) => Add(new BtfDataSection(name, size, variables));

    /// <summary>The types so far. Later additions do not change what was built; asking again without one costs nothing.</summary>
    /// <exception cref="InvalidOperationException">A reserved id was not defined.</exception>
    public BtfSpec Build() => built ??= MakeSpec();

    private BtfSpec MakeSpec()
    {
        BtfType[] types = new BtfType[this.types.Count];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = this.types[i] ?? throw new InvalidOperationException($"BTF type id {i + 1} is reserved but not defined.");
        }

        return new BtfSpec { Types = types };
    }
}
