using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Lowering;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Model;

/// <summary>Reads which programs stand in which program arrays when the object is loaded.</summary>
internal static class ProgramArrayEntries
{
    private const string AttributeName = "CSharpBpf.ProgramArrayEntryAttribute";

    /// <summary>The maps, with their entries. What cannot be is reported and left out.</summary>
    public static IReadOnlyList<MapMember> Add(IReadOnlyList<MapMember> maps, IReadOnlyList<ProgramMember> programs, List<Diagnostic> diagnostics)
    {
        Dictionary<MapMember, SortedDictionary<uint, string>> entries = [];
        foreach (ProgramMember program in programs)
        {
            foreach (AttributeData attribute in program.Symbol.GetAttributes().Where(static a => LibrarySymbols.IsNamed(a.AttributeClass, AttributeName)))
            {
                if (attribute.ConstructorArguments is not [{ Value: string array }, { Value: uint index }])
                {
                    continue;
                }

                MapMember? map = maps.FirstOrDefault(m => m.Symbol.Name == array);
                if (map is not null && !entries.ContainsKey(map))
                {
                    entries.Add(map, []);
                }

                if (FindFault(map, program, index, map is null ? null : entries[map]) is { } fault)
                {
                    diagnostics.Add(Diagnostic.Create(DiagnosticTable.ProgramArrayEntry, program.Symbol.Locations[0], program.Symbol.Name, index, array, fault));
                }
                else
                {
                    entries[map!].Add(index, program.Name);
                }
            }
        }

        return [.. maps.Select(map => entries.TryGetValue(map, out SortedDictionary<uint, string>? own)
            ? map with { InitialElements = [.. own.Select(static entry => new MapElementSpec((int)entry.Key, entry.Value))] }
            : map)];
    }

    private static string? FindFault(MapMember? map, ProgramMember program, uint index, SortedDictionary<uint, string>? entries)
    {
        if (map is not { Type: MapType.ProgArray, Symbol.Type: INamedTypeSymbol { TypeArguments: [var context, var result] } })
        {
            return "the class has no program array of that name";
        }

        bool fits = SymbolEqualityComparer.Default.Equals(program.Symbol.Parameters[0].Type, context) && SymbolEqualityComparer.Default.Equals(program.Symbol.ReturnType, result);
        return !fits ? $"its programs take {context.Name} and return {result.Name}"
            : index >= map.MaxEntries ? $"its places are 0 to {(long)map.MaxEntries - 1}"
            : entries!.TryGetValue(index, out string? other) ? $"'{other}' is there already"
            : null;
    }
}
