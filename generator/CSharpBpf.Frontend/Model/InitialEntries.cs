using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Lowering;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Model;

/// <summary>Reads which programs stand in program arrays, and which maps in maps of maps, when the object is loaded.</summary>
internal sealed class InitialEntries(IReadOnlyList<MapMember> maps, List<Diagnostic> diagnostics)
{
    private const string ProgramAttribute = "CSharpBpf.ProgramArrayEntryAttribute";
    private const string MapAttribute = "CSharpBpf.InnerMapEntryAttribute";

    private readonly Dictionary<MapMember, SortedDictionary<uint, string>> entries = [];

    /// <summary>The maps with their entries. What cannot be is reported and left out.</summary>
    public static IReadOnlyList<MapMember> Add(IReadOnlyList<MapMember> maps, IReadOnlyList<ProgramMember> programs, List<Diagnostic> diagnostics)
    {
        var reader = new InitialEntries(maps, diagnostics);
        foreach (ProgramMember program in programs)
        {
            reader.Read(program.Symbol, program.Name, ProgramAttribute, holder => WhyNot(holder, program));
        }

        foreach (MapMember map in maps)
        {
            reader.Read(map.Symbol, map.Name, MapAttribute, holder => WhyNot(holder, map));
        }

        return [.. maps.Select(map => reader.entries.TryGetValue(map, out SortedDictionary<uint, string>? own)
            ? map with { InitialElements = [.. own.Select(static entry => new MapElementSpec((int)entry.Key, entry.Value))] }
            : map)];
    }

    private void Read(ISymbol member, string name, string attributeName, System.Func<MapMember, string?> whyNot)
    {
        foreach (AttributeData attribute in member.GetAttributes().Where(a => LibrarySymbols.IsNamed(a.AttributeClass, attributeName)))
        {
            if (attribute.ConstructorArguments is not [{ Value: string holderName }, { Value: uint key }])
            {
                continue;
            }

            MapMember? holder = maps.FirstOrDefault(m => m.Symbol.Name == holderName);
            string? fault = holder is null ? "the class has no map of that name" : whyNot(holder) ?? Place(holder, key, name);
            if (fault is not null)
            {
                diagnostics.Add(Diagnostic.Create(DiagnosticTable.InitialEntry, member.Locations[0], member.Name, key, holderName, fault));
            }
        }
    }

    private string? Place(MapMember holder, uint key, string name)
    {
        if (!entries.TryGetValue(holder, out SortedDictionary<uint, string>? own))
        {
            own = [];
            entries.Add(holder, own);
        }

        if (key >= holder.MaxEntries && holder.Type != MapType.HashOfMaps)
        {
            return $"its places are 0 to {(long)holder.MaxEntries - 1}";
        }

        if (own.TryGetValue(key, out string? other))
        {
            return $"'{other}' is there already";
        }

        own.Add(key, name);
        return null;
    }

    private static string? WhyNot(MapMember holder, ProgramMember program)
    {
        if (holder is not { Type: MapType.ProgArray, Symbol.Type: INamedTypeSymbol { TypeArguments: [var context, var result] } })
        {
            return "it is no program array";
        }

        bool fits = SymbolEqualityComparer.Default.Equals(program.Symbol.Parameters[0].Type, context) && SymbolEqualityComparer.Default.Equals(program.Symbol.ReturnType, result);
        return fits ? null : $"its programs take {context.Name} and return {result.Name}";
    }

    private static string? WhyNot(MapMember holder, MapMember map)
    {
        if (holder.Inner is not { } inner)
        {
            return "it is no map of maps";
        }

        if (holder.Key!.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_UInt32))
        {
            return "its key is no 32-bit integer";
        }

        bool fits = map.Type == inner.Type && map.Flags == inner.Flags && map.MaxEntries == inner.MaxEntries
            && SymbolEqualityComparer.Default.Equals(map.Key, inner.Key) && SymbolEqualityComparer.Default.Equals(map.Value, inner.Value);
        return fits ? null : "the maps in it have another definition";
    }
}
