using System.Collections.Generic;
using CSharpBpf.Btf;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Object;

/// <summary>
/// A map as libbpf's <c>.maps</c> section defines it: a variable of an anonymous structure whose members say everything by their types. A number is
/// a pointer to an array of that many ints (<c>__uint</c>), or an enumeration with that one value (<c>__ulong</c>); key and value are pointers to
/// their types (<c>__type</c>); what a map of maps or programs holds is a last member <c>values</c>, an array of pointers (<c>__array</c>). Every
/// member takes 8 bytes, <c>values</c> takes 8 bytes per initial element.
/// </summary>
internal static class MapDefinition
{
    public const int MemberSize = 8;
    private const string Values = "values";

    /// <summary>Adds the structure that defines <paramref name="map"/>.</summary>
    /// <returns>The structure's id.</returns>
    public static int Write(BtfBuilder btf, MapSpec map)
    {
        List<BtfMember> members = [];
        void Member(string name, int type) => members.Add(new BtfMember(name, type, members.Count * MemberSize * 8));
        void Number(string name, uint value) => Member(name, WriteNumber(btf, map, name, value));

        Number("type", (uint)map.Type);
        if (map.MaxEntries != 0)
        {
            Number("max_entries", map.MaxEntries);
        }

        if (map.Flags != 0)
        {
            Number("map_flags", map.Flags);
        }

        if (map.BtfKeyTypeId != 0)
        {
            Member("key", btf.AddPointer(map.BtfKeyTypeId));
        }
        else if (map.KeySize != 0)
        {
            Number("key_size", (uint)map.KeySize);
        }

        if (map.BtfValueTypeId != 0)
        {
            Member("value", btf.AddPointer(map.BtfValueTypeId));
        }
        else if (map.ValueSize != 0)
        {
            Number("value_size", (uint)map.ValueSize);
        }

        if (map.Pinning != MapPinning.None)
        {
            Number("pinning", (uint)map.Pinning);
        }

        if (map.NumaNode is { } node)
        {
            Number("numa_node", (uint)node);
        }

        if (map.Extra != 0)
        {
            string unique = "__unique_value_" + map.Name;
            Member("map_extra", btf.AddEnum64("", 8, signed: false, [new BtfEnumValue(unique, unchecked((long)map.Extra))]));
        }

        int size = members.Count * MemberSize;
        if (map.InnerMap is { } inner)
        {
            Member(Values, WriteValues(btf, btf.AddPointer(Write(btf, inner))));
        }
        else if (map.InitialElements.Count != 0)
        {
            int prototype = btf.AddFunctionPrototype(Int(btf), [new BtfParameter("ctx", btf.AddPointer(0))]);
            Member(Values, WriteValues(btf, btf.AddPointer(prototype)));
        }

        return btf.AddStruct("", size, members);
    }

    /// <summary>Reads the map that <paramref name="variable"/> defines.</summary>
    public static MapSpec Read(BtfSpec btf, BtfVariable variable)
    {
        string what = $"Map '{variable.Name}'";
        int type = btf.SkipModifiers(variable.TypeId);
        return type != 0 && btf[type] is BtfStruct definition
            ? Read(btf, definition, variable.Name, isInner: false)
            : throw new ObjectFormatException($"{what}: its variable in .maps is no structure, so nothing says what map it is.");
    }

    /// <summary>Whether two maps have the same definition; what stands in them is no part of it.</summary>
    public static bool IsSame(MapSpec? left, MapSpec? right) => left is null || right is null
        ? ReferenceEquals(left, right)
        : left.Type == right.Type && left.MaxEntries == right.MaxEntries && left.Flags == right.Flags
            && left.KeySize == right.KeySize && left.BtfKeyTypeId == right.BtfKeyTypeId
            && left.ValueSize == right.ValueSize && left.BtfValueTypeId == right.BtfValueTypeId
            && left.Pinning == right.Pinning && left.NumaNode == right.NumaNode && left.Extra == right.Extra
            && IsSame(left.InnerMap, right.InnerMap);

    /// <summary>Where the initial elements of the map that <paramref name="variable"/> defines begin, in bytes; -1 when it takes none.</summary>
    public static int ValuesOffset(BtfSpec btf, BtfVariable variable)
    {
        int type = btf.SkipModifiers(variable.TypeId);
        if (type != 0 && btf[type] is BtfStruct definition)
        {
            foreach (BtfMember member in definition.Members)
            {
                if (member.Name == Values)
                {
                    return member.BitOffset / 8;
                }
            }
        }

        return -1;
    }

    public static int Int(BtfBuilder btf) => btf.AddInt("int", 4, BtfIntEncoding.Signed);

    public static int ArrayIndex(BtfBuilder btf) => btf.AddInt("__ARRAY_SIZE_TYPE__", 4, BtfIntEncoding.None);

    private static MapSpec Read(BtfSpec btf, BtfStruct definition, string name, bool isInner)
    {
        if (definition.Size > definition.Members.Count * MemberSize)
        {
            throw new ObjectFormatException($"Map '{name}': its definition claims {definition.Size} bytes for {definition.Members.Count} members of {MemberSize}.");
        }

        ulong type = 0, entries = 0, flags = 0, pinning = 0, extra = 0, keySize = 0, valueSize = 0;
        int key = 0, value = 0;
        int? node = null;
        MapSpec? inner = null;
        foreach (BtfMember member in definition.Members)
        {
            switch (member.Name)
            {
                case "type":
                    type = ReadNumber(btf, member, name);
                    break;
                case "max_entries":
                    entries = ReadNumber(btf, member, name);
                    break;
                case "map_flags":
                    flags = ReadNumber(btf, member, name);
                    break;
                case "numa_node":
                    node = (int)ReadNumber(btf, member, name);
                    break;
                case "pinning":
                    pinning = ReadNumber(btf, member, name);
                    break;
                case "map_extra":
                    extra = ReadNumber(btf, member, name);
                    break;
                case "key_size":
                    keySize = ReadNumber(btf, member, name);
                    break;
                case "value_size":
                    valueSize = ReadNumber(btf, member, name);
                    break;
                case "key":
                    key = ReadPointer(btf, member, name);
                    keySize = (ulong)btf.SizeOf(key);
                    break;
                case "value":
                    value = ReadPointer(btf, member, name);
                    valueSize = (ulong)btf.SizeOf(value);
                    break;
                case Values:
                    inner = ReadValues(btf, member, name, isInner);
                    break;
                default:
                    throw new ObjectFormatException($"Map '{name}': its definition has a member '{member.Name}' that libbpf does not know either.");
            }
        }

        if (type == 0)
        {
            throw new ObjectFormatException($"Map '{name}': its definition has no 'type', as __uint(type, BPF_MAP_TYPE_...) gives it.");
        }

        if (pinning > (ulong)MapPinning.ByName)
        {
            throw new ObjectFormatException($"Map '{name}': pinning {pinning} is unknown; only 0 (none) and 1 (by name) exist.");
        }

        return new MapSpec
        {
            Name = name,
            Type = (MapType)type,
            KeySize = Narrow(keySize, "key_size", name),
            ValueSize = Narrow(valueSize, "value_size", name),
            MaxEntries = (uint)Narrow(entries, "max_entries", name),
            Flags = (uint)Narrow(flags, "map_flags", name),
            BtfKeyTypeId = key,
            BtfValueTypeId = value,
            Pinning = (MapPinning)pinning,
            NumaNode = node,
            Extra = extra,
            InnerMap = inner,
        };
    }

    private static int WriteNumber(BtfBuilder btf, MapSpec map, string member, uint value) => value <= int.MaxValue
        ? btf.AddPointer(btf.AddArray(Int(btf), ArrayIndex(btf), (int)value))
        : throw new ObjectFormatException($"Map '{map.Name}': {member} = {value} is too large; a definition holds at most {int.MaxValue}.");

    private static int WriteValues(BtfBuilder btf, int pointer) => btf.AddArray(pointer, ArrayIndex(btf), 0);

    private static int Narrow(ulong value, string member, string map) => value <= int.MaxValue
        ? (int)value
        : throw new ObjectFormatException($"Map '{map}': {member} = {value} is beyond any real one.");

    private static ulong ReadNumber(BtfSpec btf, BtfMember member, string map)
    {
        int id = btf.SkipModifiers(member.TypeId);
        switch (id == 0 ? null : btf[id])
        {
            case BtfPointer pointer when pointer.TypeId != 0 && btf[pointer.TypeId] is BtfArray array:
                return (ulong)array.Count;
            case BtfEnum { Values.Count: 1 } type:
                return unchecked((ulong)type.Values[0].Value);
            case BtfEnum64 { Values.Count: 1 } type:
                return unchecked((ulong)type.Values[0].Value);
            default:
                throw new ObjectFormatException($"Map '{map}': '{member.Name}' is no number, as __uint or __ulong write one.");
        }
    }

    private static int ReadPointer(BtfSpec btf, BtfMember member, string map)
    {
        int id = btf.SkipModifiers(member.TypeId);
        return id != 0 && btf[id] is BtfPointer { TypeId: not 0 } pointer
            ? pointer.TypeId
            : throw new ObjectFormatException($"Map '{map}': '{member.Name}' is no pointer to a type, as __type writes it.");
    }

    private static MapSpec? ReadValues(BtfSpec btf, BtfMember member, string map, bool isInner)
    {
        int id = btf.SkipModifiers(member.TypeId);
        int element = id != 0 && btf[id] is BtfArray array ? btf.SkipModifiers(array.ElementTypeId) : 0;
        int target = element != 0 && btf[element] is BtfPointer pointer ? btf.SkipModifiers(pointer.TypeId) : 0;
        return (target == 0 ? null : btf[target]) switch
        {
            BtfFunctionPrototype => null,
            BtfStruct when isInner => throw new ObjectFormatException($"Map '{map}': an inner map cannot hold maps itself."),
            BtfStruct inner => Read(btf, inner, map + ".inner", isInner: true),
            _ => throw new ObjectFormatException($"Map '{map}': 'values' is no array of pointers to a map definition or a program, as __array writes it."),
        };
    }
}
