using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Btf;
using CSharpBpf.Object.Elf;

namespace CSharpBpf.Object;

/// <summary>Reads the maps that <c>.maps</c> defines and finds them by the offset of their variable.</summary>
internal sealed class MapSectionReader
{
    private readonly ElfReader elf;
    private readonly BtfSpec? btf;
    private readonly ElfSection? section;
    private readonly List<(MapSpec Map, BtfSectionVariable Place)> maps = [];

    public MapSectionReader(ElfReader elf, BtfSpec? btf)
    {
        this.elf = elf;
        this.btf = btf;
        section = elf.Find(SectionNames.Maps);
        if (section is null || section.Size == 0)
        {
            return;
        }

        if (btf is null || ObjectBtf.FindSection(btf, SectionNames.Maps) is not { } definitions)
        {
            throw new ObjectFormatException("Section '.maps' has no types in .BTF, so nothing says what its maps are; compile with -g.");
        }

        foreach (BtfSectionVariable place in definitions.Variables)
        {
            BtfVariable variable = btf[place.TypeId] as BtfVariable
                ?? throw new ObjectFormatException($"Section '.maps': BTF type {place.TypeId} ('{btf[place.TypeId].Name}') is no variable.");
            if (maps.Exists(other => other.Map.Name == variable.Name))
            {
                throw new ObjectFormatException($"Section '.maps': there are two maps called '{variable.Name}'.");
            }

            maps.Add((MapDefinition.Read(btf, variable), place));
        }
    }

    public bool Owns(int sectionIndex) => section is not null && sectionIndex == section.Index;

    /// <summary>The map whose variable starts at <paramref name="offset"/>.</summary>
    public MapSpec? At(long offset) => maps.Find(map => map.Place.Offset == offset).Map;

    /// <summary>The maps, with what <c>.rel.maps</c> puts into them.</summary>
    public List<MapSpec> WithInitialElements(SymbolResolver symbols)
    {
        List<ElfRelocation> relocations = section is null ? [] : elf.RelocationsOf(section);
        List<MapSpec> maps = [];
        foreach ((MapSpec map, BtfSectionVariable place) in this.maps)
        {
            List<ElfRelocation> own = relocations.FindAll(r => r.Offset >= place.Offset && r.Offset < (long)place.Offset + place.Size);
            maps.Add(own.Count == 0 ? map : WithElements(map, place, own, symbols));
        }

        return maps;
    }

    private MapSpec WithElements(MapSpec map, BtfSectionVariable place, List<ElfRelocation> relocations, SymbolResolver symbols)
    {
        int values = MapDefinition.ValuesOffset(btf!, (BtfVariable)btf![place.TypeId]);
        List<MapElementSpec> elements = [];
        foreach (ElfRelocation relocation in relocations)
        {
            long offset = relocation.Offset - place.Offset - values;
            if (values < 0 || offset < 0 || offset % MapDefinition.MemberSize != 0)
            {
                throw new ObjectFormatException($"Map '{map.Name}': the relocation at offset {relocation.Offset} of '.maps' is not in its 'values'.");
            }

            elements.Add(new MapElementSpec((int)(offset / MapDefinition.MemberSize), symbols.MapOrFunction(relocation, map.Name)));
        }

        return new MapSpec
        {
            Name = map.Name,
            Type = map.Type,
            KeySize = map.KeySize,
            ValueSize = map.ValueSize,
            MaxEntries = map.MaxEntries,
            Flags = map.Flags,
            BtfKeyTypeId = map.BtfKeyTypeId,
            BtfValueTypeId = map.BtfValueTypeId,
            Pinning = map.Pinning,
            NumaNode = map.NumaNode,
            Extra = map.Extra,
            InnerMap = map.InnerMap,
            InitialElements = [.. elements.OrderBy(element => element.Key)],
        };
    }
}
